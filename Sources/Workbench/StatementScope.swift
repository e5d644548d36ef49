import Language
import Simulation
import Values

/// The names around a statement: a state's, with its day.
///
/// `State.asof` is what was asked for and may be missing; a scope's is the day that the base world has.
struct StatementScope: ScenarioScope {
  let state: State

  var schema: Schema { state.schema }
  var asof: CalendarDate { state.base.asof }
  var definedNames: [String] { state.definedNames }
  var scenarioNames: [String] { state.scenarioNames }
  func definition(named name: String) -> Definition? { state.definition(named: name) }
  func scenario(named name: String) -> DefinedScenario? { state.scenarios.named(name) }
  func values(ofList list: Int, column: Int) -> [String] { state.values(ofList: list, column: column) }

  /// The base world, in which scenarios can be asked about too.
  var world: World {
    state.base.answering { [self] scenarios in
      try ScenarioRun(measures(of: scenarios), over: state.base).world.frame
    }
  }

  /// A value computed once.
  func check(_ expression: Expression) throws(Diagnostic) -> TypedExpression {
    var checker = Checker(self)
    return try checker.check(expression, in: .whole)
  }

  /// The headline of a value that a statement names, of a type where it needs one.
  func value(of expression: Expression, expecting type: ValueType? = nil) throws -> Value {
    let typed = try check(expression)
    if let type, typed.type != type {
      throw Diagnostic(
        .statement,
        Phrase(
          "expected \(type.name.english), found \(typed.type?.name.english ?? "unknown")",
          "此处应为\(type.name.chinese)，却是\(typed.type?.name.chinese ?? "不详")"), at: expression.span)
    }
    return try state.base.evaluator.value(of: typed).headline
  }

  /// The measures of joined scenarios.
  func measures(of expression: ScenarioExpression) throws(Diagnostic) -> [Measure] {
    var resolver = scenarioResolver
    return try resolver.measures(of: expression)
  }

  /// What turns joined scenarios into measures, for many of them.
  var scenarioResolver: ScenarioResolver { ScenarioResolver(self, over: state.base) }
}
