import Language
import Values

extension HelpTopic {
  /// Values and how they are written; how words become statements.
  static let grammar: [HelpTopic] = [
    HelpTopic(
      names: [Phrase("lines", "换行"), Phrase("questions", "提问")],
      usage: [Phrase("LIST where CONDITION | STAGE | STAGE", "名单 筛选 条件｜环节｜环节"), Phrase("EXPRESSION", "算式")],
      meaning: [
        Phrase("a statement ends with its line, or at ; or 。", "一行一句；同一行内可用 ；或 。分隔"),
        Phrase("it goes on inside ( ), after an operator, a comma, | or `and`,", "括号未闭合，或以运算符、逗号、｜、且 等结尾，则接下一行；"),
        Phrase(
          "and in a file where the next line begins with |, and, or, where, on, by,",
          "文件中下一行以 ｜、且、或、当、看、按、对照、除非、依据 开头亦然；"),
        Phrase("against, except or cite, or is indented", "缩进的行也接上一行"),
      ],
      examples: [
        Phrase("court | by district | sort | take 3", "失信被执行人｜按 所属区｜排序｜取前 3"), Phrase("1 + 2; 3 + 4", "1＋2；3＋4"),
      ]),
    HelpTopic(
      names: [Phrase("comments", "注释")], usage: [Phrase("# TEXT", "# 文字")],
      meaning: [Phrase("`#` starts a comment, up to the line's end", "“#”至行末为注释")],
      examples: [Phrase("entities(court) # not records", "主体数（失信被执行人） # 不是记录数")]),
    HelpTopic(
      names: [Phrase("names", "名称"), Phrase("brackets", "方括号"), Phrase("[]", "【】")],
      usage: [Phrase("NAME · [ANY NAME]", "名称 · [任意名称] · 【任意名称】")],
      meaning: [
        Phrase("letters, Han characters, digits and _; all else in brackets", "由字母、汉字、数字和下划线组成，其他名称加方括号"),
        Phrase("a keyword is a keyword only as a whole word: 在营 and 非正常户 are names", "整个词相同才是关键词：在营、非正常户 都是名称"),
        Phrase("a list or definition may have a second name, a column its heading", "名单、指标、情景可有别名，列可用文件表头"),
        Phrase(
          "reserved: and or not in is where if else yes no unknown",
          "保留词：且 或 非 属于 于 为 筛选 当 若 否则 是 否 不详 未知"),
      ],
      examples: [
        Phrase("max(penalties.[fine] where fine is known)", "最大（行政处罚.【罚款金额（万元）】 当 【罚款金额（万元）】 为 已知）")
      ]),
    HelpTopic(
      names: [Phrase("punctuation", "标点")], usage: [Phrase("，、。；：（）｜＝＜＞《》“”【】", "，、。；：（）｜＝＜＞《》“”【】")],
      meaning: [
        Phrase("outside quotes what input methods give means the same", "引号之外，输入法给出的标点与半角相同"),
        Phrase("， and 、 are commas, 。 and ； end a statement, 《 》 are < >", "， 、 为逗号，。 ； 结束语句，《 》 即 < >"),
        Phrase("full-width letters and digits are narrowed; ≥ ≤ ≠ × ÷ can be used", "全角字母数字按半角读；可用 ≥ ≤ ≠ × ÷"),
        Phrase("a space is needed only between two words, or a word and a number", "只有词与词、词与数字之间需要空格"),
      ],
      examples: [
        Phrase("court｜where listed《2022-01-01｜count", "失信被执行人｜筛选 发布时间《2022年1月1日｜计数")
      ]),
    HelpTopic(
      names: [Phrase("numbers", "数"), Phrase("integer", "整数"), Phrase("decimal", "小数"), Phrase("units", "计量单位")],
      usage: [Phrase("12 · 2.5 · 3万 · 1.2亿", "12 · 2.5 · 3万 · 1.2亿")],
      meaning: [
        Phrase("exact; without separators of thousands", "精确数，不写千分位"),
        Phrase("a unit stands right behind its number; 万 and 亿 multiply", "单位紧跟数字；万、亿为倍数"),
      ],
      examples: [Phrase("3万 + 2.5", "3万＋2.5")]),
    HelpTopic(
      names: [Phrase("percentages", "百分比"), Phrase("percentage", "百分比"), Phrase("%", "百分数")],
      usage: [Phrase("1.26%", "1.26%")],
      meaning: [
        Phrase("a share of one: 1.26% is 0.0126", "占一的份额：1.26% 即 0.0126"),
        Phrase("the sign touches its number; `round(x, 4)` is to 0.01%", "百分号紧跟数字；四舍五入到 0.01% 写 4 位"),
      ],
      examples: [Phrase("assert round(headline(serious_ratio), 4) = 1.26%", "校验 四舍五入（名义值（严重失信占比），4）＝1.26%")]),
    HelpTopic(
      names: [Phrase("money", "金额")], usage: [Phrase("300元 · 5万元 · 1.5亿元", "300元 · 5万元 · 1.5亿元")],
      meaning: [
        Phrase("exact to 分; results are rounded to 分, a half away from zero", "精确到分，结果四舍五入到分"),
        Phrase("an amount is compared only with an amount: write the unit", "金额只能与金额比较，须写明单位"),
      ],
      examples: [
        Phrase("count(penalties where fine > 10万元)", "计数（行政处罚 当 [罚款金额（万元）]＞10万元）"), Phrase("5万元 / 2万元", "5万元/2万元"),
      ]),
    HelpTopic(
      names: [Phrase("text", "文本"), Phrase("category", "类别")],
      usage: [Phrase("\"江宁区\" · “江宁区” · 'x' · 「x」", "\"江宁区\" · “江宁区” · 'x' · 「x」")],
      meaning: [
        Phrase("always quoted, also a district or a status", "一律加引号，区名、状态也不例外"),
        Phrase("a backslash takes the next character as it is; \\n is a new line", "反斜杠之后的字符照原样，\\n 为换行"),
      ],
      examples: [Phrase("count(court where district = \"江宁区\")", "计数（失信被执行人 当 所属区＝“江宁区”）")]),
    HelpTopic(
      .yes, further: [.no], usage: [Phrase("yes · no", "是 · 否")],
      meaning: [Phrase("the two known truths; a flag column is a condition by itself", "两个确定的真值；是否类的列本身就是条件")],
      examples: [Phrase("count(court where clues)", "计数（失信被执行人 当 有效财产线索）")]),
    HelpTopic(
      names: [Phrase("dates", "日期"), Phrase("date", "日期")],
      usage: [Phrase("2022-07-31 · 2022年7月31日 · 2022年3月底", "2022-07-31 · 2022年7月31日 · 2022年3月底")],
      meaning: [
        Phrase("a day; 底 is the month's last day", "某一天；“底”为当月最后一天"),
        Phrase("day - day is a number of days; day + span is a day", "日期相减得天数，日期加期限得日期"),
      ],
      examples: [Phrase("2022-07-31 - 2022-01-01", "2022年7月底－2022年1月1日")]),
    HelpTopic(
      names: [Phrase("months", "月份")], usage: [Phrase("2022-07 · 2022年7月", "2022-07 · 2022年7月")],
      meaning: [
        Phrase("a month of a year, compared with `month(DATE)`", "某年某月，与 月（日期）比较"),
        Phrase("a date is no month: they are not compared with one another", "日期与月份不能直接比较"),
      ],
      examples: [Phrase("count(court where month(listed) = 2022-07)", "计数（失信被执行人 当 月（发布时间）＝2022年7月）")]),
    HelpTopic(
      names: [Phrase("durations", "期限"), Phrase("duration", "期限"), Phrase("working days", "工作日")],
      usage: [
        Phrase("10 days · 2 weeks · 6 months · 1 year · 5 working days", "10天 · 2周 · 6个月 · 1年 · 5个工作日")
      ],
      meaning: [
        Phrase("a span of time; added to a day it clamps to the month's end", "期限；与日期相加时不超过当月最后一天"),
        Phrase("working days follow the official days off, 2013–2026", "工作日依国务院办公厅公布的放假安排（2013–2026 年）"),
        Phrase("a term's last day, rolled over days off, is `deadline`", "届满之日遇休息日顺延，用 届满日"),
      ],
      examples: [
        Phrase("2022-01-31 + 1 month", "2022年1月31日＋1个月"), Phrase("2022-01-31 + 5 working days", "2022年1月31日＋5个工作日"),
      ]),
    HelpTopic(
      .unknown, further: [.known, .is],
      usage: [Phrase("unknown · X is unknown · X is known", "不详 · 某值 为 不详 · 某值 为 已知")],
      meaning: [
        Phrase("no value: a blank or unreadable cell, a fact nobody recorded", "没有值：空白、无法识别或无人记录"),
        Phrase("computed or compared with anything it stays unknown", "与任何值运算、比较，结果仍不详"),
        Phrase("nothing equals unknown: ask `is unknown`", "任何值都不等于不详，要问“为 不详”"),
        Phrase("`no and unknown` is no, `yes or unknown` is yes", "“否 且 不详”为否，“是 或 不详”为是"),
      ],
      examples: [
        Phrase("count(searches where found is unknown)", "计数（查控 当 发现可供执行财产 为 不详）"), Phrase("no and unknown", "否 且 不详"),
      ]),
    HelpTopic(
      names: [Phrase("ranges", "区间")], usage: [Phrase("1.26%   1.25% – 1.26%", "1.26%   1.25% – 1.26%")],
      meaning: [
        Phrase("headline first, then all that unknown facts could make of it", "先为名义值，后为不详事实的各种可能"),
        Phrase("the headline is the conservative reading: an unknown does not fire", "名义值取保守读法：不详即不触发"),
        Phrase("a comparison that the range leaves open is unknown", "区间内无法定论的比较为不详"),
      ],
      examples: [
        Phrase("count(court where clues)", "计数（失信被执行人 当 有效财产线索）"), Phrase("high(serious_ratio)", "上限（严重失信占比）"),
      ]),
    HelpTopic(
      .entity,
      usage: [
        Phrase("entity.COLUMN · PARENT.COLUMN", "主体.列 · 上级.列"),
        Phrase("count(CHILDREN where C) · entity.count(LIST where C)", "计数（下级 当 条件） · 主体.计数（名单 当 条件）"),
      ],
      meaning: [
        Phrase("a parent's column is read with its name, or plainly", "上级的列用上级名称读取，也可直接写"),
        Phrase("children are counted where they belong to the row", "下级记录在所属的行内汇总"),
        Phrase("`entity.` reaches the same entity's other records", "“主体.”取同一主体的其他记录"),
      ],
      examples: [
        Phrase("court where entity.any(tax) | count", "失信被执行人｜筛选 主体.任一（重大税收违法）｜计数"),
        Phrase("court | by entity.district | take 3", "失信被执行人｜按 主体.所属区｜取前 3"),
      ]),
    HelpTopic(
      .registry, usage: [Phrase("registry where CONDITION | STAGE", "登记库 筛选 条件｜环节")],
      meaning: [
        Phrase("the list that holds the population", "含全部主体的名单"),
        Phrase("a row without a code stands for many: count(…) counts rows,", "没有代码的行代表多户：计数 数行，"),
        Phrase("entities(…) the enterprises that they stand for", "主体数 数其代表的户数"),
      ],
      examples: [Phrase("registry | by district entities | take 3", "登记库｜按 所属区 主体数｜取前 3")]),
    HelpTopic(
      .all, usage: [Phrase("all LIST", "全部 名单")],
      meaning: [
        Phrase("every record, not only those that stand on the day", "全部记录，不限于观察日有效的"),
        Phrase("a record stands from its since day until the day before its until day", "记录自“起”日起有效，至“止”日前一日为止"),
      ],
      examples: [Phrase("count(all court) - count(court)", "计数（全部 失信被执行人）－计数（失信被执行人）")]),
  ]
}
