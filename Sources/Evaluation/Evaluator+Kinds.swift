import Language
import Tables
import Values

// Rows that are alike.
extension Evaluator {
  /// The first of the rows that are alike in all of some expressions, for each kind there is.
  /// - Parameters:
  ///   - rows: The rows.
  ///   - list: The list.
  ///   - keys: What they are alike in; unknown is like unknown.
  /// - Returns: Some of the rows, in their order.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func firstOfEachKind(_ rows: [Int], of list: Int, by keys: [TypedExpression]) throws -> [Int] {
    var kinds = RowKinds(count: rows.count)
    for key in keys { try kinds.tellApart(by: try valueNumbers(key, over: list, at: rows)) }
    return try Interruption.map(kinds.firstRows()) { rows[$0] }
  }

  /// A number for each of some rows, the same where an expression gives the same value.
  private func valueNumbers(_ expression: TypedExpression, over list: Int, at rows: [Int]) throws -> [UInt32] {
    func numbers(unknown: Bitmap?, _ value: (Int) -> UInt64) throws -> [UInt32] {
      var values = Numbering(room: rows.count)
      return try Interruption.map(rows) { row in
        // 0 is for what is unknown.
        unknown?.contains(row) == true ? 0 : values.number(of: value(row)) + 1
      }
    }
    switch expression.type {
    case .flag?, nil:
      let planes = try truth(expression, over: list)
      return try numbers(unknown: planes.unknown) { planes.yes.contains($0) ? 1 : 0 }
    case .text?, .category?:
      let vector = try texts(expression, over: list)
      let first = try vector.dictionary.firstCodes()
      return try numbers(unknown: vector.unknown) { row in
        let code = vector.codes[row]
        return UInt64(first?[Int(code)] ?? code)
      }
    default:
      let vector = try self.numbers(expression, over: list)
      return try numbers(unknown: vector.unknown) { UInt64(bitPattern: vector.low[$0]) }
    }
  }
}

/// Rows told apart by what stands in some columns.
public struct RowKinds {
  /// A number for each row, in the order in which the kinds are met.
  private var kinds: [UInt32]

  /// Rows that are all alike as yet.
  public init(count: Int) { kinds = [UInt32](repeating: 0, count: count) }

  /// Tells rows apart by a value for each of them, asked for once; unknown is like unknown.
  /// - Throws: `Interruption`.
  public mutating func tellApart(by value: (_ row: Int) -> Value) throws {
    var texts = TextDictionary()
    var others: [Value: UInt32] = [:]
    // The numbers of texts are even.
    var numbers = try Interruption.map(kinds.indices) { row in
      let value = value(row)
      if case .text(let text) = value { return texts.code(adding: text) << 1 }
      if let number = others[value] { return number }
      let number = UInt32(others.count) << 1 | 1
      others[value] = number
      return number
    }
    if let first = try texts.firstCodes() {
      numbers = try Interruption.map(numbers) { $0 & 1 == 0 ? first[Int($0 >> 1)] << 1 : $0 }
    }
    try tellApart(by: numbers)
  }

  /// Tells rows apart by a number for each of them.
  mutating func tellApart(by numbers: [UInt32]) throws {
    var pairs = Numbering(room: kinds.count)
    kinds = try Interruption.map(kinds.indices) {
      pairs.number(of: UInt64(kinds[$0]) << 32 | UInt64(numbers[$0]))
    }
  }

  /// The first row of each kind.
  /// - Throws: `Interruption`.
  public func firstRows() throws -> [Int] {
    var next = 0
    return try kinds.indices.filter { row in
      try Interruption.check(atRow: row)
      guard kinds[row] == next else { return false }
      next += 1
      return true
    }
  }
}

/// Numbers for keys in the order in which they are met, from 0: an open table.
private struct Numbering {
  private var keys: [UInt64]
  /// The number of each key plus one; 0 where a slot is free.
  private var numbers: [UInt32]
  private var count: UInt32 = 0

  /// - Parameter room: No more keys than these are met.
  init(room: Int) {
    let slots = max(16, room + room / 2)
    keys = [UInt64](repeating: 0, count: slots)
    numbers = [UInt32](repeating: 0, count: slots)
  }

  mutating func number(of key: UInt64) -> UInt32 {
    // The upper bits of a product lead to a slot, whatever the number of slots.
    let hash = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    var place = Int((hash ^ hash >> 29).multipliedFullWidth(by: UInt64(keys.count)).high)
    while numbers[place] != 0, keys[place] != key {
      place += 1
      if place == keys.count { place = 0 }
    }
    if numbers[place] == 0 {
      count += 1
      keys[place] = key
      numbers[place] = count
    }
    return numbers[place] - 1
  }
}
