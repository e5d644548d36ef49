import Language
import Values

extension HelpTopic {
  /// Whether a target can be met.
  static let reach = HelpTopic(
    .reach, further: [.with, .cost, .capacity, .per, .inflow, .lag, .growth, .jurisdiction, .week, .quarter, .step],
    usage: [
      Phrase("reach TARGET | METRIC < BOUND [by DATE] with SCENARIO, SCENARIO", "达标 目标｜指标＜界限 [截至 日期] 用 情景、情景"),
      Phrase("  [cost AMOUNT | SCENARIO AMOUNT, …]", "  [成本 数额｜情景 数额、…]"),
      Phrase(
        "  [capacity N per month | SCENARIO N, … per month] [inflow N per month]", "  [能力 数 每月｜情景 数、… 每月] [流入 数 每月]"),
      Phrase("  [lag DURATION] [growth SHARE | N per year]", "  [滞后 时长] [增长 比例｜数 每年]"),
      Phrase("  [jurisdiction LIST where CONDITION] [sort COLUMN]", "  [管辖 名单 当 条件] [排序 列]"),
      Phrase("reach METRIC < BOUND with SCENARIO(PARAMETER: FROM..TO)", "达标 指标＜界限 用 情景（参数：起..止）"),
    ],
    meaning: [
      Phrase("whether a target can be met, with what, and by when", "目标能否达成、用哪些措施、何时达成"),
      Phrase(
        "feasible: however unknown facts turn out; only if: for some ways; else not", "可行：无论不详事实如何；仅当：部分情形；否则不可行"),
      Phrase("exits that are missing today; what each measure supplies; overlap", "现尚缺的退出户数、各项措施的供给及重叠"),
      Phrase(
        "the smallest and the cheapest set, and how much of its last measure suffices", "措施最少和成本最低的组合，及其末项用到多少即可"),
      Phrase("by a day: month by month; what is not given is 0, capacity without a bound", "按日期：逐月推算；未给出的为 0，能力不限"),
      Phrase("records outside the jurisdiction and measures on cases to come are no supply", "管辖以外的记录和针对今后案件的措施不计入供给"),
      Phrase("a parameter that takes several values: where along them the target flips", "参数取多个值时：结论在何处改变"),
      Phrase("after `|` the months, sets or values are a table", "“｜”之后可把各月、各组合或各值当作表格使用"),
    ],
    examples: [
      Phrase("reach serious_ratio < 1% with court_exits, tax_exits", "达标 严重失信占比＜1％ 用 法院退出、税务退出"),
      Phrase(
        "reach serious_ratio < 1% by 2023-03-31 with court_exits capacity 70 per week",
        "达标 严重失信占比＜1％ 截至 2023年3月底 用 法院退出 能力 70 每周"),
      Phrase(
        "reach serious_ratio < 1% with court_exits(n: 1..5)",
        "达标 严重失信占比＜1％ 用 法院退出（n：1..5）"),
    ])
}
