import Language
import Simulation
import Tables
import Values

/// What an expression at the cursor is about: the whole world, a list's rows, groups of them, or a computed table.
struct CompletionPlace {
  /// What an expression is about.
  enum Subject {
    case whole
    case row(of: Int)
    case group(of: Int)
    case table(TableFlow, isGrouping: Bool)
  }

  private(set) var subject = Subject.whole
  /// The rows on their way through a question's stages, where the expression is about them.
  private(set) var flow: RowFlow?
  /// Whether the rows are those of a stage's groups, inside an aggregate.
  private(set) var isOverGroups = false
  /// What the expression is compared with.
  private(set) var comparand: Expression?
  /// Which types of columns are of use here; nil for all.
  private(set) var isWanted: ((ValueType) -> Bool)?
  /// What stands directly around the expression.
  let innermost: Expectation.Surrounding?
  /// The list whose rows the question began with, if it began with a list's.
  private(set) var source: Int?
  private let schema: Schema

  /// The place that some surroundings make, over the lists without their rows: what flows through a question's stages
  /// is asked of those.
  init(_ surroundings: [Expectation.Surrounding], in empty: State) {
    schema = empty.schema
    innermost = surroundings.last
    for surrounding in surroundings {
      if case .member = surrounding {} else { (isWanted, comparand) = (nil, nil) }
      switch surrounding {
      case .stage(let source, let stages, let isOverGroups): enter(source, stages, isOverGroups, in: empty)
      case .rows(let rows): enterRows(of: rows)
      case .list(let name): if let list = schema.list(named: name.text) { subject = .row(of: list) }
      case .keys: if let registry = schema.registry { subject = .row(of: registry) }
      case .argument(let name, let receiver, let position):
        enterArgument(of: name, receiver: receiver)
        isWanted = Keyword(form: name.text)?.wantedType(at: position)
      case .comparison(let left): comparand = left
      case .source, .member, .operand, .scenario, .label, .goal, .setting: break
      }
    }
  }

  /// The list of the row at hand, if there is one.
  var row: Int? { if case .row(let list) = subject { list } else { nil } }

  /// Whether the expression is about no rows.
  var isWhole: Bool { if case .whole = subject { true } else { false } }

  private mutating func enter(
    _ source: Pipeline.Source, _ stages: [Stage], _ isOverGroups: Bool, in empty: State
  ) {
    if case .expression(let expression) = source { self.source = list(of: expression) }
    let runner = PipelineRunner(state: empty, rowLimit: 0)
    switch try? runner.flow(from: source, through: stages) {
    case .rows(let rows)?:
      flow = rows
      subject = isOverGroups ? .group(of: rows.list) : .row(of: rows.list)
    case .table(let table)?: subject = .table(table, isGrouping: isOverGroups)
    case .answer?, nil: break
    }
  }

  private mutating func enterRows(of expression: Expression) {
    if let list = list(of: expression) {
      subject = .row(of: list)
      flow = nil
    } else {
      enterGroup()
    }
  }

  /// The rows of a group, which its aggregates are about.
  private mutating func enterGroup() {
    if case .group(let list) = subject {
      subject = .row(of: list)
      isOverGroups = true
    }
    if case .table(let table, _) = subject { subject = .table(table, isGrouping: false) }
  }

  private mutating func enterArgument(of name: Name, receiver: Expression?) {
    if let receiver, let owner = owner(receiver) {
      subject = .row(of: owner)
      flow = nil
    }
    guard let keyword = Keyword(form: name.text), keyword.isAggregate else { return }
    enterGroup()
  }

  /// The type of an expression here; nil where it has none or can't be told.
  func type(of expression: Expression, in state: State) -> ValueType? {
    let scope = StatementScope(state: state)
    switch subject {
    case .whole:
      var checker = Checker(scope)
      return (try? checker.check(expression, in: .whole))?.type
    case .row(let list):
      var checker = Checker(scope)
      return (try? checker.check(flow?.unfolded(expression) ?? expression, in: .row(of: list)))?.type
    case .group(let list):
      var checker = Checker(scope)
      return (try? checker.check(flow?.unfolded(expression) ?? expression, in: .group(of: list)))?.type
    case .table(let table, _):
      var checker = Checker(table.viewScope)
      return (try? checker.check(table.named(expression), in: .row(of: 0)))?.type
    }
  }

  /// The list whose rows an expression names.
  func list(of expression: Expression) -> Int? {
    switch expression.kind {
    case .name(let name):
      if Keyword(form: name.text) == .entities { return schema.registry }
      return schema.list(named: name.text)
    case .member(let receiver, _): return list(of: receiver)
    case .all(let inner), .selection(let inner, _): return list(of: inner)
    default: return nil
    }
  }

  /// The list whose row stands before a dot.
  func owner(_ receiver: Expression) -> Int? {
    guard case .name(let name) = receiver.kind else { return nil }
    return Keyword(form: name.text) == .entity ? schema.registry : schema.list(named: name.text)
  }
}

extension Keyword {
  /// Which types a function takes; nil where it takes all or none.
  fileprivate func wantedType(at position: Int) -> ((ValueType) -> Bool)? {
    switch self {
    case .sum, .mean, .median, .quantile, .round, .abs: { $0.isNumeric }
    case .mod: { $0 == .integer }
    case .min, .max: { $0.isNumeric || $0 == .date || $0 == .month }
    case .year, .month, .day, .workingDays, .monthsBetween: { $0 == .date || $0 == .month }
    case .deadline: position == 0 ? { $0 == .date } : { $0 == .duration }
    case .contains, .starts, .matches: { $0.isText }
    default: nil
    }
  }

  /// Whether the word is a function of many records.
  var isAggregate: Bool { AggregateFunction(rawValue: rawValue) != nil || self == .share }
}
