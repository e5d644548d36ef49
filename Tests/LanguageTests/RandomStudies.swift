// swift-format-ignore-file: NeverForceUnwrap

@testable import Language
import Values

/// Random studies of every kind.
extension Statements {
  mutating func study() -> Study {
    switch Int.random(in: 0...7, using: &dice) {
    case 0:
      let scenarios = several(1...3) { $0.scenarioExpression() }
      let reference = isLucky() ? scenarioExpression() : nil
      let (metrics, keys) = (operands(), groups())
      return .compare(
        Comparison(
          scenarios: scenarios, reference: reference, metrics: metrics, keys: keys, isGroupedAfter: keys.count == 2,
          span: Self.nowhere))
    case 1:
      return .sweep(
        SweepSyntax(scenario: sweptScenario(), metrics: operands(), keys: groups(), span: Self.nowhere))
    case 2: return .reach(reach())
    case 3:
      return .decompose(
        DecompositionSyntax(
          goal: expression(), keys: operands(), measures: isLucky() ? scenarioExpression() : nil, order: order(),
          span: Self.nowhere))
    case 4:
      return .attribute(
        AttributionSyntax(scenario: scenarioExpression(), metrics: operands(), span: Self.nowhere))
    case 5: return .overlap(scenarioExpression(), span: Self.nowhere)
    case 6:
      let isBounded = isLucky()
      return .trend(
        TrendSyntax(
          metrics: operands(), first: isBounded ? expression() : nil, last: isBounded ? expression() : nil,
          period: period(), keys: groups(), span: Self.nowhere))
    default:
      return .classify(
        ClassificationSyntax(list: name(), classes: several(1...3) { $0.recordClass() }, span: Self.nowhere))
    }
  }

  mutating func duty() -> DutyDefinition {
    let due: DutyDefinition.Due
    switch Int.random(in: 0...2, using: &dice) {
    case 0: due = .day(expression())
    case 1: due = .within(expression(), event: text())
    default:
      let period = period()
      let day =
        period == .week || period == .month ? Int.random(in: 1...(period == .week ? 7 : 31), using: &dice) : nil
      let isBounded = isLucky()
      due = .every(
        period, day: isLucky() ? day : nil, first: isBounded ? expression() : nil,
        last: isBounded ? expression() : nil)
    }
    return DutyDefinition(
      name: name(), alias: alias(), owner: alias(), due: due, dueSpan: Self.nowhere, citation: alias())
  }

  mutating func why() -> WhySyntax {
    let subject: WhySyntax.Subject =
      isLucky() ? .entity(text()) : .examples(count: Int.random(in: 0...50, using: &dice), keys: groups())
    return WhySyntax(
      subject: subject, subjectSpan: Self.nowhere, scenario: scenarioExpression(), isBrief: isLucky())
  }

  private mutating func operands() -> [Expression] { several(1...3) { $0.expression() } }

  private mutating func groups() -> [Expression] { several(0...2) { $0.expression() } }

  private mutating func order() -> [SortKey] {
    several(0...2) { SortKey(expression: $0.expression(), isDescending: $0.isLucky()) }
  }

  private mutating func period() -> Period { Period.allCases.randomElement(using: &dice)! }

  private mutating func rate() -> Rate { Rate(amount: expression(), period: period()) }

  private mutating func amount() -> Expression {
    Expression(kind: .literal(.integer(Int64.random(in: 0...500, using: &dice))), span: Self.nowhere)
  }

  private mutating func sweptScenario() -> SweptScenario {
    let terms = several(0...3) { statements in
      SweptScenario.Term(
        name: statements.name(),
        arguments: statements.several(0...2) { inner in
          SweptScenario.Argument(label: inner.isLucky() ? inner.name() : nil, values: inner.sweptValues())
        })
    }
    return SweptScenario(terms: terms.filter { Keyword(form: $0.name.text) != .base }, span: Self.nowhere)
  }

  private mutating func sweptValues() -> SweptValues {
    switch Int.random(in: 0...2, using: &dice) {
    case 0: return .single(expression())
    case 1: return .range(from: expression(), to: expression(), step: isLucky() ? expression() : nil)
    default: return .list(several(2...4) { $0.expression() })
    }
  }

  private mutating func reach() -> ReachSyntax {
    let period = period()
    let costs: [ReachSyntax.Share<Expression>] =
      isLucky()
      ? [.init(scenario: nil, amount: amount())] : several(0...2) { .init(scenario: $0.name(), amount: $0.amount()) }
    let capacities: [ReachSyntax.Share<Rate>] =
      isLucky()
      ? [.init(scenario: nil, amount: Rate(amount: amount(), period: period))]
      : several(0...2) { .init(scenario: $0.name(), amount: Rate(amount: $0.amount(), period: period)) }
    return ReachSyntax(
      goal: expression(), deadline: isLucky() ? expression() : nil, measures: several(1...3) { $0.sweptScenario() },
      costs: costs, capacities: capacities, inflow: isLucky() ? rate() : nil, lag: isLucky() ? expression() : nil,
      growth: isLucky() ? rate() : nil, jurisdictions: several(0...2) { $0.selection() }, order: order(),
      span: Self.nowhere)
  }

  private mutating func recordClass() -> ClassificationSyntax.Class {
    let rule: ClassificationSyntax.Class.Rule
    switch Int.random(in: 0...2, using: &dice) {
    case 0: rule = .taken(by: scenarioExpression())
    case 1: rule = .condition(conditions())
    default: rule = .rest
    }
    return ClassificationSyntax.Class(label: text(), labelSpan: Self.nowhere, rule: rule)
  }
}
