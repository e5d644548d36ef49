import Language
import Values

extension HelpTopic {
  /// `classify`.
  static let classify = HelpTopic(
    .classify, further: [.with, .authority],
    usage: [
      Phrase("classify LIST \"CLASS\" with SCENARIO,", "分类 名单 \"类别\" 用 情景、"),
      Phrase("  \"CLASS\" where CONDITION, \"CLASS\"", "  \"类别\" 当 条件、\"类别\""),
    ],
    meaning: [
      Phrase("each standing record in one class, by rules in order", "每条在册记录按规则先后归入一类"),
      Phrase("a record belongs to the first class whose rule it surely meets", "归入确定符合其规则的第一类"),
      Phrase("a class without a rule comes last and takes what is left", "不带规则的类别写在最后，收纳其余"),
      Phrase("might_be: earlier classes that unknown facts leave open", "或属：因事实不详而未能排除的前列类别"),
      Phrase("department: the list's `authority` column, else its second name", "认定部门：标为“认定”的列，没有则取名单别名"),
      Phrase("the table can be asked on, and exported, a file a department", "所得表格可接着提问，也可按部门分文件导出"),
    ],
    examples: [
      Phrase(
        "classify serious \"退出\" with court_exits, \"约束\" | by class, district",
        "分类 严重失信名单 “退出” 用 法院退出, “约束”｜按 class、district"),
      Phrase(
        "classify tax \"退出\" with tax_exits, \"约束\" | export \"lists/{class}.csv\"",
        "分类 重大税收违法 “退出” 用 税务退出, “约束”｜导出“lists/{class}.csv”"),
    ])
}
