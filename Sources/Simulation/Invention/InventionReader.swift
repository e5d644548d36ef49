import Evaluation
import Language
import Tables
import Values

/// Reads from a measure's conditions which lists and columns they look at, and with which values they compare them.
struct InventionReader {
  /// What a column is compared with.
  struct Hints {
    var values: [Value] = []
    /// Whether the year of something is asked for beside it.
    var usesYear = false
    /// Whether it is reckoned with.
    var isReckoned = false
    /// Whether a condition looks at it, and not only the day on which the row stands.
    var isAsked = false
  }

  private let graph: Graph
  private(set) var columns: [Int: [Int: Hints]] = [:]
  private(set) var counts: [Int: Set<Int>] = [:]
  private(set) var durations: [CalendarDuration] = []

  init(_ graph: Graph) { self.graph = graph }

  /// Takes in what a measure looks at.
  mutating func read(_ measure: Measure) {
    touch(measure.list)
    for condition in measure.conditions + measure.exceptions.map(\.condition) {
      read(condition.typed, in: measure.list)
    }
    for assignment in measure.assignments {
      note(assignment.column, of: measure.list, Hints(values: literals(of: assignment.value)))
      read(assignment.value, in: measure.list)
    }
  }

  // MARK: Expressions

  private mutating func read(_ expression: TypedExpression, in list: Int) {
    switch expression.kind {
    case .and, .or, .not, .conditional:
      for child in expression.children { read(child, in: list) }
    default:
      let values = literals(of: expression)
      for case .duration(let duration) in values { durations.append(duration) }
      let hints = Hints(
        values: values, usesYear: uses(expression) { if case .function(.year, _) = $0 { true } else { false } },
        isReckoned: uses(expression) { if case .arithmetic = $0 { true } else { false } })
      note(columnsOf: expression, in: list, hints)
    }
  }

  /// Gives what a comparison compares with to every column that it looks at.
  private mutating func note(columnsOf expression: TypedExpression, in list: Int, _ hints: Hints) {
    switch expression.kind {
    case .column(let column): note(column, of: list, hints)
    case .ancestor(let ancestor, let inner):
      touch(ancestor)
      note(columnsOf: inner, in: ancestor, hints)
    case .aggregate(let aggregate):
      touch(aggregate.list)
      for case .integer(let count) in hints.values where (0...12).contains(count) {
        for leaf in leaves(of: aggregate.list) { counts[leaf, default: []].insert(Int(count)) }
      }
      if let argument = aggregate.argument { note(columnsOf: argument, in: aggregate.list, hints) }
      if let condition = aggregate.condition { read(condition, in: aggregate.list) }
    case .and, .or, .not, .conditional: read(expression, in: list)
    default:
      for child in expression.children { note(columnsOf: child, in: list, hints) }
    }
  }

  /// The values that stand in an expression, but not in what is counted within it.
  private func literals(of expression: TypedExpression) -> [Value] {
    switch expression.kind {
    case .literal(let value): [value]
    case .aggregate: []
    case .isOneOf(let inner, let values): literals(of: inner) + values
    default: expression.children.flatMap { literals(of: $0) }
    }
  }

  private func uses(_ expression: TypedExpression, _ test: (TypedExpression.Kind) -> Bool) -> Bool {
    test(expression.kind) || expression.children.contains { uses($0, test) }
  }

  // MARK: Lists

  /// The lists with rows of their own that a list is.
  func leaves(of list: Int) -> [Int] {
    let members = graph.lists[list].members
    return members.isEmpty ? [list] : members.flatMap { leaves(of: $0.list) }
  }

  private mutating func touch(_ list: Int) {
    for leaf in leaves(of: list) {
      for touched in [leaf] + graph.schema.ancestors(of: leaf).flatMap({ leaves(of: $0) }) {
        var known = columns[touched] ?? [:]
        let standing = graph.lists[touched].standing
        for position in [standing.since, standing.until, standing.on].compactMap({ $0 }) where known[position] == nil {
          known[position] = Hints()
        }
        columns[touched] = known
      }
    }
  }

  private mutating func note(_ column: Int, of list: Int, _ hints: Hints) {
    let name = graph.schema.lists[list].columns[column].name
    for leaf in leaves(of: list) {
      guard let position = graph.schema.lists[leaf].columns.firstIndex(where: { $0.name == name }) else { continue }
      var known = columns[leaf, default: [:]][position] ?? Hints()
      known.values += hints.values
      known.usesYear = known.usesYear || hints.usesYear
      known.isAsked = true
      known.isReckoned = known.isReckoned || hints.isReckoned
      columns[leaf, default: [:]][position] = known
    }
  }

  /// List by list, the columns that a measure reads, and those by which measures before it change a list that it counts.
  static func relevantColumns(to position: Int, of measures: [Measure], _ graph: Graph) -> [Int: Set<Int>] {
    var reader = InventionReader(graph)
    reader.read(measures[position])
    let touched = Set(reader.columns.keys)
    for earlier in measures[..<position]
    where earlier.list != measures[position].list && !touched.isDisjoint(with: reader.leaves(of: earlier.list)) {
      reader.read(earlier)
    }
    return reader.columns.mapValues { Set($0.keys) }
  }
}
