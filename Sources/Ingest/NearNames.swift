/// The names that someone may have meant, the nearest first, at most three.
///
/// A name is near when few edits lead to it, the more the longer it is, or when one of the two holds the other.
func nearNames(to name: String, among candidates: [String]) -> [String] {
  let wanted = Array(normalisedHeading(name))
  return candidates.enumerated()
    .compactMap { position, candidate -> (distance: Int, position: Int, name: String)? in
      let found = Array(normalisedHeading(candidate))
      guard !found.isEmpty, !wanted.isEmpty else { return nil }
      let distance = editDistance(wanted, found)
      let isNear = distance <= max(1, min(wanted.count, found.count) / 3)
      let shorter = min(wanted.count, found.count)
      let isPart = shorter >= 2 && (contains(wanted, found) || contains(found, wanted))
      return isNear || isPart ? (distance, position, candidate) : nil
    }
    .sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
    .prefix(3)
    .map(\.name)
}

private func contains(_ whole: [Character], _ part: [Character]) -> Bool {
  guard part.count <= whole.count else { return false }
  return (0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
}

/// How many characters must be put in, taken out, replaced or swapped with their neighbour.
func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for row in first.indices {
    var current = [row + 1]
    for column in second.indices {
      let replaced = last[column] + (first[row] == second[column] ? 0 : 1)
      var distance = min(replaced, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[second.count]
}
