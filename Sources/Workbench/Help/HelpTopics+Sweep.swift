import Language
import Values

extension HelpTopic {
  static let sweep = HelpTopic(
    .sweep, further: [.step],
    usage: [
      Phrase("sweep SCENARIO(NAME: FROM..TO [step S]) [+ SCENARIO]", "逐档 情景（参数：始..终 [步长 步]）[＋情景 …]"),
      Phrase("sweep SCENARIO(NAME: (VALUE, VALUE, …)) …", "逐档 情景（参数：（值、值、…））…"),
      Phrase("  on METRIC, EXPRESSION [by KEY, KEY]", "  看 指标、算式 [按 列、列]"),
    ],
    meaning: [
      Phrase("a metric along the values of one or two parameters", "参数逐一取值时，指标如何变化"),
      Phrase("a range is of numbers, amounts, dates, months or durations;", "区间可为数、金额、日期、月份或期限；"),
      Phrase("in brackets values of any kind are listed", "括号内可列举任意类型的值"),
      Phrase("two parameters make a grid; any stage after it gets the long table", "两个参数成一张方表，后接环节时为长表"),
      Phrase("the step is 1 of the values' unit unless said; at most 10,000 points", "步长不写则为该单位的 1；至多 10,000 个点"),
      Phrase("Δ is from base", "Δ 相对于现状"),
    ],
    examples: [
      Phrase("sweep court_exits(n: 1..4) on serious_ratio", "逐档 法院退出（n：1..4） 看 严重失信占比"),
      Phrase(
        "sweep tax_exits(shown: 3 months..12 months step 3 months) on serious_ratio",
        "逐档 税务退出（shown：3个月..12个月 步长 3个月） 看 严重失信占比"),
    ])
}
