import Values

// What is said of names that stand for nothing, and what would mend them.
extension Checker {
  func unknown(_ name: Name, in context: Context) -> Diagnostic {
    switch context {
    case .row(let row): unknownColumn(name, of: row)
    case .group(let list): unknownAggregate(name, of: list)
    case .whole: unknownValue(name)
    }
  }

  private func unknownColumn(_ name: Name, of row: Int) -> Diagnostic {
    let list = scope.schema.lists[row]
    var notes = suggestions(for: name, among: scope.definedNames + columnNames(of: row))
    if notes.isEmpty { notes = columnsNote(of: list) }
    return Diagnostic(
      .statement,
      Phrase("`\(name.text)` is not a column of `\(list.name)`", "“\(name.text)”不是“\(list.chineseName)”的列"),
      at: name.span,
      notes: notes)
  }

  /// A name after `|` or `by` that is neither a stage nor an aggregate.
  private func unknownAggregate(_ name: Name, of list: Int) -> Diagnostic {
    let columns = scope.schema.lists[list]
    if let position = columns.column(named: name.text) {
      let isNumber = columns.columns[position].type.isNumeric
      return Diagnostic(
        .statement, Phrase("`\(name.text)` is a column, not an aggregate", "“\(name.text)”是列，不是汇总"), at: name.span,
        notes: [
          isNumber
            ? Phrase("add it up: `sum(\(name.text))`", "可以汇总：`求和(\(name.text))`")
            : Phrase("group by it: `by \(name.text)`", "可以分组：`按 \(name.text)`")
        ])
    }
    let stages: [Keyword] = [.where, .select, .derive, .by, .sort, .take, .distinct, .join, .export]
    let words = stages.map(\.words) + AggregateFunction.allCases.compactMap { Keyword(rawValue: $0.rawValue)?.words }
    return Diagnostic(
      .statement, Phrase("`\(name.text)` is neither a stage nor an aggregate", "“\(name.text)”既不是环节，也不是汇总"),
      at: name.span,
      notes: suggestions(
        for: name, among: scope.definedNames + words.flatMap { [$0.english, $0.chinese] },
        splitting: columnNames(of: list)))
  }

  private func unknownValue(_ name: Name) -> Diagnostic {
    guard scope.schema.list(named: name.text) == nil else {
      return Diagnostic(
        .statement, Phrase("`\(name.text)` is a list, not a value", "“\(name.text)”是名单，不是一个值"), at: name.span,
        notes: [Phrase("count it: `count(\(name.text))`", "可以计数：`计数(\(name.text))`")])
    }
    let lists = scope.schema.lists.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }
    var notes = suggestions(for: name, among: scope.definedNames + lists)
    let definers: [Keyword] = [.let, .given, .metric, .scenario, .target]
    if let keyword = Keyword(form: name.text), definers.contains(keyword) {
      notes = [Phrase("it needs a name: `\(name.text) name = …`", "缺少名称：`\(name.text) 名称 ＝ …`")]
    }
    if scope.schema.lists.isEmpty { notes.append(Checker.nothingLoaded) }
    return Diagnostic(
      .statement, Phrase("`\(name.text)` is not defined", "“\(name.text)”没有定义"), at: name.span, notes: notes)
  }

  /// Where the words that a name runs together are parted, what comes near it, which units there are.
  private func suggestions(
    for name: Name, among candidates: [String], splitting others: [String] = []
  ) -> [Phrase] {
    if let split = Nearness.split(name.text, known: Set(candidates + others)) { return [Nearness.spacing(split)] }
    var notes = Nearness.notes(name.text, candidates)
    if name.text.unicodeScalars.first?.isASCIIDigit == true {
      notes.append(
        Phrase(
          "units are `元`, `万元`, `亿元`, `%`, `天`, `周`, `个月`, `年`, `个工作日`; text is quoted",
          "单位有 `元`、`万元`、`亿元`、`%`、`天`、`周`、`个月`、`年`、`个工作日`；文本要加引号"))
    }
    return notes
  }

  /// The names and headings of the columns that can be read in a row.
  func columnNames(of row: Int) -> [String] {
    ([row] + scope.schema.ancestors(of: row)).flatMap {
      scope.schema.lists[$0].columns.flatMap(\.names)
    }
  }

  /// What a short list has instead.
  private func columnsNote(of list: ListSchema) -> [Phrase] {
    let columns = list.columns
    guard columns.count <= 8 else {
      return [Phrase("`show \(list.name)` lists its columns", "`查看 \(list.chineseName)` 列出各列")]
    }
    return [
      Phrase(
        "its columns: \(columns.map { "`\($0.name)`" }.joined(separator: ", "))",
        "各列：\(columns.map { "`\($0.heading)`" }.joined(separator: "、"))")
    ]
  }

  // MARK: Types

  static func name(_ expression: TypedExpression) -> Phrase {
    expression.type.map(name) ?? Phrase("unknown", "不详")
  }

  /// A type as sentences name it.
  static func name(_ type: ValueType) -> Phrase { type == .flag ? Phrase("yes/no", "是/否值") : type.name }

  /// What makes a comparison of two types whole.
  static func comparisonNotes(_ left: TypedExpression, _ right: TypedExpression) -> [Phrase] {
    switch (left.type, right.type) {
    case (.money?, .integer?), (.money?, .decimal?): unitNotes(right)
    case (.integer?, .money?), (.decimal?, .money?): unitNotes(left)
    case (.date?, .month?), (.month?, .date?):
      [Phrase("take the month of the date: `month(…)`", "可取日期的月份：`月(…)`")]
    case (.date?, .text?), (.text?, .date?):
      [Phrase("a date is written without quotes: 2022-07-31", "日期不加引号：2022-07-31")]
    case (.date?, .integer?): [Phrase("take its year: `year(\(left.span.text))`", "可取年份：`年(\(left.span.text))`")]
    case (.integer?, .date?): [Phrase("take its year: `year(\(right.span.text))`", "可取年份：`年(\(right.span.text))`")]
    case (.flag?, _): flagNotes(left)
    case (_, .flag?): flagNotes(right)
    case (let text?, let number?) where text.isText && number.isNumeric: quoteNotes(right)
    case (let number?, let text?) where text.isText && number.isNumeric: quoteNotes(left)
    default: []
    }
  }

  private static func flagNotes(_ flag: TypedExpression) -> [Phrase] {
    let text = flag.span.text
    return [Phrase("ask it as it stands: `\(text)`, `not \(text)`", "可直接作条件：`\(text)`、`非 \(text)`")]
  }

  private static func quoteNotes(_ number: TypedExpression) -> [Phrase] {
    guard case .literal = number.kind else { return [] }
    return [Phrase("text is quoted: `\"\(number.span.text)\"`", "文本要加引号：`\"\(number.span.text)\"`")]
  }

  static func unitNotes(_ number: TypedExpression) -> [Phrase] {
    let text = number.span.text
    guard case .literal = number.kind else {
      return [Phrase("make it an amount: `\(text) * 1元`", "可化为金额：`\(text) * 1元`")]
    }
    return [Phrase("write the unit: `\(text)元` or `\(text)万元`", "请写明单位：`\(text)元` 或 `\(text)万元`")]
  }

  private static func dayNotes(_ number: TypedExpression) -> [Phrase] {
    guard case .literal = number.kind else {
      return [Phrase("a date is moved by a span of time: `+ 6 months`", "日期可加减期限：`＋ 6个月`")]
    }
    let text = number.span.text
    return [
      Phrase("say what it counts: `\(text) day\(text == "1" ? "" : "s")`", "请写明单位，如 `\(text)天`")
    ]
  }

  /// Why an operation on two types has no meaning, and what has one.
  static func arithmeticNotes(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression
  ) -> [Phrase] {
    let isSum = sign == .add || sign == .subtract
    switch (left.type, right.type) {
    case (.money?, .money?): return [Phrase("only a plain number multiplies an amount", "金额只能与普通的数相乘")]
    case (.money?, .integer?), (.money?, .decimal?): return unitNotes(right)
    case (.integer?, .money?) where isSum, (.decimal?, .money?) where isSum: return unitNotes(left)
    case (.money?, .percentage?):
      let text = left.span.text
      return [
        Phrase(
          "a percentage is of something: `\(text) * (1 \(sign.rawValue) \(right.span.text))`",
          "百分比须有基数：`\(text) * (1 \(sign.rawValue) \(right.span.text))`")
      ]
    case (_, .money?):
      return [Phrase("an amount is divided by a number or by an amount", "金额可以除以数或金额，反之不可")]
    case (.date?, .date?):
      return [
        Phrase("two dates are subtracted; what is added to a date is a span: `6 months`", "两个日期只能相减；日期可加期限，如 `6个月`")
      ]
    case (.date?, .integer?) where isSum, (.duration?, .integer?) where isSum: return dayNotes(right)
    case (.date?, .month?), (.month?, .date?):
      return [Phrase("take the month of the date: `month(…)`", "可取日期的月份：`月(…)`")]
    case (.month?, _):
      return [Phrase("months are only compared; add the span to a date", "月份只能比较；请把期限加在日期上")]
    case (.some, .date?):
      return [Phrase("what is added or subtracted stands behind the date", "加减的期限应写在日期之后")]
    case (.date?, _):
      return [Phrase("a date is moved by a span of time: `+ 6 months`", "日期可加减期限：`＋ 6个月`")]
    case (.duration?, _), (_, .duration?):
      return [Phrase("a span of time is only added or subtracted", "期限只能加减")]
    case (.flag?, _), (_, .flag?):
      return [Phrase("count the rows for which it holds: `count(… where …)`", "可对成立的行计数：`计数(… 当 …)`")]
    case (let first?, let second?) where first.isText || second.isText:
      return [Phrase("text is not computed with; a number is written without quotes", "文本不能计算；数不加引号")]
    default: return []
    }
  }
}

extension ListSchema {
  /// What Chinese sentences call the list.
  var chineseName: String { alias ?? name }
}
