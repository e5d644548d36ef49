import Values

extension SweptScenario {
  /// The arguments that take several values, in the order of the text.
  public var sweptArguments: [(scenario: Name, argument: Argument)] {
    terms.flatMap { term in
      term.arguments.filter { if case .single = $0.values { false } else { true } }.map { (term.name, $0) }
    }
  }

  /// The scenarios with one value in the place of all that a swept parameter takes.
  public func choosing(_ value: Value) -> ScenarioExpression {
    let terms = terms.map { term in
      let arguments = term.arguments.map { argument -> Language.Argument in
        if case .single(let expression) = argument.values {
          return Language.Argument(label: argument.label, value: expression)
        }
        return Language.Argument(label: argument.label, value: Expression(kind: .literal(value), span: span))
      }
      return ScenarioExpression.Term(name: term.name, arguments: arguments)
    }
    return ScenarioExpression(terms: terms, span: span)
  }
}
