import Values

extension StatementPrinter {
  func study(_ study: Study) -> Piece {
    switch study {
    case .compare(let comparison): return compare(comparison)
    case .sweep(let sweep):
      return piece(
        "\(word(.sweep)) \(scenario(sweep.scenario))", at: sweep.span,
        [operands(.on, sweep.metrics), operands(.by, sweep.keys)])
    case .reach(let reach): return self.reach(reach)
    case .decompose(let decomposition):
      let measures = decomposition.measures.map { clause(.with, [scenario($0)], at: $0.span) }
      var clauses = [operands(.by, decomposition.keys), measures].compactMap { $0 }
      // `sort` begins no line at the prompt.
      if let order = order(decomposition.order), let last = clauses.indices.last {
        clauses[last].text += " \(order.text)"
      }
      return piece("\(word(.decompose)) \(plain(decomposition.goal))", at: decomposition.span, clauses)
    case .attribute(let attribution):
      return piece(
        "\(word(.attribute)) \(scenario(attribution.scenario))", at: attribution.span,
        [operands(.on, attribution.metrics)])
    case .overlap(let scenario, let span):
      return piece("\(word(.overlap)) \(self.scenario(scenario))", at: span, [])
    case .trend(let trend): return self.trend(trend)
    case .classify(let classification): return classify(classification)
    }
  }

  private func piece(_ text: String, at span: SourceSpan, _ clauses: [Piece?]) -> Piece {
    Piece(text: text, range: span.range, continuations: clauses.compactMap { $0 })
  }

  private func clause(_ keyword: Keyword, _ list: [String], at start: SourceSpan?) -> Piece {
    Piece(text: "\(word(keyword)) \(list.joined(separator: ", "))", range: start?.range)
  }

  private func operands(_ keyword: Keyword, _ list: [Expression]) -> Piece? {
    list.isEmpty ? nil : clause(keyword, list.map(operand), at: list.first?.span)
  }

  private func order(_ keys: [SortKey]) -> Piece? {
    keys.isEmpty ? nil : clause(.sort, keys.map(sortKey), at: keys.first?.expression.span)
  }

  private func compare(_ comparison: Comparison) -> Piece {
    let scenarios = comparison.scenarios.map { scenario($0) }.joined(separator: ", ")
    var groups = operands(.by, comparison.keys)
    if comparison.isGroupedAfter { groups?.text += " \(word(.after))" }
    return piece(
      "\(word(.compare)) \(scenarios)", at: comparison.span,
      [
        comparison.reference.map { clause(.against, [scenario($0)], at: $0.span) },
        operands(.on, comparison.metrics), groups,
      ])
  }

  private func trend(_ trend: TrendSyntax) -> Piece {
    var text = "\(word(.trend)) \(trend.metrics.map(operand).joined(separator: ", "))"
    if let first = trend.first, let last = trend.last {
      let joint = tongue == .chinese ? "至" : word(.and)
      text += " \(word(.between)) \(operand(first)) \(joint) \(operand(last))"
    }
    let keys = [trend.period.words.text(in: tongue)] + trend.keys.map(operand)
    return piece(text, at: trend.span, [clause(.by, keys, at: nil)])
  }

  private func classify(_ classification: ClassificationSyntax) -> Piece {
    let classes = classification.classes.map { item in
      let rule: String
      switch item.rule {
      case .taken(let scenario): rule = " \(word(.with)) \(self.scenario(scenario))"
      case .condition(let condition): rule = " \(self.condition) \(plain(condition))"
      case .rest: rule = ""
      }
      return quoted(item.label) + rule
    }
    return piece(
      "\(word(.classify)) \(name(classification.list)) \(classes.joined(separator: ", "))", at: classification.span, [])
  }

  // MARK: Targets

  private func reach(_ reach: ReachSyntax) -> Piece {
    var head = "\(word(.reach)) \(plain(reach.goal))"
    if let deadline = reach.deadline {
      head += " \(tongue == .chinese ? word(.asof) : word(.by)) \(operand(deadline))"
    }
    /// After a comma a clause's word would begin the clause.
    func item(_ text: String) -> String { StatementPrinter.text(text, notBeginningWith: Parser.clauses) }
    let clauses: [Piece?] = [
      clause(.with, reach.measures.map { item(scenario($0)) }, at: reach.measures.first?.span),
      shares(.cost, reach.costs.map { ($0.scenario, operand($0.amount)) }),
      shares(.capacity, reach.capacities.map { ($0.scenario, rate($0.amount)) }),
      reach.inflow.map { clause(.inflow, [rate($0)], at: $0.amount.span) },
      reach.lag.map { clause(.lag, [operand($0)], at: $0.span) },
      reach.growth.map { clause(.growth, [rate($0)], at: $0.amount.span) },
      reach.jurisdictions.isEmpty
        ? nil
        : clause(
          .jurisdiction, reach.jurisdictions.map { item(expressions.text(of: $0)) }, at: reach.jurisdictions.first?.span
        ),
      reach.order.isEmpty
        ? nil : clause(.sort, reach.order.map { item(sortKey($0)) }, at: reach.order.first?.expression.span),
    ]
    // Only `with` begins a line at the prompt; the rest follows it.
    let written = clauses.compactMap { $0 }
    guard var with = written.first else { return piece(head, at: reach.span, []) }
    with.text = written.map(\.text).joined(separator: " ")
    return piece(head, at: reach.span, [with])
  }

  private func shares(_ keyword: Keyword, _ shares: [(scenario: Name?, amount: String)]) -> Piece? {
    guard !shares.isEmpty else { return nil }
    let list = shares.map { share in
      let name = share.scenario.map { StatementPrinter.text(self.name($0), notBeginningWith: Parser.clauses) }
      return [name, share.amount].compactMap { $0 }.joined(separator: " ")
    }
    return clause(keyword, list, at: nil)
  }

  private func rate(_ rate: Rate) -> String {
    let period = rate.period.words.text(in: tongue)
    return tongue == .chinese ? "\(operand(rate.amount)) 每\(period)" : "\(operand(rate.amount)) \(word(.per)) \(period)"
  }

  /// Joined scenarios with the values that their parameters take; the base where there is none.
  private func scenario(_ swept: SweptScenario) -> String {
    guard !swept.terms.isEmpty else { return word(.base) }
    return swept.terms.map { term in
      let arguments = term.arguments.map { argument in
        (argument.label.map { "\(name($0)): " } ?? "") + values(argument.values)
      }
      return name(term.name) + (arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))")
    }.joined(separator: " + ")
  }

  private func values(_ values: SweptValues) -> String {
    switch values {
    case .single(let value): return plain(value)
    case .list(let list): return "(\(list.map(plain).joined(separator: ", ")))"
    case .range(let first, let last, let step):
      let steps = step.map { " \(word(.step)) \(operand($0))" } ?? ""
      return "\(operand(first))..\(operand(last))\(steps)"
    }
  }

  // MARK: Why

  func why(_ question: WhySyntax) -> String {
    var words: [String]
    switch question.subject {
    case .entity(let subject): words = [word(.why), quoted(subject), world, scenario(question.scenario)]
    case .examples(let count, let keys):
      words = [word(.why), String(count), tongue == .chinese ? "例" : word(.of), scenario(question.scenario)]
      if !keys.isEmpty { words += [word(.by), keys.map(operand).joined(separator: ", ")] }
    }
    if question.isBrief { words.append(word(.brief)) }
    return words.joined(separator: " ")
  }
}
