import Language
import Tables
import Values

/// What rows are sorted into groups by: small codes, each of which stands for a key.
///
/// The codes are those of a column wherever there is one, be it a column of what a row belongs to: nothing is copied
/// row by row. Beside the codes there is one slot for rows whose key is unknown and one for rows that belong to nothing.
struct KeyColumn: Sendable {
  /// What the codes stand for.
  enum Keys: Sendable {
    /// Texts by code.
    case texts(TextDictionary)
    /// No and yes.
    case flags
    /// Numbers one after another.
    case numbers(from: Int64, NumberForm)
    /// Numbers by code.
    case distinctNumbers([Int64], NumberForm)
  }

  /// How a stored number becomes a value.
  struct NumberForm: Sendable {
    let type: ValueType
    let places: Int

    func value(_ number: Int64) -> Value { NumberVector.value(number, type: type, places: places) }
  }

  let codes: Codes
  /// How many codes there are.
  let codeCount: Int
  /// The rows of the codes whose key is known; nil when all are.
  let known: Bitmap?
  let keys: Keys
  /// For each row of the list, the row that its code stands in; one past the codes' end, or below nothing, is none.
  /// Nil where the codes are the list's own.
  var owners: Buffer<Int32>?
  /// Whether the codes say everything: one past the keys' stands for unknown keys, the next for rows that belong to
  /// nothing.
  var isWrittenOut = false
  /// Whether a row that belongs to nothing has an entity that is not in the registry, rather than an unknown key.
  var isOutsideWhenAbsent = false

  /// The slots: one a code, then that of unknown keys and that of rows which belong to nothing.
  var slots: KeySlots { isWrittenOut ? KeySlots(bytes: codeCount) : KeySlots(codeCount: codeCount, codes) }
}

/// What the slots of a column of keys stand for.
struct KeyNames: Sendable {
  private let keys: KeyColumn.Keys
  let slots: KeySlots
  /// Whether the slot of rows that belong to nothing stands for entities that are not in the registry.
  var isOutsideWhenAbsent: Bool

  init(_ column: KeyColumn) {
    (keys, slots, isOutsideWhenAbsent) = (column.keys, column.slots, column.isOutsideWhenAbsent)
  }

  /// The key that a slot stands for.
  func key(ofSlot slot: Int) -> GroupKey {
    if slot == slots.absent, isOutsideWhenAbsent { return .notInRegistry }
    guard slot < slots.unknown else { return .value(.unknown) }
    switch keys {
    case .texts(let dictionary): return .value(.text(dictionary.text(of: slot)))
    case .flags: return .value(.flag(slot == 1))
    case .numbers(let first, let form): return .value(form.value(first + Int64(slot)))
    case .distinctNumbers(let numbers, let form): return .value(form.value(numbers[slot]))
    }
  }
}

/// Places for what is counted by code. There are as many as a code's type can tell apart, so that no code of one or two
/// bytes needs to be checked.
struct KeySlots: Sendable {
  /// The slot of rows whose key is unknown.
  let unknown: Int

  /// The slot of rows that belong to nothing.
  var absent: Int { unknown + 1 }
  /// The number of slots.
  let count: Int

  init(codeCount: Int, _ codes: Codes) {
    switch codes {
    case .narrow: unknown = 1 << 8
    case .medium: unknown = 1 << 16
    case .wide: unknown = codeCount
    }
    count = unknown + 2
  }

  /// The slots of keys that are written out in bytes, at most as many as leave room for the two others.
  init(bytes codeCount: Int) {
    unknown = codeCount
    count = 1 << 8
  }
}

extension KeyColumn {
  /// The same keys with the code of each row at the row itself, where a byte holds it: worth its while where many rows
  /// are looked at, or often.
  func writtenOut() throws -> KeyColumn {
    guard let owners, codeCount <= 254, case .narrow(let cells) = codes else { return self }
    let (unknown, absent) = (UInt8(codeCount), UInt8(codeCount + 1))
    let end = UInt32(clamping: cells.count)
    precondition(known.map { $0.count >= cells.count } ?? true, "codes of which it is not said whether they are known")
    let written: [UInt8] = try stripedArray(of: owners.count) { chunk, written in
      guard end > 0 else {
        written.initialize(repeating: absent)
        return
      }
      owners.withUnsafeBufferPointer { owners in
        cells.withUnsafeBufferPointer { cells in
          // Nothing hangs on what a cell holds, so that many are fetched at a time.
          let owners = UnsafeBufferPointer(rebasing: owners[chunk])
          for index in owners.indices {
            let place = UInt32(bitPattern: owners[index])
            let code = cells[Int(min(place, end &- 1))]
            written[index] = place < end ? code : absent
          }
          guard let known else { return }
          known.words.withUnsafeBufferPointer { words in
            for index in owners.indices {
              let place = UInt32(bitPattern: owners[index])
              let isKnown = words[Int(min(place, end &- 1) &>> 6)] &>> UInt64(place & 63) & 1 == 1
              written[index] = place < end && !isKnown ? unknown : written[index]
            }
          }
        }
      }
    }
    var column = KeyColumn(codes: .narrow(Buffer(written)), codeCount: codeCount, known: nil, keys: keys)
    (column.isWrittenOut, column.isOutsideWhenAbsent) = (true, isOutsideWhenAbsent)
    return column
  }
}

extension Evaluator {
  /// A grouping expression as codes that sort as their keys do.
  func keyColumn(_ expression: TypedExpression, over list: Int) throws -> KeyColumn {
    if case .ancestor(let ancestor, let inner) = expression.kind {
      var column = try keyColumn(inner, over: ancestor)
      let owners = graph.owners(in: ancestor, of: list)
      if let further = column.owners {
        column.owners = Buffer(owners.map { $0 >= 0 && $0 < further.count ? further[Int($0)] : -1 })
      } else {
        column.owners = owners
      }
      // Rows that belong to no entity of the registry can't have a property of one.
      column.isOutsideWhenAbsent = ancestor == graph.registry
      return column
    }
    switch expression.type {
    case .text?, .category?: return try textKeys(expression, over: list)
    case .flag?, nil: return flagKeys(try truth(expression, over: list))
    case let type?: return try numberKeys(numbers(expression, over: list), type: type)
    }
  }

  private func textKeys(_ expression: TypedExpression, over list: Int) throws -> KeyColumn {
    if let column = try textKernel(expression, list) as? TextColumn {
      return KeyColumn(
        codes: column.codes, codeCount: column.dictionary.count, known: column.known,
        keys: .texts(column.dictionary))
    }
    let vector = try texts(expression, over: list)
    let count = vector.dictionary.count
    return KeyColumn(
      codes: Codes(vector.codes, distinct: count), codeCount: count, known: vector.unknown.map { ~$0 },
      keys: .texts(vector.dictionary))
  }

  private func flagKeys(_ planes: TruthPlanes) -> KeyColumn {
    let codes = [UInt8](unsafeUninitializedCapacity: planes.yes.count) { codes, filled in
      codes.initialize(repeating: 0)
      planes.yes.words.withUnsafeBufferPointer { words in
        Bitmap.forEach(words, in: words.indices) { codes[$0] = 1 }
      }
      filled = planes.yes.count
    }
    return KeyColumn(
      codes: .narrow(Buffer(codes)), codeCount: 2, known: planes.unknown.isEmpty ? nil : ~planes.unknown, keys: .flags)
  }

  private func numberKeys(_ vector: NumberVector, type: ValueType) throws -> KeyColumn {
    var unknown = vector.unknown
    if let high = vector.high { unknown = union(unknown, packed(high.count) { high[$0] != vector.low[$0] }) }
    let known = unknown.map { ~$0 }
    let form = KeyColumn.NumberForm(type: type, places: vector.places)
    var (least, most) = (Int64.max, Int64.min)
    var hasAny = false
    for (row, number) in vector.low.enumerated() where known?.contains(row) ?? true {
      try Interruption.check(atRow: row)
      least = min(least, number)
      most = max(most, number)
      hasAny = true
    }
    if !hasAny { (least, most) = (0, 0) }
    let (span, isHuge) = most.subtractingReportingOverflow(least)
    if !isHuge, span < 1 << 16 || span / 4 < Int64(vector.low.count) {
      // What stands in an unknown cell is no code.
      let codes = try Interruption.map(vector.low) {
        UInt32(truncatingIfNeeded: $0 >= least && $0 <= most ? $0 - least : 0)
      }
      return KeyColumn(
        codes: Codes(codes, distinct: Int(span) + 1), codeCount: Int(span) + 1, known: known,
        keys: .numbers(from: least, form))
    }
    var distinct: [Int64] = []
    for (row, number) in vector.low.enumerated() where known?.contains(row) ?? true { distinct.append(number) }
    distinct = try Interruption.sorted(distinct, by: <)
    var kept = 1
    for place in distinct.indices.dropFirst() where distinct[place] != distinct[place - 1] {
      distinct[kept] = distinct[place]
      kept += 1
    }
    distinct.removeLast(distinct.count - kept)
    let codes = try Interruption.map(vector.low.indices) { row in
      known?.contains(row) ?? true ? UInt32(distinct.firstPlace(notBelow: vector.low[row])) : 0
    }
    return KeyColumn(
      codes: Codes(codes, distinct: distinct.count), codeCount: distinct.count, known: known,
      keys: .distinctNumbers(distinct, form))
  }
}

extension Array where Element: Comparable {
  /// The first place of a sorted array that holds something not below a value.
  fileprivate func firstPlace(notBelow value: Element) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
