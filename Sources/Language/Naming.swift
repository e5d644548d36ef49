import Values

/// What lists, columns and definitions are called in each tongue: their names, or their second names.
///
/// A column is looked for in the list at hand, then in what that belongs to; inside `searches where …` the list at
/// hand is `searches`.
public struct Naming: Sendable {
  private let schema: Schema
  private let definitions: [(name: String, alias: String?)]
  private let list: Int?
  private let isGroup: Bool

  /// The names around an expression.
  /// - Parameters:
  ///   - schema: The lists.
  ///   - definitions: Metrics and whatever else has a second name.
  ///   - list: The list whose rows the expression is over, if it is over rows.
  ///   - isGroup: Whether it is over a group of that list's rows, so that a bare `count` is a function.
  public init(
    schema: Schema, definitions: [(name: String, alias: String?)] = [], list: Int? = nil, isGroup: Bool = false
  ) {
    self.schema = schema
    self.definitions = definitions
    self.list = list
    self.isGroup = isGroup
  }

  /// The names inside the condition on some rows, or after the dot behind a record.
  func within(_ source: Expression) -> Naming {
    switch source.kind {
    case .name(let name):
      let found = Keyword(form: name.text) == .entity ? schema.registry : schema.list(named: name.text)
      return Naming(schema: schema, definitions: definitions, list: found ?? list)
    case .member(let receiver, _): return within(receiver)
    case .all(let inner), .selection(let inner, _): return within(inner)
    default: return self
    }
  }

  /// What a name is called in a tongue; nil where it stands for nothing known here.
  func name(_ text: String, in tongue: Tongue) -> String? {
    for owner in list.map({ [$0] + schema.ancestors(of: $0) }) ?? [] {
      guard let position = schema.lists[owner].column(named: text) else { continue }
      let column = schema.lists[owner].columns[position]
      return tongue == .english ? column.name : column.heading
    }
    if let keyword = Keyword(form: text),
      keyword == .entity || keyword == .asof || (isGroup && (keyword == .count || keyword == .entities))
    {
      return keyword.words.text(in: tongue)
    }
    if let found = schema.list(named: text) {
      return tongue == .english ? schema.lists[found].name : schema.lists[found].alias ?? schema.lists[found].name
    }
    guard let definition = definitions.first(where: { $0.name == text || $0.alias == text }) else { return nil }
    return tongue == .english ? definition.name : definition.alias ?? definition.name
  }
}
