import Evaluation
import Language
import Presentation
import Simulation
import Tables
import Values

/// Carries out studies: resolves the names of what was written and asks the simulation.
struct StudyRunner {
  let state: State

  var scope: StatementScope { StatementScope(state: state) }

  func answer(_ study: Study) throws -> Answer {
    switch study {
    case .compare(let comparison): return try compare(comparison)
    case .sweep(let sweep): return try self.sweep(sweep)
    case .reach(let reach): return try self.reach(reach)
    case .decompose(let decomposition): return try decompose(decomposition)
    case .attribute(let attribution): return try attribute(attribution)
    case .overlap(let scenario, _): return try overlap(scenario)
    case .trend(let trend): return try self.trend(trend)
    case .classify(let classification): return try classify(classification)
    }
  }

  // MARK: What studies have in common

  /// A metric, or an expression as one, with the name that results show.
  func metric(_ expression: Expression) throws -> NamedMetric {
    let printer = ExpressionPrinter(tongue: .english, naming: state.naming())
    let metric: State.DefinedMetric? =
      if case .name(let name) = expression.kind { state.metrics.named(name.text) } else { nil }
    let name = metric?.name ?? printer.text(of: expression)
    let chinese = ExpressionPrinter(tongue: .chinese, naming: state.naming()).text(of: expression)
    let typed = try scope.check(expression)
    guard typed.type?.isNumeric ?? true else {
      throw Diagnostic(
        .statement,
        Phrase(
          "expected a metric, which is a number; this is \(typed.type?.name.english ?? "")",
          "此处应为指标（数），却是\(typed.type?.name.chinese ?? "")"), at: expression.span)
    }
    return NamedMetric(name: name, heading: Phrase(name, chinese), expression: typed)
  }

  /// A property of entities to group by.
  func entityKey(_ expression: Expression) throws -> EntityKey {
    guard let registry = state.schema.registry else {
      throw Checker(scope).notAList(Name(text: Keyword.registry.rawValue, span: expression.span))
    }
    var checker = Checker(scope)
    let typed = try checker.check(expression, in: .row(of: registry))
    let name = ExpressionPrinter(tongue: .english, naming: state.naming(over: registry)).text(of: expression)
    return EntityKey(
      name: name, heading: Headings.phrase(for: typed, named: name, in: state.schema, list: registry),
      expression: typed)
  }

  /// A target by its name, or a comparison of a metric with a bound.
  /// - Parameters:
  ///   - expression: The name or the comparison.
  ///   - deadline: A day that goes before the target's own.
  /// - Returns: The metric with its bound.
  /// - Throws: `Diagnostic` where it is neither.
  func goal(_ expression: Expression, by deadline: Expression?) throws -> Goal {
    if case .name(let name) = expression.kind, let target = state.targets.named(name.text) {
      let definition = target.definition
      return try goal(
        definition.condition, by: deadline ?? definition.deadline,
        name: Phrase(definition.name.text, definition.alias ?? definition.name.text),
        source: definition.citation ?? target.clause?.path)
    }
    return try goal(expression, by: deadline, name: nil, source: nil)
  }

  private func goal(
    _ expression: Expression, by deadline: Expression?, name: Phrase?, source: String?
  ) throws -> Goal {
    guard case .binary(let sign, let left, let right) = expression.kind, sign.isOrder else {
      throw Diagnostic(
        .statement, Phrase("expected a target, or a metric and its bound", "此处应为目标，或指标及其界限"), at: expression.span,
        notes: Nearness.notes(String(expression.span.text), state.targets.names)
          + [Phrase("as in `reach serious_ratio < 1% with …`", "如 `达标 严重失信占比 < 1% 用 …`")])
    }
    let metric = try metric(left)
    let bound = try scope.check(right)
    guard let type = metric.expression.type, type.isNumeric, let found = bound.type,
      Checker.areComparable(type, found)
    else {
      throw Diagnostic(
        .statement,
        Phrase("expected a number that `\(metric.name)` can be compared with", "此处应为可与“\(metric.heading.chinese)”比较的数"),
        at: right.span)
    }
    let text = Phrase(
      ExpressionPrinter(tongue: .english, naming: state.naming()).text(of: expression),
      ExpressionPrinter(tongue: .chinese, naming: state.naming()).text(of: expression))
    var day: CalendarDate?
    if let deadline, case .date(let date) = try scope.value(of: deadline, expecting: .date) { day = date }
    return Goal(
      name: name ?? text, metric: metric, comparison: sign,
      bound: try state.base.evaluator.value(of: bound).headline, deadline: day, source: source)
  }
}

extension BinaryOperator {
  /// Whether it says that one side is less or greater than the other.
  fileprivate var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

extension ScenarioExpression {
  /// The scenarios as results name them.
  var label: String {
    let printer = ExpressionPrinter(tongue: .english)
    return terms.map { term in
      guard !term.arguments.isEmpty else { return term.name.text }
      let arguments = term.arguments.map { argument in
        (argument.label.map { "\($0.text): " } ?? "") + printer.text(of: argument.value)
      }
      return "\(term.name.text)(\(arguments.joined(separator: ", ")))"
    }.joined(separator: " + ")
  }
}
