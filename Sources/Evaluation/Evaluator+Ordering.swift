import Language
import Tables
import Values

// Rows in the order of what expressions give for them.
extension Evaluator {
  /// Rows of a list in the order of expressions over them, the first deciding before the next. Unknown comes last
  /// whichever way the rest goes; rows that are alike keep their order.
  /// - Parameters:
  ///   - rows: The rows.
  ///   - list: The list.
  ///   - keys: What they are ordered by, and whether the greatest comes first.
  /// - Returns: The same rows.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func ordered(
    _ rows: [Int], of list: Int, by keys: [(expression: TypedExpression, isDescending: Bool)]
  ) throws -> [Int] {
    var order = StableOrder(count: rows.count)
    // The last key first: what is alike by an earlier one stays as the later ones have put it.
    for key in keys.reversed() {
      let (ranks, isKnown) = try ranks(of: key.expression, over: list, at: rows)
      try order.sort(by: ranks, isKnown: isKnown, isDescending: key.isDescending)
    }
    return try Interruption.map(order.places) { rows[Int($0)] }
  }

  /// Numbers that compare as the values at some rows do, and which of the values are known; nil where all are.
  private func ranks(
    of expression: TypedExpression, over list: Int, at rows: [Int]
  ) throws -> (ranks: [UInt64], isKnown: [Bool]?) {
    func known(_ unknown: Bitmap?) throws -> [Bool]? {
      try unknown.map { unknown in try Interruption.map(rows) { !unknown.contains($0) } }
    }
    switch expression.type {
    case .flag?, nil:
      let planes = try truth(expression, over: list)
      return (try Interruption.map(rows) { planes.yes.contains($0) ? 1 : 0 }, try known(planes.unknown))
    case .text?, .category?:
      let vector = try texts(expression, over: list)
      let codes = try Interruption.map(rows) { vector.codes[$0] }
      let ranks = try Evaluator.ranks(of: codes, vector.dictionary)
      return (try Interruption.map(codes) { ranks[Int($0)] }, try known(vector.unknown))
    default:
      let vector = try numbers(expression, over: list)
      let isKnown = try known(vector.unknown)
      let numbers = try Interruption.map(rows) { vector.low[$0] }
      // What stands in an unknown row means nothing.
      let least = numbers.indices.reduce(Int64.max) { isKnown?[$1] ?? true ? min($0, numbers[$1]) : $0 }
      let ranks = try Interruption.map(numbers.indices) { place in
        isKnown?[place] ?? true ? UInt64(bitPattern: numbers[place] &- least) : 0
      }
      return (ranks, isKnown)
    }
  }

  /// The positions of things in the order of columns of values, as rows are ordered by expressions.
  /// - Parameters:
  ///   - count: How many things there are.
  ///   - keys: A value for each, and whether the greatest comes first.
  /// - Returns: All positions.
  /// - Throws: `Interruption`.
  public static func order(
    of count: Int, by keys: [(value: (_ position: Int) -> Value, isDescending: Bool)]
  ) throws -> [Int] {
    var order = StableOrder(count: count)
    for key in keys.reversed() {
      let (ranks, isKnown) = try ranks(of: count, key.value)
      try order.sort(by: ranks, isKnown: isKnown, isDescending: key.isDescending)
    }
    return try Interruption.map(order.places) { Int($0) }
  }

  /// Numbers that compare as values do, texts coming behind all else, and which of the values are known; nil where all
  /// are.
  private static func ranks(
    of count: Int, _ value: (_ position: Int) -> Value
  ) throws -> (ranks: [UInt64], isKnown: [Bool]?) {
    // Texts, which may be made as they are asked for, are asked for once.
    let (other, unknown) = (UInt32.max, UInt32.max - 1)
    var texts = TextDictionary()
    var others: Set<Value> = []
    let codes = try Interruption.map(0..<count) { position in
      switch value(position) {
      case .text(let text): return texts.code(adding: text)
      case .unknown: return unknown
      case let value:
        others.insert(value)
        return other
      }
    }
    var rankOfOther: [Value: UInt64] = [:]
    for value in try Interruption.sorted(others, by: <) { rankOfOther[value] = UInt64(rankOfOther.count) }
    let ranksOfTexts = try ranks(of: codes.filter { $0 < unknown }, texts)
    let ranks: [UInt64] = try Interruption.map(codes.indices) { position in
      switch codes[position] {
      case other: return rankOfOther[value(position)] ?? 0
      case unknown: return 0
      case let code: return UInt64(others.count) + ranksOfTexts[Int(code)]
      }
    }
    return (ranks, codes.contains(unknown) ? try Interruption.map(codes) { $0 != unknown } : nil)
  }

  /// For each code that occurs, how many texts come before its own; texts that are equal though written differently
  /// share a rank.
  private static func ranks(of codes: [UInt32], _ dictionary: TextDictionary) throws -> [UInt64] {
    var ranks = [UInt64](repeating: 0, count: max(1, dictionary.count))
    var occurs = [Bool](repeating: false, count: ranks.count)
    for code in codes { occurs[Int(code)] = true }
    let ordered = try dictionary.withUTF8 { bytes, range in
      try Interruption.sorted((0..<dictionary.count).lazy.filter { occurs[$0] }) { first, second in
        // Texts come in the order of their scalars, as their bytes do.
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range(first)])
          .precedes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range(second)]))
      }
    }
    guard let firstCodes = try dictionary.firstCodes() else {
      for (rank, code) in ordered.enumerated() { ranks[code] = UInt64(rank) }
      return ranks
    }
    var rankOfText: [UInt32: UInt64] = [:]
    for (rank, code) in ordered.enumerated() {
      try Interruption.check(atRow: rank)
      ranks[code] = rankOfText[firstCodes[code]] ?? UInt64(rank)
      rankOfText[firstCodes[code]] = ranks[code]
    }
    return ranks
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes come before others, eight at a time.
  fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
    let shared = Swift.min(count, other.count)
    var place = 0
    while place + 8 <= shared {
      let own = loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let others = other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if own != others { return UInt64(bigEndian: own) < UInt64(bigEndian: others) }
      place += 8
    }
    while place < shared {
      if self[place] != other[place] { return self[place] < other[place] }
      place += 1
    }
    return count < other.count
  }
}

/// Places of things that are put in order again and again, those that are alike staying as they are.
struct StableOrder {
  /// The places, in order.
  private(set) var places: [UInt32]

  /// Things as they come.
  init(count: Int) { places = Array(0..<UInt32(count)) }

  /// Puts them in the order of ranks, one for each thing as it came, what is unknown behind all else.
  mutating func sort(by ranks: [UInt64], isKnown: [Bool]?, isDescending: Bool) throws {
    let most = ranks.max() ?? 0
    try sort(by: isDescending ? try Interruption.map(ranks) { most - $0 } : ranks)
    if let isKnown { try sort(by: try Interruption.map(isKnown) { $0 ? 0 : 1 }) }
  }

  /// Puts them in the order of numbers, one for each thing as it came, byte by byte from the lowest.
  mutating func sort(by numbers: [UInt64]) throws {
    precondition(numbers.count == places.count, "things without a number")
    let most = numbers.max() ?? 0
    var other = places
    var shift: UInt64 = 0
    while shift < 64, most >> shift > 0 {
      var starts = [Int](repeating: 0, count: 257)
      for (place, number) in numbers.enumerated() {
        try Interruption.check(atRow: place)
        starts[Int((number >> shift) & 255) + 1] += 1
      }
      for byte in 0..<256 { starts[byte + 1] += starts[byte] }
      for (rank, place) in places.enumerated() {
        try Interruption.check(atRow: rank)
        let byte = Int((numbers[Int(place)] >> shift) & 255)
        other[starts[byte]] = place
        starts[byte] += 1
      }
      swap(&places, &other)
      shift += 8
    }
  }
}
