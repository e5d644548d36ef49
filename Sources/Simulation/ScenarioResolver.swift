import Evaluation
import Language
import Values

/// A scope that also knows scenarios.
public protocol ScenarioScope: Scope {
  /// The scenario with a name or a second name.
  func scenario(named name: String) -> DefinedScenario?
  /// The names of scenarios, for suggestions.
  var scenarioNames: [String] { get }
}

/// Turns scenarios as written into measures in order, with names resolved and parameters bound.
public struct ScenarioResolver {
  private let scope: any ScenarioScope
  private let evaluator: Evaluator
  /// One for all conditions: a sweep resolves hundreds.
  private var checker: Checker
  private var open: [String] = []

  /// A resolver whose arguments are computed over a world, the base as a rule.
  public init(_ scope: any ScenarioScope, over world: World) {
    self.scope = scope
    checker = Checker(scope)
    evaluator = world.evaluator
  }

  /// The measures of joined scenarios.
  /// - Throws: `Diagnostic` where a name is unknown or a condition does not fit.
  public mutating func measures(of expression: ScenarioExpression) throws(Diagnostic) -> [Measure] {
    var measures: [Measure] = []
    for term in expression.terms { measures += try self.measures(of: term, values: [:]) }
    return measures
  }

  private mutating func measures(
    of term: ScenarioExpression.Term, values: [String: Value]
  ) throws(Diagnostic) -> [Measure] {
    guard let scenario = scope.scenario(named: term.name.text) else {
      throw Diagnostic(
        .statement, Phrase("`\(term.name.text)` is not a scenario", "“\(term.name.text)”不是情景"), at: term.name.span,
        notes: Nearness.notes(term.name.text, scope.scenarioNames))
    }
    let definition = scenario.definition
    guard !open.contains(definition.name.text) else {
      throw Diagnostic(
        .statement, Phrase("`\(term.name.text)` is made of itself", "“\(term.name.text)”的定义引用了自身"), at: term.name.span)
    }
    open.append(definition.name.text)
    defer { open.removeLast() }
    let parameters = try bind(definition, term, values)
    let bound = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value) })
    switch definition.body {
    case .sum(let expression):
      var measures: [Measure] = []
      for inner in expression.terms { measures += try self.measures(of: inner, values: bound) }
      return measures
    case .measures(let syntax):
      var measures: [Measure] = []
      for measure in syntax {
        measures.append(
          try resolve(measure, of: scenario, label: label(term, parameters), parameters: parameters, values: bound))
      }
      return measures
    }
  }

  /// The scenario's name, with the arguments that differ from their defaults.
  private func label(_ term: ScenarioExpression.Term, _ parameters: [Measure.Parameter]) -> String {
    let given = parameters.filter { !$0.isDefault }
    guard !given.isEmpty else { return term.name.text }
    let printer = ExpressionPrinter(tongue: .english)
    return "\(term.name.text)(\(given.map { "\($0.name): \(printer.literal($0.value))" }.joined(separator: ", ")))"
  }

  // MARK: Parameters

  private mutating func bind(
    _ definition: ScenarioDefinition, _ term: ScenarioExpression.Term, _ values: [String: Value]
  ) throws(Diagnostic) -> [Measure.Parameter] {
    var given: [String: Expression] = [:]
    for (position, argument) in term.arguments.enumerated() {
      guard let name = argument.label?.text ?? definition.parameters.dropFirst(position).first?.name.text,
        definition.parameters.contains(where: { $0.name.text == name })
      else {
        throw Diagnostic(
          .statement,
          Phrase(
            "`\(term.name.text)` has no parameter `\(argument.label?.text ?? String(argument.value.span.text))`",
            "“\(term.name.text)”没有参数“\(argument.label?.text ?? String(argument.value.span.text))”"),
          at: argument.label?.span ?? argument.value.span, notes: parameterNote(definition))
      }
      guard given[name] == nil else {
        throw Diagnostic(
          .statement, Phrase("`\(name)` is given twice", "参数“\(name)”给了两次"), at: argument.value.span)
      }
      given[name] = argument.value
    }
    var parameters: [Measure.Parameter] = []
    for parameter in definition.parameters {
      let name = parameter.name.text
      guard let expression = given[name] ?? parameter.fallback else {
        throw Diagnostic(
          .statement, Phrase("`\(term.name.text)` needs `\(name)`", "“\(term.name.text)”需要给出“\(name)”"),
          at: term.name.span,
          notes: [Phrase("write `\(term.name.text)(\(name): …)`", "请写 `\(term.name.text)(\(name): …)`")])
      }
      let value = try value(of: expression, values)
      let fallback = try parameter.fallback.map { expression throws(Diagnostic) in try self.value(of: expression, [:]) }
      if let fallback, let type = fallback.type, let found = value.type, type != found,
        !(type.isNumeric && found.isNumeric && type != .money && found != .money)
      {
        throw Diagnostic(
          .statement,
          Phrase(
            "`\(name)` is \(type.name.english), this is \(found.name.english)",
            "“\(name)”应为\(type.name.chinese)，却是\(found.name.chinese)"), at: expression.span)
      }
      parameters.append(Measure.Parameter(name: name, value: value, isDefault: value == fallback))
    }
    return parameters
  }

  private func parameterNote(_ definition: ScenarioDefinition) -> [Phrase] {
    let names = definition.parameters.map { "`\($0.name.text)`" }
    guard !names.isEmpty else { return [Phrase("it takes none", "该情景没有参数")] }
    return [Phrase("it takes \(names.joined(separator: ", "))", "可用参数：\(names.joined(separator: "、"))")]
  }

  private mutating func value(of expression: Expression, _ values: [String: Value]) throws(Diagnostic) -> Value {
    // Most arguments are written out, and a sweep has many.
    if case .literal(let value) = expression.kind { return value }
    let typed = try checker.check(expression.binding(values), in: .whole)
    do {
      return try evaluator.value(of: typed).headline
    } catch let failure as Failure {
      throw failure.diagnostics[0]
    } catch {
      throw Diagnostic(.statement, .same("\(error)"), at: expression.span)
    }
  }

  // MARK: Measures

  private mutating func resolve(
    _ syntax: MeasureSyntax, of scenario: DefinedScenario, label: String, parameters: [Measure.Parameter],
    values: [String: Value]
  ) throws(Diagnostic) -> Measure {
    guard let list = scope.schema.list(named: syntax.list.text) else { throw checker.notAList(syntax.list) }
    if list == scope.schema.registry { try refuseRegistry(syntax) }
    if syntax.action == .strike, list != scope.schema.registry, scope.schema.lists[list].parent == nil {
      throw Diagnostic(
        .statement, Phrase("`\(syntax.list.text)` belongs to no entity", "“\(syntax.list.text)”不隶属于任何主体"),
        at: syntax.list.span)
    }
    var conditions: [ConditionPart] = []
    for part in syntax.condition?.binding(values).conjuncts ?? [] where part.kind != .literal(.flag(true)) {
      conditions.append(try self.part(part, list))
    }
    var exceptions: [Measure.Exception] = []
    for exception in syntax.exceptions {
      exceptions.append(
        .init(
          condition: try part(exception.condition.binding(values), list), citation: exception.citation))
    }
    var assignments: [Measure.Assignment] = []
    for assignment in syntax.assignments {
      let next = try self.assignment(assignment, values, list)
      guard !assignments.contains(where: { $0.column == next.column }) else {
        throw Diagnostic(
          .statement, Phrase("`\(assignment.column.text)` is set twice", "“\(assignment.column.text)”设置了两次"),
          at: assignment.column.span)
      }
      assignments.append(next)
    }
    return Measure(
      action: syntax.action, isProspective: syntax.isProspective, list: list, assignments: assignments,
      conditions: conditions, exceptions: exceptions, citation: syntax.citation, clause: scenario.clause,
      scenario: label, parameters: parameters)
  }

  /// Entities come into the registry and leave it otherwise than records do a list.
  private func refuseRegistry(_ syntax: MeasureSyntax) throws(Diagnostic) {
    switch syntax.action {
    case .strike, .update: return
    case .exit, .exempt, .repair:
      throw Diagnostic(
        .statement, Phrase("the registry is no list to leave", "登记库不是可退出的名单"), at: syntax.list.span,
        notes: [Phrase("to take entities out of the population, use `strike`", "要从总体中剔除主体，请用 `核减`")])
    case .admit:
      throw Diagnostic(
        .statement, Phrase("the registry is no list to come onto", "登记库不是可列入的名单"), at: syntax.list.span,
        notes: [
          Phrase(
            "`admit` lets records of a list stand that don't on the day", "`新增` 使名单中当日不在册的记录在册")
        ])
    }
  }

  private mutating func assignment(
    _ syntax: MeasureSyntax.Assignment, _ values: [String: Value], _ list: Int
  ) throws(Diagnostic) -> Measure.Assignment {
    let expression = syntax.value.binding(values)
    let (column, value) = try checker.assignment(of: expression, to: syntax.column, in: list)
    let schema = scope.schema.lists[list].columns[column]
    let text = Naming(schema: scope.schema, list: list).text(of: expression)
    return Measure.Assignment(
      column: column, value: value,
      text: Phrase("\(schema.name) = \(text.english)", "\(schema.heading) = \(text.chinese)"))
  }

  private mutating func part(_ expression: Expression, _ list: Int) throws(Diagnostic) -> ConditionPart {
    ConditionPart(
      expression, typed: try checker.condition(expression, in: .row(of: list)),
      naming: Naming(schema: scope.schema, list: list))
  }
}
