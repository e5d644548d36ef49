import Tables
import Testing
import Values

@testable import Evaluation

/// Values of computed tables put in order and told apart, beside comparisons one by one.
@Suite("Values of computed tables in order and told apart") struct OrderTests {
  static let sizes = [0, 1, 63, 64, 65, 4_095, 4_096, 4_097]

  /// Columns of one kind of value each, and one of all kinds.
  enum Kind: Int, CaseIterable { case integers, moneys, percentages, dates, flags, texts, mixed }

  /// Texts some of which Unicode takes for equal, however they are written.
  private static let texts = ["", "a", "ab", "b", "玄武区", "江宁区", "e\u{301}", "\u{E9}", "か\u{3099}", "が", "\r\n"]

  private func value(_ kind: Kind, _ spread: Int, _ dice: inout Dice) throws -> Value {
    if dice.one(of: 6) { return .unknown }
    let number = Int64.random(in: Int64(-spread)...Int64(spread), using: &dice)
    switch kind {
    case .integers: return .integer(dice.one(of: 40) ? [.min, .max][Int(number & 1)] : number)
    case .moneys: return .money(number * 1_000_000_007)
    case .percentages: return .percentage(try Fraction(Int128(number), over: 97))
    case .dates: return .date(CalendarDate(dayNumber: Int32(19_000 + number)))
    case .flags: return .flag(number & 1 == 1)
    case .texts: return .text(OrderTests.texts[Int(abs(number)) % OrderTests.texts.count])
    case .mixed:
      let kinds: [Kind] = [.integers, .dates, .flags, .texts]
      return try value(kinds[Int.random(in: 0..<kinds.count, using: &dice)], spread, &dice)
    }
  }

  private func column(_ kind: Kind, _ spread: Int, count: Int, _ dice: inout Dice) throws -> [Value] {
    try (0..<count).map { _ in try value(kind, spread, &dice) }
  }

  /// The byte order of the first-written of equal texts stands for all of them.
  private static func leastSpellings(_ values: [Value]) -> [String: [UInt8]] {
    var least: [String: [UInt8]] = [:]
    for case .text(let text) in values {
      let bytes = Array(text.utf8)
      if let other = least[text], !bytes.lexicographicallyPrecedes(other) { continue }
      least[text] = bytes
    }
    return least
  }

  @Test(
    "Positions come in the order of their values, unknown last, equal ones as they were", arguments: sizes,
    Kind.allCases)
  func order(count: Int, kind: Kind) throws {
    var dice = Dice(count &* 31 &+ kind.rawValue)
    let columns = [
      try column(kind, 4, count: count, &dice), try column(kind, 4_000, count: count, &dice),
      try column(.integers, 1, count: count, &dice),
    ]
    let spellings = columns.map(OrderTests.leastSpellings)
    /// Whether one value comes before another; texts behind all else.
    func precedes(_ first: Value, _ second: Value, _ spellings: [String: [UInt8]]) -> Bool {
      switch (first, second) {
      case (.text(let first), .text(let second)):
        (spellings[first] ?? []).lexicographicallyPrecedes(spellings[second] ?? [])
      case (.text, _): false
      case (_, .text): true
      default: first < second
      }
    }
    // A reference of thousands of rows is dear: there the several keys do.
    let isLarge = count > 100
    for keys in isLarge ? [[2, 0]] : [[], [0], [1], [2, 0], [0, 2, 1]] as [[Int]] {
      for descending in isLarge ? [[2]] : [[], [0], [0, 1, 2]] as [Set<Int>] {
        let wanted = (0..<count).sorted { first, second in
          for key in keys {
            let (left, right) = (columns[key][first], columns[key][second])
            if (left == .unknown) != (right == .unknown) { return right == .unknown }
            guard left != .unknown else { continue }
            let isDescending = descending.contains(key)
            if precedes(left, right, spellings[key]) { return !isDescending }
            if precedes(right, left, spellings[key]) { return isDescending }
          }
          return first < second
        }
        let found = try Evaluator.order(
          of: count, by: keys.map { key in (value: { columns[key][$0] }, isDescending: descending.contains(key)) })
        #expect(found == wanted, "\(keys), descending \(descending)")
      }
    }
  }

  @Test("The first of each kind is the first with its values", arguments: sizes, Kind.allCases)
  func kinds(count: Int, kind: Kind) throws {
    var dice = Dice(count &* 37 &+ kind.rawValue)
    let columns = [
      try column(kind, 4, count: count, &dice), try column(kind, 4_000, count: count, &dice),
      try column(.texts, 2, count: count, &dice),
    ]
    for keys in [[], [0], [1], [2, 0], [0, 1, 2]] as [[Int]] {
      var kinds = RowKinds(count: count)
      for key in keys { try kinds.tellApart { columns[key][$0] } }
      var seen: Set<[Value]> = []
      #expect(
        try kinds.firstRows() == (0..<count).filter { row in seen.insert(keys.map { columns[$0][row] }).inserted })
    }
  }
}
