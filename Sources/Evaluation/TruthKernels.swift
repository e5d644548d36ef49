import Language
import Tables
import Values

struct Negation: TruthKernel {
  let operand: any TruthKernel
  func truth(_ rows: Range<Int>) throws -> TruthPlanes { try !operand.truth(rows) }
}

struct Conjunction: TruthKernel {
  let left: any TruthKernel
  let right: any TruthKernel
  func truth(_ rows: Range<Int>) throws -> TruthPlanes { try left.truth(rows) & right.truth(rows) }
}

struct Disjunction: TruthKernel {
  let left: any TruthKernel
  let right: any TruthKernel
  func truth(_ rows: Range<Int>) throws -> TruthPlanes { try left.truth(rows) | right.truth(rows) }
}

/// Whether two conditions have the same truth.
struct TruthEquality: TruthKernel {
  let left: any TruthKernel
  let right: any TruthKernel

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let (left, right) = (try left.truth(rows), try right.truth(rows))
    let unknown = left.unknown | right.unknown
    return TruthPlanes(yes: (~(left.yes ^ right.yes)).subtracting(unknown), unknown: unknown)
  }
}

struct ConditionalTruth: TruthKernel {
  let condition: any TruthKernel
  let first: any TruthKernel
  let second: any TruthKernel

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let condition = try condition.truth(rows)
    let (first, second) = (try first.truth(rows), try second.truth(rows))
    // In doubt which branch holds, a truth that both share is certain all the same.
    let yes = (condition.yes & first.yes) | (condition.no & second.yes) | (condition.unknown & first.yes & second.yes)
    let no = (condition.yes & first.no) | (condition.no & second.no) | (condition.unknown & first.no & second.no)
    return TruthPlanes(yes: yes, unknown: ~(yes | no))
  }
}

/// Whether numbers compare with one number, which stands between whole multiples of the column's unit or on one.
struct NumberThreshold: TruthKernel {
  let operand: any NumberKernel
  let sign: BinaryOperator
  let threshold: Int64

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let vector = try operand.numbers(rows)
    let sure: Bitmap
    let possible: Bitmap
    let (low, high) = (vector.low, vector.upper)
    switch sign {
    case .less:
      sure = packed(rows.count) { high[$0] < threshold }
      possible = vector.high == nil ? sure : packed(rows.count) { low[$0] < threshold }
    case .lessOrEqual:
      sure = packed(rows.count) { high[$0] <= threshold }
      possible = vector.high == nil ? sure : packed(rows.count) { low[$0] <= threshold }
    case .greater:
      sure = packed(rows.count) { low[$0] > threshold }
      possible = vector.high == nil ? sure : packed(rows.count) { high[$0] > threshold }
    case .greaterOrEqual:
      sure = packed(rows.count) { low[$0] >= threshold }
      possible = vector.high == nil ? sure : packed(rows.count) { high[$0] >= threshold }
    default:
      let equal = packed(rows.count) { low[$0] == threshold && high[$0] == threshold }
      let overlapping = packed(rows.count) { low[$0] <= threshold && threshold <= high[$0] }
      (sure, possible) = sign == .equal ? (equal, overlapping) : (~overlapping, ~equal)
    }
    let unknown = vector.unknown
    let yes = sure.without(unknown)
    return TruthPlanes(yes: yes, unknown: (unknown.map { possible | $0 } ?? possible).subtracting(yes))
  }
}

/// Whether two numbers of one scale compare.
struct NumberComparison: TruthKernel {
  let sign: BinaryOperator
  let left: any NumberKernel
  let right: any NumberKernel

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let (left, right) = (try left.numbers(rows), try right.numbers(rows))
    let (firstLow, firstHigh) = (left.low, left.upper)
    let (secondLow, secondHigh) = (right.low, right.upper)
    let sure: Bitmap
    let possible: Bitmap
    switch sign {
    case .less:
      sure = packed(rows.count) { firstHigh[$0] < secondLow[$0] }
      possible = packed(rows.count) { firstLow[$0] < secondHigh[$0] }
    case .lessOrEqual:
      sure = packed(rows.count) { firstHigh[$0] <= secondLow[$0] }
      possible = packed(rows.count) { firstLow[$0] <= secondHigh[$0] }
    case .greater:
      sure = packed(rows.count) { firstLow[$0] > secondHigh[$0] }
      possible = packed(rows.count) { firstHigh[$0] > secondLow[$0] }
    case .greaterOrEqual:
      sure = packed(rows.count) { firstLow[$0] >= secondHigh[$0] }
      possible = packed(rows.count) { firstHigh[$0] >= secondLow[$0] }
    default:
      let equal = packed(rows.count) {
        firstLow[$0] == firstHigh[$0] && secondLow[$0] == secondHigh[$0] && firstLow[$0] == secondLow[$0]
      }
      let overlapping = packed(rows.count) { firstLow[$0] <= secondHigh[$0] && secondLow[$0] <= firstHigh[$0] }
      (sure, possible) = sign == .equal ? (equal, overlapping) : (~overlapping, ~equal)
    }
    let unknown = union(left.unknown, right.unknown)
    let yes = sure.without(unknown)
    return TruthPlanes(yes: yes, unknown: (unknown.map { possible | $0 } ?? possible).subtracting(yes))
  }
}

/// Whether a text is one of those whose codes were found to pass: a test made once a distinct text, not once a row.
struct TextTest: TruthKernel {
  let operand: any TextKernel
  /// For each code, whether its text passes.
  let passes: [Bool]

  init(_ operand: any TextKernel, passes: [Bool]) { (self.operand, self.passes) = (operand, passes) }

  /// - Throws: `Interruption`.
  init(_ operand: any TextKernel, _ test: (String) -> Bool) throws {
    self.init(operand, passes: try Interruption.map(operand.dictionary.texts, test))
  }

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let vector = try operand.texts(rows)
    let codes = vector.codes
    let yes = passes.isEmpty ? Bitmap(count: rows.count) : packed(rows.count) { passes[Int(codes[$0])] }
    return TruthPlanes(
      yes: yes.without(vector.unknown), unknown: vector.unknown ?? Bitmap(count: rows.count))
  }
}

/// Whether two texts compare, by their ranks among the texts of both dictionaries.
struct TextComparison: TruthKernel {
  let sign: BinaryOperator
  let left: any TextKernel
  let right: any TextKernel
  let leftRanks: [Int32]
  let rightRanks: [Int32]

  init(_ sign: BinaryOperator, _ left: any TextKernel, _ right: any TextKernel) {
    (self.sign, self.left, self.right) = (sign, left, right)
    let texts = Set(left.dictionary.texts).union(right.dictionary.texts)
    let ordered = texts.sorted { Value.text($0) < Value.text($1) }
    let ranks = Dictionary(uniqueKeysWithValues: zip(ordered, 0..<Int32(ordered.count)))
    leftRanks = left.dictionary.texts.map { ranks[$0] ?? 0 }
    rightRanks = right.dictionary.texts.map { ranks[$0] ?? 0 }
  }

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let (first, second) = (try left.texts(rows), try right.texts(rows))
    let unknown = union(first.unknown, second.unknown)
    let yes = packed(rows.count) { row in
      let firstRank = leftRanks.isEmpty ? -1 : leftRanks[Int(first.codes[row])]
      let secondRank = rightRanks.isEmpty ? -1 : rightRanks[Int(second.codes[row])]
      return switch sign {
      case .equal: firstRank == secondRank
      case .notEqual: firstRank != secondRank
      case .less: firstRank < secondRank
      case .lessOrEqual: firstRank <= secondRank
      case .greater: firstRank > secondRank
      default: firstRank >= secondRank
      }
    }
    return TruthPlanes(yes: yes.without(unknown), unknown: unknown ?? Bitmap(count: rows.count))
  }
}

/// Whether a value is known. A number that unknown rows leave open is not, unless intervals count as known.
struct Knownness: TruthKernel {
  enum Operand {
    case truth(any TruthKernel)
    case number(any NumberKernel)
    case text(any TextKernel)
  }

  let operand: Operand
  var countsIntervals = false

  func truth(_ rows: Range<Int>) throws -> TruthPlanes {
    let unknown: Bitmap
    switch operand {
    case .truth(let kernel): unknown = try kernel.truth(rows).unknown
    case .text(let kernel): unknown = try kernel.texts(rows).unknown ?? Bitmap(count: rows.count)
    case .number(let kernel):
      let vector = try kernel.numbers(rows)
      let open = countsIntervals ? nil : vector.high.map { high in packed(rows.count) { vector.low[$0] != high[$0] } }
      unknown = union(vector.unknown, open) ?? Bitmap(count: rows.count)
    }
    return TruthPlanes(yes: ~unknown, unknown: Bitmap(count: rows.count))
  }
}
