import Language
import Values

extension HelpTopic {
  private static let openRows = Phrase("rows for which the condition is unknown make it a range", "条件不详的行使结果成为区间")
  private static let spoiled = Phrase(
    "an unknown value makes it unknown; open rows make it a range", "有值不详则结果不详；条件不详的行使结果成为区间")
  private static let wholeLists = Phrase(
    "over whole lists and groups, not inside a row's condition", "只对整个名单或分组计算，不用于一行的条件")

  /// Functions over the rows of a list, a group, or what belongs to a row.
  static let aggregates: [HelpTopic] = [
    HelpTopic(
      .count, usage: [Phrase("count(LIST where CONDITION)", "计数（名单 当 条件）")],
      meaning: [
        Phrase("how many records", "记录数"),
        Phrase("inside a condition those that belong to the row at hand", "在条件中指隶属于本行的记录"),
        Phrase("a quotient of two counts is a percentage", "两个计数相除为百分比"),
      ],
      signature: Signature(types: [Phrase("rows → integer", "记录 → 整数")], unknown: openRows, empty: .zero),
      examples: [
        Phrase("count(court where surveyed)", "计数（失信被执行人 当 摸底反馈）"),
        Phrase("court where count(searches) = 0 | count", "失信被执行人｜筛选 计数（查控）＝0｜计数"),
      ]),
    HelpTopic(
      .entities, usage: [Phrase("entities(LIST where CONDITION)", "主体数（名单 当 条件）")],
      meaning: [
        Phrase("how many distinct enterprises", "不重复的主体数"),
        Phrase("of the registry, those that its rows stand for", "对登记库为各行代表的户数"),
        Phrase("one whose code can't be read is one in the headline, none at the low end", "代码无法识别的，名义值计一户，下限不计"),
        wholeLists,
      ],
      signature: Signature(
        types: [Phrase("rows that belong to an entity → integer", "隶属于主体的记录 → 整数")], unknown: openRows, empty: .zero),
      examples: [Phrase("entities(serious) / entities(registry)", "主体数（严重失信名单）/ 主体数（登记库）")]),
    HelpTopic(
      .any, usage: [Phrase("any(LIST where CONDITION)", "任一（名单 当 条件）")],
      meaning: [Phrase("whether there is one", "是否存在")],
      signature: Signature(
        types: [Phrase("rows → yes/no", "记录 → 是否")],
        unknown: Phrase(
          "unknown (a range from no to yes) where only open rows make it yes", "仅有条件不详的行可使其为是时，不详（区间为 否 至 是）"),
        empty: .no),
      examples: [Phrase("court where any(searches where found) | count", "失信被执行人｜筛选 任一（查控 当 发现可供执行财产）｜计数")]),
    HelpTopic(
      .listed, usage: [Phrase("listed(LIST [, in: SCENARIO])", "在册（名单 [，于：情景]）")],
      meaning: [
        Phrase("whether a row's entity has a standing record", "本行所属主体是否有在册记录"),
        Phrase("`in:` asks after a scenario, so that one question spans two worlds", "“于：”问某情景之后，可在一问之中比较两个局面"),
      ],
      signature: Signature(
        types: [Phrase("list [, scenario] → yes/no", "名单 [、情景] → 是否")],
        unknown: Phrase("unknown where unknown facts decide whether a record stands", "记录是否有效取决于不详事实时，不详"),
        empty: .no),
      examples: [
        Phrase(
          "entities where listed(court) and not listed(court, in: court_exits) | count",
          "登记库｜筛选 在册（重大税收违法，于：法院退出）｜主体数")
      ]),
    HelpTopic(
      .sum, usage: [Phrase("sum(LIST.COLUMN where CONDITION)", "求和（名单.列 当 条件）")],
      meaning: [
        Phrase("the sum", "总和"), Phrase("`where COLUMN is known` leaves unknown values out", "加“当 列 为 已知”可排除不详的值"),
      ],
      signature: Signature(types: [Phrase("a number → the same type", "数 → 同类型")], unknown: spoiled, empty: .zero),
      examples: [
        Phrase("sum(penalties.fine where fine is known)", "求和（行政处罚.[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知）")
      ]),
    HelpTopic(
      .mean, usage: [Phrase("mean(LIST.COLUMN where CONDITION)", "平均（名单.列 当 条件）")],
      meaning: [Phrase("the arithmetic mean", "算术平均"), wholeLists],
      signature: Signature(
        types: [Phrase("integer → decimal; another number → the same type", "整数 → 小数；其他数 → 同类型")],
        unknown: spoiled, empty: .unknown),
      examples: [
        Phrase("mean(penalties.fine where fine is known)", "平均（行政处罚.[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知）")
      ]),
    HelpTopic(
      .median, usage: [Phrase("median(LIST.COLUMN where CONDITION)", "中位数（名单.列 当 条件）")],
      meaning: [
        Phrase("the value in the middle, or half-way between two", "居中的值，或居中两值的平均"), wholeLists,
      ],
      signature: Signature(
        types: [Phrase("integer → decimal; another number → the same type", "整数 → 小数；其他数 → 同类型")],
        unknown: spoiled, empty: .unknown),
      examples: [
        Phrase(
          "penalties where fine is known | by severity median(fine)",
          "中位数（行政处罚.[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知）")
      ]),
    HelpTopic(
      .quantile, usage: [Phrase("quantile(LIST.COLUMN where CONDITION, PART)", "分位数（名单.列 当 条件，比例）")],
      meaning: [
        Phrase("the value below which a part of the values lies", "使一定比例的值在其下的值"),
        Phrase("between two values if need be; the part is written out, 0% to 100%", "必要时在两值之间插值；比例须为 0% 至 100% 的数"),
        wholeLists,
      ],
      signature: Signature(
        types: [Phrase("number, percentage → decimal for integers, else the same", "数、百分比 → 整数得小数，其他同类型")],
        unknown: spoiled, empty: .unknown),
      examples: [
        Phrase(
          "quantile(penalties.fine where fine is known, 90%)",
          "分位数（行政处罚.[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知，90%）")
      ]),
    HelpTopic(
      .min, usage: [Phrase("min(LIST.COLUMN where CONDITION)", "最小（名单.列 当 条件）")],
      meaning: [Phrase("the least, of dates the earliest", "最小的值，日期为最早者")],
      signature: Signature(
        types: [Phrase("a number, date or month → the same type", "数、日期或月份 → 同类型")], unknown: spoiled, empty: .unknown),
      examples: [Phrase("min(court.listed where listed is known)", "最小（失信被执行人.发布时间 当 发布时间 为 已知）")]),
    HelpTopic(
      .max, usage: [Phrase("max(LIST.COLUMN where CONDITION)", "最大（名单.列 当 条件）")],
      meaning: [Phrase("the greatest, of dates the latest", "最大的值，日期为最晚者")],
      signature: Signature(
        types: [Phrase("a number, date or month → the same type", "数、日期或月份 → 同类型")], unknown: spoiled, empty: .unknown),
      examples: [
        Phrase("max(penalties.fine where fine is known)", "最大（行政处罚.[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知）")
      ]),
    HelpTopic(
      .first, usage: [Phrase("first(LIST.COLUMN where CONDITION)", "最早（名单.列 当 条件）")],
      meaning: [
        Phrase("the value of the earliest record", "最早一条记录的值"),
        Phrase(
          "by the list's `on` day, else its `since` day; of one day, as in the file", "按名单的“看”日期，无则按“起”日期；同日按文件次序"),
      ],
      signature: Signature(
        types: [Phrase("any column → the same type", "任一列 → 同类型")],
        unknown: Phrase("unknown where unknown facts decide which record it is", "哪条最早取决于不详事实时，不详"), empty: .unknown),
      examples: [Phrase("first(searches.date where date is known)", "最早（查控.查控时间 当 查控时间 为 已知）")]),
    HelpTopic(
      .last, usage: [Phrase("last(LIST.COLUMN where CONDITION)", "最近（名单.列 当 条件）")],
      meaning: [
        Phrase("the value of the latest record", "最近一条记录的值"),
        Phrase(
          "by the list's `on` day, else its `since` day; of one day, as in the file", "按名单的“看”日期，无则按“起”日期；同日按文件次序"),
      ],
      signature: Signature(
        types: [Phrase("any column → the same type", "任一列 → 同类型")],
        unknown: Phrase("unknown where unknown facts decide which record it is", "哪条最近取决于不详事实时，不详"), empty: .unknown),
      examples: [
        Phrase(
          "court where last(searches.date) >= 2022-07-01 | count",
          "失信被执行人｜筛选 最近（查控.查控时间）≥2022年7月1日｜计数")
      ]),
    HelpTopic(
      .share, usage: [Phrase("share(LIST where CONDITION)", "占比（名单 当 条件）")],
      meaning: [
        Phrase("the part of the rows for which a condition holds", "符合条件的行所占比例"),
        Phrase("over a group: share(CONDITION)", "对分组写 占比（条件）"),
      ],
      signature: Signature(
        types: [Phrase("rows and a condition → percentage", "记录与条件 → 百分比")], unknown: openRows, empty: .unknown),
      examples: [
        Phrase("share(court where surveyed)", "占比（失信被执行人 当 摸底反馈）"),
        Phrase("court | by district share(clues) | take 3", "失信被执行人｜按 所属区 占比（有效财产线索）｜取前 3"),
      ]),
  ]
}
