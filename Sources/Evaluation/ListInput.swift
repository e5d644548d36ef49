import Language
import Tables
import Values

/// A list as it was read, before it is bound to the others.
public struct ListInput: Sendable {
  /// Where its rows come from.
  public enum Source: Sendable {
    /// A file's rows.
    case file(Table, path: String, rowHashes: [UInt64])
    /// The rows of other lists, by their names.
    case union([String])
  }

  /// Its name.
  public let name: String
  /// Its second name.
  public let alias: String?
  /// Where its rows come from.
  public let source: Source
  /// The list that it belongs to and the column that says to which row, by their names.
  public let parent: (list: String, column: String)?
  /// The column that tells its rows apart, by name.
  public let key: String?
  /// The column that holds how many entities a row of the registry stands for, by name.
  public let weight: String?
  /// The column that says who put a record on it, by name.
  public let authority: String?
  /// The columns that decide when its rows stand.
  public let standing: StandingColumns
  /// For columns by name, the headings that their declarations name; the file has one of them.
  public let headings: [String: [String]]
  /// What was reported where rows that are the same were made one, before it is bound.
  let collapsed: [Problem]

  /// Describes a list that was read.
  public init(
    name: String, alias: String?, source: Source, parent: (list: String, column: String)? = nil, key: String? = nil,
    weight: String? = nil, authority: String? = nil, standing: StandingColumns = StandingColumns(),
    headings: [String: [String]] = [:]
  ) {
    self.init(
      name: name, alias: alias, source: source, parent: parent, key: key, weight: weight, authority: authority,
      standing: standing, headings: headings, collapsed: [])
  }

  private init(
    name: String, alias: String?, source: Source, parent: (list: String, column: String)?, key: String?,
    weight: String?, authority: String?, standing: StandingColumns, headings: [String: [String]], collapsed: [Problem]
  ) {
    self.name = name
    self.alias = alias
    self.source = source
    self.parent = parent
    self.key = key
    self.weight = weight
    self.authority = authority
    self.standing = standing
    self.headings = headings
    self.collapsed = collapsed
  }

  /// The list with rows that are the same made one, so that neither they nor the hashes that tell them are kept: binding
  /// it gives what binding this one does.
  public func collapsingRows() throws -> ListInput {
    guard case .file(let table, let path, let hashes) = source, !hashes.isEmpty else { return self }
    let (rows, problems) = try GraphBuilder.collapsing(table, hashes, name, path)
    return ListInput(
      name: name, alias: alias, source: .file(rows, path: path, rowHashes: []), parent: parent, key: key,
      weight: weight, authority: authority, standing: standing, headings: headings, collapsed: collapsed + problems)
  }
}

extension ListInput {
  /// The columns of its table by which rows are told apart, bound, counted or shown to stand. A list made of others
  /// has those of its members.
  func bonds(in table: Table, members: [ListSchema]) -> [Int: ColumnBond] {
    var bonds: [Int: ColumnBond] = [:]
    for position in [standing.since, standing.until, standing.on].compactMap({ $0 }) { bonds[position] = .standing }
    if let weight = weight.flatMap({ table.position(of: $0) }) { bonds[weight] = .weight }
    if let column = parent.flatMap({ table.position(of: $0.column) }) { bonds[column] = .parent }
    if let key = key.flatMap({ table.position(of: $0) }) { bonds[key] = .key }
    guard !members.isEmpty else { return bonds }
    for (position, column) in table.columns.enumerated() {
      bonds[position] =
        members.lazy.compactMap { member in
          member.columns.firstIndex { $0.name == column.name }.flatMap { member.bonds[$0] }
        }.first
    }
    bonds[0] = .origin
    return bonds
  }
}

extension ColumnSchema {
  /// A column that was read, with the headings that its declaration names.
  init(_ column: Column, headings: [String]) {
    self.init(
      name: column.name, heading: column.heading, otherHeadings: headings.filter { $0 != column.heading },
      type: column.type)
  }
}

extension Table {
  /// The line that a row began on, or 0.
  func line(_ row: Int) -> Int { lines.isEmpty ? 0 : Int(lines[row]) }
}
