import Language
import Values

extension HelpTopic {
  /// What joins values, the loosest first.
  static let operators: [HelpTopic] = [
    HelpTopic(
      .if, further: [.then, .else], usage: [Phrase("if CONDITION then A else B", "若 条件 则 甲 否则 乙")],
      meaning: [
        Phrase("the first where the condition holds, else the second", "条件成立取前者，否则取后者"),
        Phrase("both of one type; an unknown condition gives a range over both", "两者类型须相同；条件不详时为两者构成的区间"),
      ],
      examples: [
        Phrase(
          "court | by (if clues then \"clues\" else \"none\")",
          "失信被执行人｜按（若 有效财产线索 则 “有” 否则 “无”）")
      ]),
    HelpTopic(
      .or, usage: [Phrase("A or B", "甲 或 乙")],
      meaning: [Phrase("yes where either is; unknown where that can't be told", "任一为真即真；无法判定则不详")],
      examples: [Phrase("count(court where clues or surveyed)", "计数（失信被执行人 当 有效财产线索 或 摸底反馈）")]),
    HelpTopic(
      .and, usage: [Phrase("A and B", "甲 且 乙")],
      meaning: [
        Phrase("yes where both are; no where either is no", "均为真才真；任一为否即否"),
        Phrase("it binds tighter than `or`", "先于“或”"),
      ],
      examples: [Phrase("count(court where clues and surveyed)", "计数（失信被执行人 当 有效财产线索 且 摸底反馈）")]),
    HelpTopic(
      .not, usage: [Phrase("not A", "非 甲")],
      meaning: [Phrase("the opposite; unknown stays unknown", "取反；不详仍为不详")],
      examples: [Phrase("count(searches where not found)", "计数（查控 当 非 发现可供执行财产）")]),
    HelpTopic(
      names: [
        Phrase("comparison", "比较"), Phrase("=", "＝"), Phrase("!=", "≠"), Phrase("<", "＜"), Phrase("<=", "≤"),
        Phrase(">", "＞"), Phrase(">=", "≥"), .same("以上"), .same("以下"),
      ],
      usage: [Phrase("A = B · != < <= > >=", "甲＝乙 · ≠ ＜ ≤ ＞ ≥")],
      meaning: [
        Phrase("compares two values of one type", "比较两个同类的值"),
        Phrase("以上, 以下, 以内 and 届满 include the number: >= and <=", "“以上”“以下”“以内”“届满”含本数，写 ≥ 和 ≤"),
        Phrase("不满, 超过 and 以外 exclude it: < and > (民法典 第一千二百五十九条)", "“不满”“超过”“以外”不含本数，写 ＜ 和 ＞（民法典第一千二百五十九条）"),
        Phrase("comparisons can't be chained; durations and yes/no have no order", "比较不能连写；期限、是否没有大小之分"),
      ],
      examples: [
        Phrase(
          "court where count(searches where not found) >= 2 | count",
          "失信被执行人｜筛选 计数（查控 当 非 发现可供执行财产）≥2｜计数")
      ]),
    HelpTopic(
      .between, usage: [Phrase("X between A and B", "某值 介于 甲 至 乙")],
      meaning: [Phrase("both ends included", "含两端")],
      examples: [
        Phrase(
          "count(penalties where decided between 2022-07-01 and 2022-07-31)",
          "计数（行政处罚 当 处罚决定日期 介于 2022年7月1日 至 2022年7月31日）")
      ]),
    HelpTopic(
      .in,
      usage: [
        Phrase("X in (A, B) · X not in (A, B)", "某值 属于（甲、乙） · 非 某值 属于（甲、乙）"),
        Phrase("why … in SCENARIO · listed(LIST, in: SCENARIO)", "为何 … 于 情景 · 在册（名单，于：情景）"),
      ],
      meaning: [
        Phrase("whether a value is one of some; before a scenario: its world", "是否为所列之一；在情景之前指该情景的局面")
      ],
      examples: [
        Phrase("count(registry where status in (\"注销\", \"破产\"))", "计数（登记库 当 登记状态 属于（“注销”、“破产”））")
      ]),
    HelpTopic(
      names: [
        Phrase("arithmetic", "四则运算"), Phrase("+", "＋"), Phrase("-", "－"), Phrase("*", "×"), Phrase("/", "÷"),
      ],
      usage: [Phrase("A + B · A - B · A * B · A / B · -A", "甲＋乙 · 甲－乙 · 甲×乙 · 甲÷乙 · －甲")],
      meaning: [
        Phrase("exact; * and / bind tighter than + and -", "精确计算，先乘除后加减"),
        Phrase("a quotient of two counts is a percentage; by zero it is unknown", "两个计数相除为百分比；除数为零则不详"),
        Phrase("percentage ± percentage stays one; times or over a number: decimal", "百分比加减仍为百分比；与数乘除为小数"),
        Phrase("money / money is decimal; money and a bare number don't add up", "金额相除为小数；金额与无单位的数不能相加"),
        Phrase("date - date is days; between scenarios + runs one after another", "日期相减为天数；情景之间 ＋ 表示依次执行"),
      ],
      examples: [
        Phrase("entities(serious) / entities(registry)", "主体数（严重失信名单）/ 主体数（登记库）"),
        Phrase("5万元 * 3 - 2000元", "5万元×3－2000元"),
      ]),
  ]
}
