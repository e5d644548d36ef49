import HashTreeCollections

/// Something that was defined under a name, and perhaps a second one.
protocol Named {
  var name: String { get }
  var alias: String? { get }
}

/// What was defined, in the order of the first definitions, found by name or second name.
///
/// Each statement works on a copy of the state, so the table shares its parts with its copies: a definition more costs
/// the same however many there are.
struct DefinitionTable<Element: Named & Sendable>: Sendable {
  private struct Entry: Sendable {
    let order: Int
    var element: Element
  }

  private var entries: TreeDictionary<String, Entry> = [:]
  private var namesByAlias: TreeDictionary<String, String> = [:]
  private var nextOrder = 0

  /// What has exactly this name.
  subscript(name: String) -> Element? { entries[name]?.element }

  /// What has this name or second name.
  func named(_ name: String) -> Element? {
    entries[name]?.element ?? namesByAlias[name].flatMap { entries[$0]?.element }
  }

  /// Adds a definition, or replaces the one with the same name.
  mutating func set(_ element: Element) {
    if let former = entries[element.name] {
      if let alias = former.element.alias, namesByAlias[alias] == element.name { namesByAlias[alias] = nil }
      entries[element.name] = Entry(order: former.order, element: element)
    } else {
      entries[element.name] = Entry(order: nextOrder, element: element)
      nextOrder += 1
    }
    if let alias = element.alias { namesByAlias[alias] = element.name }
  }

  /// All definitions, the earliest first.
  var values: [Element] { entries.values.sorted { $0.order < $1.order }.map(\.element) }

  /// Every name and second name.
  var names: [String] { values.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) } }
}
