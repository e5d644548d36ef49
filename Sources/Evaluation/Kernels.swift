import Language
import Tables
import Values

/// Computes a condition for a chunk of a list's rows.
///
/// Chunks start at multiples of 64, so that their bits are whole words.
protocol TruthKernel: Sendable {
  func truth(_ rows: Range<Int>) throws -> TruthPlanes
}

/// Computes numbers, dates or months for a chunk of a list's rows.
protocol NumberKernel: Sendable {
  var places: Int { get }
  func numbers(_ rows: Range<Int>) throws -> NumberVector
}

/// Computes texts for a chunk of a list's rows.
protocol TextKernel: Sendable {
  var dictionary: TextDictionary { get }
  func texts(_ rows: Range<Int>) throws -> TextVector
}

/// Rows evaluated at a time: small enough for intermediate results to stay in the cache.
let chunkSize = 16384

/// Cuts rows into chunks.
func chunks(of count: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: chunkSize).map { $0..<min($0 + chunkSize, count) }
}

/// The set of those positions below a count that pass a test, built a word at a time.
@inline(__always)
func packed(_ count: Int, _ test: (Int) -> Bool) -> Bitmap {
  var words = [UInt64](repeating: 0, count: Bitmap.wordCount(for: count))
  for word in words.indices {
    let base = word * 64
    var bits: UInt64 = 0
    for bit in 0..<min(64, count - base) {
      bits |= (test(base + bit) ? 1 : 0) << UInt64(bit)
    }
    words[word] = bits
  }
  return Bitmap(words: words, count: count)
}

/// The unknown rows of either.
func union(_ left: Bitmap?, _ right: Bitmap?) -> Bitmap? {
  guard let left else { return right }
  return right.map { left | $0 } ?? left
}

extension Bitmap {
  /// The set without its rows that are in another.
  func without(_ other: Bitmap?) -> Bitmap { other.map { subtracting($0) } ?? self }
}

// MARK: Columns

/// A column of yes and no.
struct FlagColumn: TruthKernel {
  let flags: Bitmap
  let known: Bitmap?

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    TruthPlanes(count: rows.count, known: known, from: rows.lowerBound) { words in
      flags.words.withUnsafeBufferPointer { flags in
        for index in words.indices { words[index] = flags[rows.lowerBound / 64 &+ index] }
      }
    }
  }
}

/// A column of 64-bit numbers.
struct IntegerColumn: NumberKernel {
  let integers: Integers
  let known: Bitmap?
  let places: Int

  func numbers(_ rows: Range<Int>) -> NumberVector {
    NumberVector(low: integers.array(rows), unknown: known.map { ~$0.slice(rows) }, places: places)
  }
}

/// A column of days or months.
struct DayColumn: NumberKernel {
  let days: Buffer<Int32>
  let known: Bitmap?
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    NumberVector(low: days[rows].map { Int64($0) }, unknown: known.map { ~$0.slice(rows) }, places: 0)
  }
}

/// A column of text.
struct TextColumn: TextKernel {
  let codes: Codes
  let dictionary: TextDictionary
  let known: Bitmap?

  func texts(_ rows: Range<Int>) -> TextVector {
    let codes: [UInt32] =
      switch codes {
      case .narrow(let codes): codes[rows].map { UInt32($0) }
      case .medium(let codes): codes[rows].map { UInt32($0) }
      case .wide(let codes): Array(codes[rows])
      }
    return TextVector(codes: codes, dictionary: dictionary, unknown: known.map { ~$0.slice(rows) })
  }
}

// MARK: Constants

struct ConstantTruth: TruthKernel {
  let answer: Truth

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    TruthPlanes(repeating: answer == .unknown ? nil : answer == .yes, count: rows.count)
  }
}

struct ConstantNumber: NumberKernel {
  /// nil is unknown.
  let number: Int64?
  let places: Int

  func numbers(_ rows: Range<Int>) -> NumberVector {
    NumberVector(
      low: [Int64](repeating: number ?? 0, count: rows.count),
      unknown: number == nil ? Bitmap(repeating: true, count: rows.count) : nil, places: places)
  }
}

struct ConstantText: TextKernel {
  let dictionary: TextDictionary
  let isUnknown: Bool

  init(_ text: String?) {
    dictionary = TextDictionary([text ?? ""])
    isUnknown = text == nil
  }

  func texts(_ rows: Range<Int>) -> TextVector {
    TextVector(
      codes: [UInt32](repeating: 0, count: rows.count), dictionary: dictionary,
      unknown: isUnknown ? Bitmap(repeating: true, count: rows.count) : nil)
  }
}

// MARK: Results that were computed for a whole list before

struct StoredTruth: TruthKernel {
  let planes: TruthPlanes

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    TruthPlanes(yes: planes.yes.slice(rows), unknown: planes.unknown.slice(rows))
  }
}

struct StoredNumbers: NumberKernel {
  let vector: NumberVector
  var places: Int { vector.places }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    NumberVector(
      low: Array(vector.low[rows]), high: vector.high.map { Array($0[rows]) },
      unknown: vector.unknown.map { $0.slice(rows) }, places: places)
  }
}

// MARK: What a row's ancestor holds

/// The truth of a condition over the ancestor that each row belongs to; unknown where there is none: below nothing, or
/// past the ancestors' end.
struct GatheredTruth: TruthKernel {
  let planes: TruthPlanes
  let ancestors: Buffer<Int32>

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    let end = UInt32(clamping: planes.yes.count)
    func gathered(_ set: Bitmap, orAbsent isAbsentIn: Bool) -> Bitmap {
      set.words.withUnsafeBufferPointer { words in
        ancestors.withUnsafeBufferPointer { ancestors in
          packedBits(UnsafeBufferPointer(rebasing: ancestors[rows])) { ancestor in
            let place = UInt32(bitPattern: ancestor)
            return place < end ? (words[Int(place &>> 6)] &>> UInt64(place & 63)) & 1 == 1 : isAbsentIn
          }
        }
      }
    }
    return TruthPlanes(yes: gathered(planes.yes, orAbsent: false), unknown: gathered(planes.unknown, orAbsent: true))
  }
}

struct GatheredNumbers: NumberKernel {
  let vector: NumberVector
  let ancestors: Buffer<Int32>
  var places: Int { vector.places }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    let picked = ancestors[rows]
    let end = vector.low.count
    return NumberVector(
      low: picked.map { $0 < 0 || $0 >= end ? 0 : vector.low[Int($0)] },
      high: vector.high.map { high in picked.map { $0 < 0 || $0 >= end ? 0 : high[Int($0)] } },
      unknown: absentOrUnknown(vector.unknown, ancestors, rows, count: end), places: places)
  }
}

struct GatheredTexts: TextKernel {
  let vector: TextVector
  let ancestors: Buffer<Int32>
  var dictionary: TextDictionary { vector.dictionary }

  func texts(_ rows: Range<Int>) -> TextVector {
    let end = vector.codes.count
    return TextVector(
      codes: ancestors[rows].map { $0 < 0 || $0 >= end ? 0 : vector.codes[Int($0)] }, dictionary: dictionary,
      unknown: absentOrUnknown(vector.unknown, ancestors, rows, count: end))
  }
}

/// The rows without an ancestor, or with one of which nothing is known.
private func absentOrUnknown(_ unknown: Bitmap?, _ ancestors: Buffer<Int32>, _ rows: Range<Int>, count: Int) -> Bitmap {
  let end = UInt32(clamping: count)
  return ancestors.withUnsafeBufferPointer { ancestors in
    let ancestors = UnsafeBufferPointer(rebasing: ancestors[rows])
    guard let unknown else { return packedBits(ancestors) { UInt32(bitPattern: $0) >= end } }
    return unknown.words.withUnsafeBufferPointer { words in
      packedBits(ancestors) { ancestor in
        let place = UInt32(bitPattern: ancestor)
        return place >= end || (words[Int(place &>> 6)] &>> UInt64(place & 63)) & 1 == 1
      }
    }
  }
}
