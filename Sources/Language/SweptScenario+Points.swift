import Values

extension SweptScenario {
  /// A parameter that takes several values: where it stands among the terms and their arguments.
  public struct Position: Sendable, Hashable {
    /// The term: a position in `terms`.
    public let term: Int
    /// The argument: a position in the term's arguments.
    public let argument: Int
  }

  /// The parameters that take several values, in the written order.
  public var sweptPositions: [Position] {
    terms.enumerated().flatMap { term, scenario in
      scenario.arguments.enumerated().compactMap { argument, given in
        if case .single = given.values { nil } else { Position(term: term, argument: argument) }
      }
    }
  }

  /// The arguments that take several values, in the order of the text.
  public var sweptArguments: [(scenario: Name, argument: Argument)] {
    terms.flatMap { term in
      term.arguments.filter { if case .single = $0.values { false } else { true } }.map { (term.name, $0) }
    }
  }

  /// The scenarios with one value for each of the parameters that take several.
  /// - Parameter values: A value for each of `sweptPositions`, in their order.
  /// - Returns: Scenarios that can be run; their spans are those of what was written.
  public func fixed(at values: [Value]) -> ScenarioExpression {
    var remaining = values.makeIterator()
    let fixed = terms.map { term in
      ScenarioExpression.Term(
        name: term.name,
        arguments: term.arguments.map { argument in
          let value: Expression
          switch argument.values {
          case .single(let expression): value = expression
          case .range(let first, let last, _):
            value = Expression(kind: .literal(remaining.next() ?? .unknown), span: first.span.union(last.span))
          case .list(let expressions):
            let spans = expressions.map(\.span)
            let span = spans.dropFirst().reduce(spans.first ?? term.name.span) { $0.union($1) }
            value = Expression(kind: .literal(remaining.next() ?? .unknown), span: span)
          }
          return Language.Argument(label: argument.label, value: value)
        })
    }
    return ScenarioExpression(terms: fixed, span: span)
  }
}
