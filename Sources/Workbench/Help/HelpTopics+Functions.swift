import Language
import Values

extension HelpTopic {
  private static let carried = Phrase("unknown of an unknown value; a range of a range", "值不详则结果不详；区间的结果仍为区间")

  private static func single(_ types: Phrase..., unknown: Phrase = carried) -> Signature {
    Signature(types: types, unknown: unknown, empty: nil)
  }

  /// Functions of single values.
  static let functions: [HelpTopic] = [
    HelpTopic(
      .round, usage: [Phrase("round(NUMBER [, PLACES])", "四舍五入（数 [，位数]）")],
      meaning: [
        Phrase("rounded to some places, a half away from zero", "四舍五入到若干位"),
        Phrase(
          "without places: money to 分, others to whole numbers; 1.26% has 4 places", "不写位数时金额到分，其他到整数；1.26% 为 4 位"),
      ],
      signature: single(Phrase("number, whole number from 0 to 18 → the same type", "数、0 至 18 的整数 → 同类型")),
      examples: [Phrase("round(2.345, 2)", "四舍五入（2.345，2）")]),
    HelpTopic(
      .abs, usage: [Phrase("abs(NUMBER)", "绝对值（数）")],
      meaning: [Phrase("a number without its sign", "不计正负号的数")],
      signature: single(Phrase("number → the same type", "数 → 同类型")), examples: [Phrase("abs(-5%)", "绝对值（－5％）")]),
    HelpTopic(
      .mod, usage: [Phrase("mod(NUMBER, NUMBER)", "取余（数，数）")],
      meaning: [
        Phrase("what is left of a whole number when another divides it", "整数相除的余数"),
        Phrase("of the second number's sign, or 0; in a row unknown for 0", "符号与除数相同；行内除数为 0 则不详"),
      ],
      signature: single(Phrase("integer, integer → integer", "整数、整数 → 整数")),
      examples: [Phrase("mod(year(asof), 4)", "取余（年（截至），4）")]),
    HelpTopic(
      .year, usage: [Phrase("year(DATE)", "年（日期）")], meaning: [Phrase("the year of a day or a month", "日期或月份的年份")],
      signature: single(Phrase("date or month → integer", "日期或月份 → 整数")),
      examples: [Phrase("court | by year(listed)", "失信被执行人｜按 年（发布时间）")]),
    HelpTopic(
      .month, usage: [Phrase("month(DATE)", "月（日期）")],
      meaning: [Phrase("the month of a day, with its year", "日期所在的年月")],
      signature: single(Phrase("date → month", "日期 → 月份")),
      examples: [Phrase("penalties | by month(decided) | take 3", "行政处罚｜按 月（处罚决定日期）｜取前 3")]),
    HelpTopic(
      .day, usage: [Phrase("day(DATE)", "日（日期）")], meaning: [Phrase("the day of the month", "日期是当月第几日")],
      signature: single(Phrase("date → integer", "日期 → 整数")), examples: [Phrase("day(asof)", "日（截至）")]),
    HelpTopic(
      .workingDays, usage: [Phrase("working_days(DATE, DATE)", "工作日数（日期，日期）")],
      meaning: [
        Phrase("the working days after one day, up to and including another", "前一日之后、至后一日（含）的工作日数"),
        Phrase("negative where the second is earlier; days of 2013–2026", "后一日更早则为负；限 2013–2026 年"),
      ],
      signature: single(Phrase("date, date → integer", "日期、日期 → 整数")),
      examples: [Phrase("working_days(2022-01-24, 2022-02-07)", "工作日数（2022年1月24日，2022年2月7日）")]),
    HelpTopic(
      .monthsBetween, usage: [Phrase("months_between(DATE, DATE)", "相隔月数（日期，日期）")],
      meaning: [
        Phrase("the whole months from one day to another", "两日之间的整月数"),
        Phrase("negative where the second is earlier", "后一日更早则为负"),
      ],
      signature: single(Phrase("date, date → integer", "日期、日期 → 整数")),
      examples: [
        Phrase(
          "count(court where months_between(listed, asof) >= 12)",
          "计数（失信被执行人 当 相隔月数（发布时间，截至）≥12）")
      ]),
    HelpTopic(
      .deadline, usage: [Phrase("deadline(DATE, DURATION)", "届满日（日期，期限）")],
      meaning: [
        Phrase("the last day of a term, counted as the law counts", "期限届满之日，依法律规定计算"),
        Phrase("the first day is not counted; a last day that is off rolls over,", "首日不计；末日为休息日的，顺延至其后首个工作日"),
        Phrase("to the next working day, as the official days off have it", "休息日以公布的放假安排为准"),
        Phrase("the term must be the same for every row", "期限不能因行而异"),
      ],
      signature: single(Phrase("date, duration → date", "日期、期限 → 日期")),
      examples: [
        Phrase("deadline(2022-01-24, 5 working days)", "届满日（2022年1月24日，5个工作日）"),
        Phrase("deadline(2022-03-31, 6 months)", "届满日（2022年3月底，6个月）"),
      ]),
    HelpTopic(
      .contains, usage: [Phrase("contains(TEXT, \"PART\")", "包含（文本，\"部分\"）")],
      meaning: [Phrase("whether a text holds another; case counts", "文本是否含有另一段文字，区分大小写")],
      signature: single(Phrase("text, quoted text → yes/no", "文本、带引号的文本 → 是否")),
      examples: [Phrase("court where contains(enforced_by, \"江宁\") | count", "失信被执行人｜筛选 包含（执行法院，“江宁”）｜计数")]),
    HelpTopic(
      .starts, usage: [Phrase("starts(TEXT, \"BEGINNING\")", "开头为（文本，\"开头\"）")],
      meaning: [Phrase("whether a text begins with another", "文本是否以某段文字开头")],
      signature: single(Phrase("text, quoted text → yes/no", "文本、带引号的文本 → 是否")),
      examples: [Phrase("court where starts(case, \"（2021）\") | count", "失信被执行人｜筛选 开头为（案号，“（2021）”）｜计数")]),
    HelpTopic(
      .matches, usage: [Phrase("matches(TEXT, \"PATTERN\")", "形如（文本，\"样式\"）")],
      meaning: [
        Phrase("whether a whole text has the form of a pattern", "整段文本是否符合样式"),
        Phrase("* is any characters, ? is one", "* 代表任意字符，? 代表一个字符"),
      ],
      signature: single(Phrase("text, quoted text → yes/no", "文本、带引号的文本 → 是否")),
      examples: [Phrase("court where matches(enforced_by, \"南京*法院\") | count", "失信被执行人｜筛选 形如（执行法院，“南京*法院”）｜计数")]),
    HelpTopic(
      .coalesce, usage: [Phrase("coalesce(VALUE, VALUE, …)", "补缺（值，值，…）")],
      meaning: [Phrase("the first known of two to eight values", "二至八个值中首个已知的")],
      signature: single(
        Phrase("values of one type → that type", "同类型的值 → 该类型"),
        unknown: Phrase("unknown only where all values are", "全部不详才不详")),
      examples: [
        Phrase(
          "court where coalesce(bankruptcy, listed) >= 2022-07-01 | count",
          "失信被执行人｜筛选 补缺（进入破产程序时间，发布时间）≥2022年7月1日｜计数")
      ]),
    HelpTopic(
      .headline, usage: [Phrase("headline(EXPRESSION)", "名义值（算式）")],
      meaning: [
        Phrase("the conservative reading of a range, as it is published", "区间的名义值，即公布口径"),
        Phrase("over whole lists: a row's value has no range to read", "只对整个名单取值，一行的值没有可取的区间"),
      ],
      signature: single(
        Phrase("any value → the same type, without a range", "任一值 → 同类型，不带区间"),
        unknown: Phrase("unknown where the headline is", "名义值不详则不详")),
      examples: [Phrase("headline(entities(serious))", "名义值（主体数（严重失信名单））")]),
    HelpTopic(
      .low, usage: [Phrase("low(EXPRESSION)", "下限（算式）")],
      meaning: [Phrase("the least that unknown facts could make of it", "不详事实可能造成的最小值")],
      signature: single(
        Phrase("any value → the same type, without a range", "任一值 → 同类型，不带区间"),
        unknown: Phrase("unknown where the low end is", "下限不详则不详")),
      examples: [Phrase("low(serious_ratio)", "下限（严重失信占比）")]),
    HelpTopic(
      .high, usage: [Phrase("high(EXPRESSION)", "上限（算式）")],
      meaning: [Phrase("the most that unknown facts could make of it", "不详事实可能造成的最大值")],
      signature: single(
        Phrase("any value → the same type, without a range", "任一值 → 同类型，不带区间"),
        unknown: Phrase("unknown where the high end is", "上限不详则不详")),
      examples: [Phrase("high(serious_ratio)", "上限（严重失信占比）")]),
  ]
}
