import Language
import Values

extension HelpTopic {
  /// `trend`.
  static let trend = HelpTopic(
    .trend, further: [.week, .quarter],
    usage: [
      Phrase("trend METRIC, METRIC [between FIRST and LAST]", "走势 指标、指标 [介于 首日 至 末日]"),
      Phrase("  by week | month | quarter | year [, KEY]", "  按 周｜月｜季｜年 [、列]"),
    ],
    meaning: [
      Phrase("a metric at period ends, with what entered and left", "各期末的指标，以及期内的进入与移出"),
      Phrase("from the records' own dates; lists without dates are as they are today", "依据记录自身的日期；没有日期的名单按目前情形计"),
      Phrase("opening + entered − left = closing, in distinct entities", "期初＋进入－移出＝期末，主体不重复计"),
      Phrase("who left and came back within a period is in both numbers", "同一期内移出又进入的，两边都计"),
      Phrase("the first row is the opening day; weeks end on Sunday", "首行为起始日；周以星期日为末"),
      Phrase("groups have a rank, the greatest value first, with ties", "分组时给出位次，由高到低，相同者并列"),
    ],
    examples: [
      Phrase(
        "trend serious_ratio between 2021-12-31 and 2022-07-31 by month",
        "走势 严重失信占比 介于 2021年12月底 至 2022年7月底 按 月"),
      Phrase("trend serious_ratio, penalised_ratio by year, district", "走势 严重失信占比、受处罚占比 按 年、所属区"),
    ])
}
