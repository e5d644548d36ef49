import Evaluation
import Language
import Tables
import Values

/// How entities and records are called: names, codes, and what tells a record apart.
public struct EntityNames: Sendable {
  private let graph: Graph

  /// The names in some lists.
  public init(_ graph: Graph) { self.graph = graph }

  /// The column of a list that holds names: the one called so.
  public func nameColumn(of list: Int) -> Column? {
    let table = graph.lists[list].table
    return table.column("name") ?? table.columns.first { $0.heading.contains("名称") && $0.type.isText }
  }

  /// The code of an entity; nil for one that can't be identified.
  public func code(of entity: Int) -> String? {
    guard entity >= 0 else { return nil }
    guard let registry = graph.registry, entity < graph.registeredCount, let key = graph.lists[registry].key,
      case .text(let code) = graph.lists[registry].table.columns[key].value(at: entity)
    else { return graph.entityCodes.code(ofStranger: entity) }
    return code
  }

  /// The name of an entity in the registry, or on the first list that names it.
  public func name(of entity: Int) -> String? {
    if let registry = graph.registry, entity < graph.registeredCount {
      guard case .text(let name)? = nameColumn(of: registry)?.value(at: entity) else { return nil }
      return name
    }
    for list in graph.lists.indices where graph.lists[list].members.isEmpty {
      guard let row = graph.lists[list].entities.firstIndex(of: Int32(entity)),
        case .text(let name)? = nameColumn(of: list)?.value(at: row)
      else { continue }
      return name
    }
    return nil
  }

  /// A row of a list as a row of one that it is made of, or as it is.
  public func origin(of row: Int, in list: Int) -> (row: Int, list: Int) { graph.origin(of: row, in: list) }

  /// What tells a record apart: its key, or its place in the file.
  public func identification(of row: Int, in list: Int) -> String { graph.identification(of: row, in: list) }

  /// The name that a record gives, or else the one that its entity has.
  public func name(ofRecord row: Int, in list: Int) -> String? {
    let (row, list) = origin(of: row, in: list)
    if case .text(let name)? = nameColumn(of: list)?.value(at: row) { return name }
    let entities = graph.lists[list].entities
    return entities.isEmpty || entities[row] < 0 ? nil : name(of: Int(entities[row]))
  }

  /// The code of a record's entity, or what the record gives in its place.
  public func code(ofRecord row: Int, in list: Int) -> String? {
    let (row, list) = origin(of: row, in: list)
    let entities = graph.lists[list].entities
    if !entities.isEmpty, let code = code(of: Int(entities[row])) { return code }
    guard let registry = graph.registry, let key = graph.lists[registry].key else { return nil }
    let table = graph.lists[list].table
    let known = graph.lists[registry].table.columns[key]
    let column = table.column(known.name) ?? table.columns.first { $0.heading == known.heading }
    guard case .text(let code)? = column?.value(at: row) else { return nil }
    return code
  }

  /// Who put a record on its list: what the record says where the list has a column for it, else the list itself.
  /// - Returns: Nil where the record doesn't say.
  public func authority(ofRecord row: Int, in list: Int) -> String? {
    let (row, list) = origin(of: row, in: list)
    let schema = graph.schema.lists[list]
    guard let column = schema.authority else { return schema.alias ?? schema.name }
    guard case .text(let text) = graph.lists[list].table.columns[column].value(at: row) else { return nil }
    return text
  }
}

extension Graph {
  /// A row of a list as a row of one that it is made of, or as it is.
  func origin(of row: Int, in list: Int) -> (row: Int, list: Int) {
    guard let member = lists[list].members.first(where: { $0.rows.contains(row) }) else { return (row, list) }
    return origin(of: row - member.rows.lowerBound, in: member.list)
  }

  /// What tells a record apart: its key, or its place in the file.
  func identification(of row: Int, in list: Int) -> String {
    let (row, list) = origin(of: row, in: list)
    let data = lists[list]
    switch data.key.map({ data.table.columns[$0].value(at: row) }) {
    case .text(let text)?: return text
    case .integer(let number)?: return String(number)
    case .unknown?, nil: break
    case let value?: return ExpressionPrinter(tongue: .english).literal(value)
    }
    return data.table.lines.isEmpty ? "#\(row + 1)" : "\(data.file):\(data.table.lines[row])"
  }
}
