/// Names near a mistyped one.
public enum Nearness {
  /// The candidates within a distance that grows with the name's length, or that hold the name, or that it holds: the
  /// nearest first, at most three. Names are compared in the form that `form` gives them; case never counts.
  public static func names(
    near name: String, among candidates: some Sequence<String>, as form: (String) -> String = { $0 }
  ) -> [String] {
    let name = form(name).lowercased()
    let wanted = Array(name.unicodeScalars)
    // One slip in a short name, a third of a long one; Chinese names are short and each character counts more.
    let limit = max(1, wanted.count / 3)
    let scored = Set(candidates).compactMap { candidate -> (String, Int)? in
      let found = form(candidate).lowercased()
      let scalars = Array(found.unicodeScalars)
      let difference = abs(scalars.count - wanted.count)
      if difference <= wanted.count, min(scalars.count, wanted.count) > 1,
        found.contains(name) || name.contains(found)
      {
        return (candidate, difference)
      }
      guard difference <= limit else { return nil }
      let distance = distance(wanted, scalars)
      return distance <= limit && distance < wanted.count ? (candidate, distance) : nil
    }
    return scored.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// A note that names what comes near, or none.
  public static func notes(_ name: String, _ candidates: some Sequence<String>) -> [Phrase] {
    let near = names(near: name, among: candidates).map { "`\($0)`" }
    guard !near.isEmpty else { return [] }
    return [
      Phrase("did you mean \(near.joined(separator: " or "))?", "是否想写 \(near.joined(separator: " 或 "))？")
    ]
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(second.count + 1)
      for (column, right) in second.enumerated() {
        var best = min(last[column + 1], current[column]) + 1
        best = min(best, last[column] + (left == right ? 0 : 1))
        if row > 0, column > 0, left == second[column - 1], first[row - 1] == right {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
