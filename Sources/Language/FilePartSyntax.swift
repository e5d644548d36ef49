import Values

/// Which part of a file that holds several tables is read: `sheet "名单"`, `sheet 2`, `table "court"`, `query "select …"`.
public struct FilePartSyntax: Sendable, Hashable {
  /// How the part is told.
  public enum Kind: Sendable, Hashable {
    /// The sheet of a workbook with a name.
    case sheet(String)
    /// The sheet of a workbook with a number, from 1.
    case sheetNumber(Int)
    /// The table of a database with a name.
    case table(String)
    /// A query of a database.
    case query(String)
  }

  /// How it is told.
  public let kind: Kind
  /// Where it stands.
  public let span: SourceSpan
}

extension Parser {
  /// The part of a file, where one is named.
  mutating func filePart() throws(Diagnostic) -> FilePartSyntax? {
    let start = start
    let kind: FilePartSyntax.Kind
    expecting([.sheet, .table, .query])
    switch keyword {
    case .sheet?:
      advance()
      kind = try sheet()
    case .table?:
      advance()
      kind = .table(try quoted(Phrase("the table's name in quotes", "带引号的数据表名称")).path)
    case .query?:
      advance()
      kind = .query(try quoted(Phrase("a query in quotes: `query \"select …\"`", "带引号的查询：`查询 \"select …\"`")).path)
    default: return nil
    }
    return FilePartSyntax(kind: kind, span: span(from: start))
  }

  private mutating func sheet() throws(Diagnostic) -> FilePartSyntax.Kind {
    if let name = optionalQuoted() { return .sheet(name) }
    guard case .literal(.integer(let number)) = token.kind, let number = Int(exactly: number), number > 0 else {
      throw unexpected(
        expecting: Phrase("the sheet's name in quotes, or its number from 1", "带引号的工作表名称，或从 1 起的序号"))
    }
    advance()
    return .sheetNumber(number)
  }
}

extension StatementPrinter {
  /// The words for a part of a file.
  func part(_ part: FilePartSyntax) -> [String] {
    switch part.kind {
    case .sheet(let name): [word(.sheet), quoted(name)]
    case .sheetNumber(let number): [word(.sheet), String(number)]
    case .table(let name): [word(.table), quoted(name)]
    case .query(let query): [word(.query), quoted(query)]
    }
  }
}
