/// The statements of this session and before, and the place in them while the user goes back and forth.
struct StatementHistory {
  private(set) var statements: [String] = []
  private let limit: Int
  /// The statement shown; its count while the user's own draft is.
  private var position = 0
  /// What the user made of statements while passing them, and the draft, by position.
  private var edits: [Int: String] = [:]

  init(_ statements: [String] = [], limit: Int) {
    self.limit = max(limit, 1)
    self.statements = statements.suffix(self.limit)
    position = self.statements.count
  }

  /// Adds a statement as the newest, unless it says the same as the one before. Returns whether it was added.
  mutating func add(_ statement: String) -> Bool {
    defer { leave() }
    guard !statement.isBlank, statement != statements.last else { return false }
    statements.append(statement)
    if statements.count > limit { statements.removeFirst(statements.count - limit) }
    return true
  }

  /// The statement before the one shown, nil at the oldest. `current` is what stands in the line by now: it is found
  /// again on the way back, until the line ends.
  mutating func previous(from current: String) -> String? { move(to: position - 1, from: current) }

  /// The statement after the one shown; behind the newest comes the user's own draft, behind it nil.
  mutating func next(from current: String) -> String? { move(to: position + 1, from: current) }

  /// Goes back to the draft's place, as for a new line.
  mutating func leave() {
    position = statements.count
    edits = [:]
  }

  private mutating func move(to target: Int, from current: String) -> String? {
    guard (0...statements.count).contains(target) else { return nil }
    edits[position] = current
    position = target
    return edits[target] ?? (target < statements.count ? statements[target] : "")
  }

  /// The newest statement older than `index` (or the oldest newer than it) that contains the pattern, ignoring case.
  func find(_ pattern: String, from index: Int, backwards: Bool) -> (index: Int, offset: Int)? {
    guard !pattern.isEmpty else { return nil }
    let candidates =
      backwards
      ? Array(stride(from: min(index, statements.count) - 1, through: 0, by: -1))
      : Array(stride(from: index + 1, to: statements.count, by: 1))
    for candidate in candidates {
      if let offset = statements[candidate].scalarOffset(of: pattern) { return (candidate, offset) }
    }
    return nil
  }
}

extension String {
  /// Where a pattern starts, in Unicode scalars, ignoring case.
  func scalarOffset(of pattern: String) -> Int? {
    let wanted = pattern.unicodeScalars.map(\.properties.lowercaseMapping)
    let scalars = unicodeScalars.map(\.properties.lowercaseMapping)
    guard !wanted.isEmpty, scalars.count >= wanted.count else { return nil }
    return (0...(scalars.count - wanted.count)).first { start in
      scalars[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }
}
