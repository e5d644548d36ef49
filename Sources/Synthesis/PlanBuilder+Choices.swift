import Language
import Values

// Choices, conditions and templates, bound.
extension PlanBuilder {
  /// What names mean: within a list's records, above them (where it is decided how many there are), or in a word list.
  enum Place {
    case list(Int)
    case above(Int)
    case words(Name)
  }

  /// The lists whose columns can be spoken of, from the registry down.
  private func chain(_ place: Place) -> [Int] {
    switch place {
    case .list(let list): plan.lists[list].chain
    case .above(let list): plan.lists[list].chain.count == 1 ? [] : plan.lists[list].chain.dropLast()
    case .words: []
    }
  }

  mutating func share(_ share: Shape.Share, in place: Place) throws(Diagnostic) -> Int {
    switch share {
    case .fixed(let share): plan.shares.append(.fixed(share))
    case .conditional(let condition, let then, let other):
      let condition = try self.condition(condition, in: place)
      let then = try self.share(then, in: place)
      plan.shares.append(.conditional(condition: condition, then: then, else: try self.share(other, in: place)))
    }
    return plan.shares.count - 1
  }

  private mutating func condition(_ condition: Shape.Condition, in place: Place) throws(Diagnostic) -> Int {
    let node: ConditionNode
    switch condition {
    case .not(let condition): node = .not(try self.condition(condition, in: place))
    case .and(let left, let right):
      node = .and(try self.condition(left, in: place), try self.condition(right, in: place))
    case .or(let left, let right):
      node = .or(try self.condition(left, in: place), try self.condition(right, in: place))
    case .listed(let name):
      guard let list = listNumbers[name.text], list < plan.lists.count, plan.lists[list].chain.count == 2 else {
        throw Diagnostic(
          .statement,
          Phrase("no list of entities above this one is called `\(name.text)`", "此前没有名为“\(name.text)”的主体名单"),
          at: name.span, notes: Nearness.notes(name.text, plan.lists.map(\.name)))
      }
      node = .listed(list)
    case .known(let reference):
      let slot = try self.slot(reference, in: place)
      node = mark(
        slot, place,
        alternatives(slot, place).map { number in
          if case .blank = plan.alternatives[number].kind { false } else { true }
        })
    case .among(let reference, let texts):
      let slot = try self.slot(reference, in: place)
      let written = Set(plan.alternatives[alternatives(slot, place)].compactMap(text))
      for (text, span) in texts where !written.contains(text) {
        throw noValue(text, of: reference, at: span, written)
      }
      node = mark(
        slot, place,
        alternatives(slot, place).map { number in
          text(plan.alternatives[number]).map { written in texts.contains { $0.text == written } } ?? false
        })
    }
    plan.conditions.append(node)
    return plan.conditions.count - 1
  }

  /// A condition that holds for some of a slot's alternatives.
  private mutating func mark(_ slot: SlotPlace, _ place: Place, _ holds: [Bool]) -> ConditionNode {
    let offset = plan.marks.count - alternatives(slot, place).lowerBound
    plan.marks += holds
    return .among(slot, offset: offset)
  }

  private func noValue(
    _ text: String, of reference: Shape.Reference, at span: SourceSpan, _ written: Set<String>
  ) -> Diagnostic {
    Diagnostic(
      .statement,
      Phrase(
        "the shape gives `\(reference.column.text)` no value \"\(text)\"", "形状中“\(reference.column.text)”没有取值“\(text)”"),
      at: span, notes: Nearness.notes(text, written))
  }

  private func alternatives(_ slot: SlotPlace, _ place: Place) -> Range<Int> {
    plan.lists[chain(place)[slot.level]].slots[slot.slot].choice.alternatives
  }

  /// The text of an alternative that is always written the same.
  private func text(_ alternative: AlternativePlan) -> String? {
    switch alternative.kind {
    case .template(let first, let end):
      guard end - first <= 1 else { return nil }
      guard first < end else { return "" }
      if case .literal(let number) = plan.parts[first] { return plan.literals.text(number) }
      return nil
    case .integers(let low, let count, _) where count == 1: return String(low)
    default: return nil
    }
  }

  func slot(_ reference: Shape.Reference, in place: Place) throws(Diagnostic) -> SlotPlace {
    let chain = chain(place)
    var level = chain.count - 1
    if let list = reference.list {
      let found =
        list.text == "entity" ? (chain.isEmpty ? nil : 0) : chain.firstIndex { listNumbers[list.text] == $0 }
      guard let found else {
        throw Diagnostic(
          .statement,
          Phrase("these records do not belong to a list `\(list.text)`", "这些记录不隶属于名单“\(list.text)”"), at: list.span,
          notes: Nearness.notes(list.text, chain.map { plan.lists[$0].name } + ["entity"]))
      }
      level = found
    }
    let slots = level >= 0 ? plan.lists[chain[level]].slots : []
    guard let slot = slots.firstIndex(where: { $0.name == reference.column.text }) else {
      throw Diagnostic(
        .statement,
        Phrase("nothing above is called `\(reference.column.text)`", "此前没有名为“\(reference.column.text)”的内容"),
        at: reference.column.span, notes: Nearness.notes(reference.column.text, slots.map(\.name)))
    }
    return SlotPlace(level: level, slot: slot)
  }

  // MARK: Choices

  mutating func choice(_ choice: Shape.Choice, in place: Place) throws(Diagnostic) -> ChoicePlan {
    let first = plan.alternatives.count
    let root = try add(choice, in: place)
    return ChoicePlan(root: root, alternatives: first..<plan.alternatives.count)
  }

  private mutating func add(_ choice: Shape.Choice, in place: Place) throws(Diagnostic) -> Int {
    let node: ChoiceNode
    switch choice {
    case .alternatives(let alternatives):
      let first = plan.alternatives.count
      for alternative in alternatives { plan.alternatives.append(try self.alternative(alternative, in: place)) }
      plan.limits += try limits(alternatives)
      node = .pick(first: first, end: plan.alternatives.count)
    case .conditional(let condition, let then, let other):
      let condition = try self.condition(condition, in: place)
      let then = try add(then, in: place)
      node = .branch(condition: condition, then: then, else: try add(other, in: place))
    case .lookup(let reference, let cases):
      let slot = try self.slot(reference, in: place)
      let range = alternatives(slot, place)
      let written = plan.alternatives[range].map(text)
      var targets = [Int](repeating: -1, count: range.count)
      for (key, choice) in cases {
        guard written.contains(key) else {
          throw noValue(key, of: reference, at: reference.span, Set(written.compactMap { $0 }))
        }
        let target = try add(choice, in: place)
        for index in written.indices where written[index] == key { targets[index] = target }
      }
      node = .lookup(slot, offset: plan.targets.count - range.lowerBound)
      plan.targets += targets
    }
    plan.nodes.append(node)
    return plan.nodes.count - 1
  }

  /// Where each alternative ends, in parts of 2³²: those with a share of their own take it, the others split the rest.
  private func limits(_ alternatives: [Shape.Alternative]) throws(Diagnostic) -> [UInt64] {
    var (shares, weights): (UInt64, UInt64) = (0, 0)
    for alternative in alternatives {
      switch alternative.weight {
      case .share(let share): shares += share
      case .relative(let weight): weights += weight
      }
    }
    let whole = ShapeParser.whole
    // Shares are cut to whole parts: a few parts too few are the cutting's.
    let isShort = weights == 0 && shares + UInt64(alternatives.count) < whole
    guard shares <= whole, !isShort || alternatives.isEmpty else {
      let percent = Int((shares * 1000 + whole / 2) / whole)
      let (before, after) = (percent / 10, percent % 10)
      throw Diagnostic(
        .statement,
        Phrase("these shares add up to \(before).\(after)%, not 100%", "这些占比合计 \(before).\(after)%，不是 100%"),
        at: alternatives[0].span.union(alternatives[alternatives.count - 1].span))
    }
    var (end, split): (UInt64, UInt64) = (0, 0)
    let rest = whole - shares
    var limits: [UInt64] = []
    for alternative in alternatives {
      switch alternative.weight {
      case .share(let share): end += share
      case .relative(let weight):
        let before = UInt64((UInt128(rest) * UInt128(split)) / UInt128(max(weights, 1)))
        split += weight
        end += UInt64((UInt128(rest) * UInt128(split)) / UInt128(max(weights, 1))) - before
      }
      limits.append(end)
    }
    if !limits.isEmpty { limits[limits.count - 1] = whole }
    return limits
  }

  private mutating func alternative(
    _ alternative: Shape.Alternative, in place: Place
  ) throws(Diagnostic) -> AlternativePlan {
    switch alternative.kind {
    case .blank: return AlternativePlan(kind: .blank)
    case .template(let text):
      let parts = try parts(text, alternative.span, in: place)
      let first = plan.parts.count
      plan.parts += parts
      return AlternativePlan(
        kind: .template(first: first, end: plan.parts.count), needsQuotes: parts.contains(where: needsQuotes))
    case .integers(let range, let step):
      let count = UInt64((range.upperBound - range.lowerBound) / step) + 1
      return AlternativePlan(kind: .integers(low: range.lowerBound, count: count, step: step))
    case .amounts(let range, let step):
      let count = UInt64((range.upperBound - range.lowerBound) / step) + 1
      return AlternativePlan(kind: .amounts(low: range.lowerBound, count: count, step: step))
    case .days(let range):
      return AlternativePlan(
        kind: .days(low: range.lowerBound, count: UInt64(range.upperBound - range.lowerBound) + 1))
    case .after(let reference, let range, let inMonths):
      let slot = try slot(reference, in: place)
      guard plan.alternatives[alternatives(slot, place)].contains(where: \.isDay) else {
        throw Diagnostic(
          .statement, Phrase("`\(reference.column.text)` holds no days", "“\(reference.column.text)”不是日期"),
          at: reference.span)
      }
      return AlternativePlan(
        kind: .after(
          slot, low: range.lowerBound, count: UInt64(range.upperBound - range.lowerBound) + 1, inMonths: inMonths))
    case .style(let name):
      if let form = CodeForm(rawValue: name) { return AlternativePlan(kind: .form(form)) }
      if let style = DateStyle(rawValue: name) { return AlternativePlan(kind: .dateStyle(style)) }
      let names = CodeForm.allCases.map(\.rawValue) + DateStyle.allCases.map(\.rawValue)
      throw Diagnostic(
        .statement, Phrase("`\(name)` is no form of a code or a date", "“\(name)”不是代码或日期的写法"),
        at: alternative.span,
        notes: Nearness.notes(name, names) + [Phrase("a text stands in quotes", "文本须加引号")])
    }
  }

  private func needsQuotes(_ part: TemplatePart) -> Bool {
    switch part {
    case .literal(let number): plan.literals.text(number).contains { ",\"\n\r".contains($0) }
    case .word(let word): plan.alternatives[plan.words[word].alternatives].contains(where: \.needsQuotes)
    case .slot, .year, .number, .serial: false
    }
  }
}
