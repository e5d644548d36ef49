import Language
import Values

// Texts with `{…}` in them.
extension PlanBuilder {
  mutating func parts(
    _ text: String, _ span: SourceSpan, in place: Place
  ) throws(Diagnostic) -> [TemplatePart] {
    var parts: [TemplatePart] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { parts.append(.literal(plan.literals.number(of: String(rest[..<open])))) }
      guard let close = rest[open...].firstIndex(of: "}"), !rest[open..<close].dropFirst().contains("{") else {
        throw Diagnostic(.statement, Phrase("this `{` is never closed", "`{` 没有闭合"), at: span)
      }
      parts.append(try part(String(rest[rest.index(after: open)..<close]), span, in: place))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.literal(plan.literals.number(of: String(rest)))) }
    return parts
  }

  /// `{serial}`, `{1..99}`, `{first}`, `{filed.year}`, `{entity.district}`.
  private func part(_ text: String, _ span: SourceSpan, in place: Place) throws(Diagnostic) -> TemplatePart {
    if text == "serial" { return .serial }
    if let range = text.firstRange(of: ".."), let low = Int64(text[..<range.lowerBound]),
      let high = Int64(text[range.upperBound...]), low <= high, low >= 0
    {
      return .number(low: low, count: UInt64(high - low) + 1)
    }
    if let word = wordNumbers[text] { return .word(word) }
    let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    func name(_ text: String) -> Name { Name(text: text, span: span) }
    if names.count == 2, names[1] == "year" {
      return .year(try slot(Shape.Reference(list: nil, column: name(names[0])), in: place))
    }
    if names.count == 3, names[2] == "year" {
      return .year(try slot(Shape.Reference(list: name(names[0]), column: name(names[1])), in: place))
    }
    let reference = Shape.Reference(list: names.count == 2 ? name(names[0]) : nil, column: name(names[names.count - 1]))
    do throws(Diagnostic) {
      return .slot(try slot(reference, in: place))
    } catch {
      let words = Nearness.notes(text, Array(wordNumbers.keys) + ["serial"])
      throw Diagnostic(.statement, error.message, at: span, notes: words.isEmpty ? error.notes : words)
    }
  }
}

// What a record needs of the lists above it.
extension PlanBuilder {
  mutating func addNeeds(_ number: Int) {
    let chain = plan.lists[number].chain
    var needed = chain.map { _ in Set<Int>() }
    // A list's own slots are all drawn: each column is written.
    for slot in plan.lists[number].slots.indices {
      gather(SlotPlace(level: chain.count - 1, slot: slot), chain, &needed)
    }
    for list in chain.dropFirst() {
      gather(share: plan.lists[list].orphans, chain, &needed)
      if let rows = plan.lists[list].rows { gather(rows, chain, &needed) }
    }
    for share in [plan.lists[number].duplicates, plan.lists[number].ragged] {
      gather(share: share, chain, &needed)
    }
    for column in plan.lists[number].columns {
      switch column.source {
      case .code(let style):
        if let key = plan.lists[chain[0]].key { gather(SlotPlace(level: 0, slot: key), chain, &needed) }
        if let style { gather(style, chain, &needed) }
      case .parentKey(let slot): gather(SlotPlace(level: chain.count - 2, slot: slot), chain, &needed)
      case .slot, .weight: break
      }
    }
    plan.lists[number].needed = needed.map { $0.sorted() }
    if chain.count > 1 { plan.lists[number].deciding = deciding(chain[1], chain[0]) }
  }

  /// The entity's slots that decide whether it stands on a list.
  private func deciding(_ list: Int, _ registry: Int) -> [Int] {
    var needed: [Set<Int>] = [[]]
    gather(share: plan.lists[list].share, [registry], &needed)
    return needed[0].sorted()
  }

  private func gather(_ place: SlotPlace, _ chain: [Int], _ needed: inout [Set<Int>]) {
    guard needed[place.level].insert(place.slot).inserted else { return }
    let slot = plan.lists[chain[place.level]].slots[place.slot]
    gather(slot.choice, chain, &needed)
    if let style = slot.style { gather(style, chain, &needed) }
  }

  private func gather(_ choice: ChoicePlan, _ chain: [Int], _ needed: inout [Set<Int>]) {
    gather(node: choice.root, chain, &needed)
    for alternative in plan.alternatives[choice.alternatives] {
      switch alternative.kind {
      case .after(let place, _, _, _): gather(place, chain, &needed)
      case .template(let first, let end):
        for part in plan.parts[first..<end] {
          switch part {
          case .slot(let place), .year(let place): gather(place, chain, &needed)
          case .literal, .word, .number, .serial: break
          }
        }
      default: break
      }
    }
  }

  private func gather(node: Int, _ chain: [Int], _ needed: inout [Set<Int>]) {
    switch plan.nodes[node] {
    case .pick: break
    case .branch(let condition, let then, let other):
      gather(condition: condition, chain, &needed)
      gather(node: then, chain, &needed)
      gather(node: other, chain, &needed)
    case .lookup(let place, _): gather(place, chain, &needed)
    }
  }

  private func gather(share: Int, _ chain: [Int], _ needed: inout [Set<Int>]) {
    guard case .conditional(let condition, let then, let other) = plan.shares[share] else { return }
    gather(condition: condition, chain, &needed)
    gather(share: then, chain, &needed)
    gather(share: other, chain, &needed)
  }

  private func gather(condition: Int, _ chain: [Int], _ needed: inout [Set<Int>]) {
    switch plan.conditions[condition] {
    case .among(let place, _): gather(place, chain, &needed)
    case .listed(let list): gather(share: plan.lists[list].share, chain, &needed)
    case .not(let condition): gather(condition: condition, chain, &needed)
    case .and(let left, let right), .or(let left, let right):
      gather(condition: left, chain, &needed)
      gather(condition: right, chain, &needed)
    }
  }
}
