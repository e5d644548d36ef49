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
      let most = ranks.max() ?? 0
      try order.sort(by: key.isDescending ? ranks.map { most - $0 } : ranks)
      if let isKnown { try order.sort(by: isKnown.map { $0 ? 0 : 1 }) }
    }
    return order.places.map { rows[Int($0)] }
  }

  /// Numbers that compare as the values at some rows do, and which of the values are known; nil where all are.
  private func ranks(
    of expression: TypedExpression, over list: Int, at rows: [Int]
  ) throws -> (ranks: [UInt64], isKnown: [Bool]?) {
    func known(_ unknown: Bitmap?) -> [Bool]? { unknown.map { unknown in rows.map { !unknown.contains($0) } } }
    switch expression.type {
    case .flag?, nil:
      let planes = try truth(expression, over: list)
      return (rows.map { planes.yes.contains($0) ? 1 : 0 }, known(planes.unknown))
    case .text?, .category?:
      let vector = try texts(expression, over: list)
      let codes = rows.map { vector.codes[$0] }
      let ranks = Evaluator.ranks(of: codes, vector.dictionary)
      return (codes.map { ranks[Int($0)] }, known(vector.unknown))
    default:
      let vector = try numbers(expression, over: list)
      let isKnown = known(vector.unknown)
      let numbers = rows.map { vector.low[$0] }
      // What stands in an unknown row means nothing.
      let least = numbers.indices.reduce(Int64.max) { isKnown?[$1] ?? true ? min($0, numbers[$1]) : $0 }
      let ranks = numbers.enumerated().map { place, number in
        isKnown?[place] ?? true ? UInt64(bitPattern: number &- least) : 0
      }
      return (ranks, isKnown)
    }
  }

  /// For each code that occurs, how many texts come before its own; texts that are equal though written differently
  /// share a rank.
  private static func ranks(of codes: [UInt32], _ dictionary: TextDictionary) -> [UInt64] {
    var ranks = [UInt64](repeating: 0, count: max(1, dictionary.count))
    var occurs = [Bool](repeating: false, count: ranks.count)
    for code in codes { occurs[Int(code)] = true }
    let ordered = dictionary.withUTF8 { bytes, range in
      (0..<dictionary.count).filter { occurs[$0] }.sorted { first, second in
        // Texts come in the order of their scalars, as their bytes do.
        UnsafeBufferPointer(rebasing: bytes[range(first)])
          .lexicographicallyPrecedes(UnsafeBufferPointer(rebasing: bytes[range(second)]))
      }
    }
    var rankOfText: [String: UInt64] = [:]
    for (rank, code) in ordered.enumerated() {
      let text = dictionary.text(of: code)
      ranks[code] = rankOfText[text] ?? UInt64(rank)
      rankOfText[text] = ranks[code]
    }
    return ranks
  }
}

/// Places of things that are put in order again and again, those that are alike staying as they are.
struct StableOrder {
  /// The places, in order.
  private(set) var places: [UInt32]

  /// Things as they come.
  init(count: Int) { places = Array(0..<UInt32(count)) }

  /// Puts them in the order of numbers, one for each thing as it came, byte by byte from the lowest.
  mutating func sort(by numbers: [UInt64]) throws {
    precondition(numbers.count == places.count, "things without a number")
    let most = numbers.max() ?? 0
    var other = places
    var shift: UInt64 = 0
    while shift < 64, most >> shift > 0 {
      try Interruption.check()
      var starts = [Int](repeating: 0, count: 257)
      for number in numbers { starts[Int((number >> shift) & 255) + 1] += 1 }
      for byte in 0..<256 { starts[byte + 1] += starts[byte] }
      for place in places {
        let byte = Int((numbers[Int(place)] >> shift) & 255)
        other[starts[byte]] = place
        starts[byte] += 1
      }
      swap(&places, &other)
      shift += 8
    }
  }
}
