import Values

extension Parser {
  mutating func given() throws(Diagnostic) -> GivenDefinition {
    let name = try name(Phrase("the name of what is given", "前提名称"))
    let alias = optionalQuoted()
    for type in ValueType.allCases { expecting(.word(Phrase(type.rawValue, type.name.chinese))) }
    expecting([.between, .in])
    let type = try at(.between) || at(.in) || at(.equal) || at(.leftBrace) || atEnd ? nil : givenType()
    var bounds: (least: Expression, most: Expression)?
    if take(.between) {
      let least = try sum()
      try expectJoint()
      bounds = (least, try sum())
    }
    var choices: [Expression] = []
    if bounds == nil, take(.in) {
      try expect(.leftParenthesis, notes: [Phrase("the values stand in brackets: `in (…)`", "取值要写在括号里：`属于 (…)`")])
      choices = try separated { parser throws(Diagnostic) in try parser.expression() }
      try expect(.rightParenthesis)
    }
    var values: [GivenDefinition.DatedValue] = []
    if take(.equal) {
      values = [try datedValue()]
    } else if take(.leftBrace) {
      skipEnds()
      while !at(.rightBrace) {
        values.append(try datedValue())
        skipEnds()
      }
      try expect(.rightBrace)
    }
    return GivenDefinition(name: name, alias: alias, type: type, bounds: bounds, choices: choices, values: values)
  }

  private mutating func givenType() throws(Diagnostic) -> ValueType {
    if case .word(let word) = token.kind,
      let type = ValueType.allCases.first(where: { $0.rawValue == word || $0.name.chinese == word })
    {
      advance()
      return type
    }
    throw unexpected(expecting: Phrase("a type, `between`, `in`, or `=` and a value", "类型、`介于`、`属于`，或 `=` 和值"))
  }

  private mutating func datedValue() throws(Diagnostic) -> GivenDefinition.DatedValue {
    let value = try expression()
    let since = take(.since) ? try expression() : nil
    let citation = take(.cite) ? try quoted(Phrase("the source in quotes", "带引号的来源")).path : nil
    return .init(value: value, since: since, citation: citation)
  }

  mutating func listDeclaration() throws(Diagnostic) -> ListDeclaration {
    let name = try name(Phrase("the list's name", "名单名称"))
    let alias = optionalQuoted()
    if take(.equal) {
      let members = try separated { parser throws(Diagnostic) in
        try parser.name(Phrase("a list", "名单"), as: .list)
      }
      return ListDeclaration(name: name, alias: alias, parent: nil, key: nil, source: .union(members))
    }
    var parent: ListDeclaration.Parent?
    if take(.of) {
      let list = try self.name(Phrase("the list that it belongs to", "所隶属的名单"), as: .list)
      try expect(.by)
      parent = .init(list: list, column: try self.name(Phrase("the column with the parent's key", "含上级主键的列")))
    }
    try expect(.from)
    let path = try quoted(Phrase("a quoted path", "带引号的路径"), as: .input)
    var part: FilePartSyntax?
    var key: Name?
    var encoding: Name?
    while true {
      if take(.key) {
        key = try self.name(Phrase("the column that tells rows apart", "主键列"))
      } else if take(.encoding) {
        encoding = try encodingName()
      } else if let found = try filePart() {
        part = found
      } else {
        break
      }
    }
    let columns = take(.leftBrace) ? try columns() : []
    return ListDeclaration(
      name: name, alias: alias, parent: parent, key: key,
      source: .file(path, part: part, encoding: encoding, columns))
  }

  /// `gb18030`, `gbk`, `utf8`; `utf-8` is read as one word.
  private mutating func encodingName() throws(Diagnostic) -> Name {
    let start = start
    for word in ["utf8", "gb18030"] { expecting(.word(.same(word))) }
    if let quoted = optionalQuoted() { return Name(text: quoted, span: span(from: start)) }
    let name = try name(Phrase("an encoding: `utf8` or `gb18030`", "编码：`utf8` 或 `gb18030`"))
    guard take(.minus) else { return name }
    advance()
    return Name(text: String(span(from: start).text), span: span(from: start))
  }

  private mutating func columns() throws(Diagnostic) -> [ColumnSyntax] {
    var columns: [ColumnSyntax] = []
    skipEnds()
    while !at(.rightBrace) {
      columns.append(try column())
      guard atEnd || at(.rightBrace) else {
        throw unexpected(expecting: Phrase("a new line or `}`", "换行或 `}`"))
      }
      skipEnds()
    }
    try expect(.rightBrace)
    return columns
  }

  private mutating func column() throws(Diagnostic) -> ColumnSyntax {
    let name = try name(Phrase("a column's name", "列名"))
    let type = try columnType()
    var headings: [String] = []
    while let heading = optionalQuoted() {
      headings.append(heading)
      _ = take(.comma)
    }
    var role: ColumnSyntax.Role?
    var yes: [String] = []
    var no: [String] = []
    var unit: String?
    expecting(Parser.columnWords)
    while !atEnd, !at(.rightBrace) {
      switch keyword {
      case .since?: role = .since
      case .until?: role = .until
      case .on?: role = .on
      case .weight?: role = .weight
      case .authority?: role = .authority
      case .yes?:
        advance()
        yes = try words()
        expecting(Parser.columnWords)
        continue
      case .no?:
        advance()
        no = try words()
        expecting(Parser.columnWords)
        continue
      case .unit?:
        advance()
        let start = start
        advance()
        unit = String(span(from: start).text)
        guard unit == "元" || unit == "万元" else {
          throw Diagnostic(
            .statement, Phrase("a unit of money is 元 or 万元", "金额单位应为元或万元"), at: span(from: start))
        }
        continue
      default:
        throw unexpected(
          expecting: Phrase(
            "a new line, a role (`since`, `until`, `on`, `weight`, `authority`), `yes`, `no` or `unit`",
            "换行、角色（`起`、`止`、`看`、`权数`、`认定`）、`是`、`否` 或 `单位`"))
      }
      advance()
    }
    return ColumnSyntax(name: name, type: type, headings: headings, role: role, yes: yes, no: no, unit: unit)
  }

  /// What can be said of a column behind its headings.
  private static let columnWords: [Keyword] = [.since, .until, .on, .weight, .authority, .yes, .no, .unit]

  private mutating func columnType() throws(Diagnostic) -> ValueType? {
    for type in ValueType.allCases where type != .duration {
      expecting(.word(Phrase(type.rawValue, type.name.chinese)))
    }
    guard case .word(let word) = token.kind else { return nil }
    if let type = ValueType.allCases.first(where: { $0.rawValue == word || $0.name.chinese == word }),
      type != .duration
    {
      advance()
      return type
    }
    if Keyword(form: word) != nil { return nil }
    let types = ValueType.allCases.filter { $0 != .duration }
    throw unexpected(
      expecting: Phrase(
        "a type: \(types.map(\.rawValue).joined(separator: ", "))",
        "类型（\(types.map(\.name.chinese).joined(separator: "、"))）"))
  }

  private mutating func words() throws(Diagnostic) -> [String] {
    var words: [String] = [try quoted(Phrase("a word in quotes", "带引号的词")).path]
    while at(.comma) {
      advance()
      words.append(try quoted(Phrase("a word in quotes", "带引号的词")).path)
    }
    return words
  }
}
