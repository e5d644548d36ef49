/// The signs of carelessness that every office's sheet carries, each laid on rows of its own.
struct Dirt {
  /// Rows not yet spoilt, by index.
  private var clean: [Int]

  init(among candidates: [Int], using random: inout SplitMix64) {
    clean = random.shuffled(candidates)
  }

  /// Takes so many rows that nothing has spoilt yet.
  mutating func take(_ count: Int) -> [Int] {
    defer { clean.removeLast(min(count, clean.count)) }
    return clean.suffix(count)
  }

  /// Writes each value so many times over one column of the rows.
  mutating func spoil(_ rows: inout [[String]], column: Int, _ values: KeyValuePairs<String, Int>) {
    for (value, count) in values {
      for index in take(count) { rows[index][column] = value }
    }
  }

  /// Puts a wide space before or behind a value.
  mutating func pad(_ rows: inout [[String]], column: Int, count: Int) {
    for (turn, index) in take(count).enumerated() {
      rows[index][column] =
        turn.isMultiple(of: 2) ? "\u{3000}" + rows[index][column] : rows[index][column] + "\u{3000}"
    }
  }
}
