import Language
import Tables
import Values

// Conditions on one column, tested on its values as they are stored, without a copy.

/// Whether a column's numbers, days or months compare with one number.
struct ColumnThreshold<Number: FixedWidthInteger & BitwiseCopyable & Sendable>: TruthKernel {
  let values: Buffer<Number>
  let known: Bitmap?
  let sign: BinaryOperator
  let threshold: Number

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    let threshold = threshold
    let yes = values.withUnsafeBufferPointer { values in
      let values = UnsafeBufferPointer(rebasing: values[rows])
      return switch sign {
      case .less: packedBits(values) { $0 < threshold }
      case .lessOrEqual: packedBits(values) { $0 <= threshold }
      case .greater: packedBits(values) { $0 > threshold }
      case .greaterOrEqual: packedBits(values) { $0 >= threshold }
      case .notEqual: packedBits(values) { $0 != threshold }
      default: packedBits(values) { $0 == threshold }
      }
    }
    return TruthPlanes(yes, knownIn: known?.slice(rows))
  }
}

/// Whether a column's text is one of those whose codes pass.
struct CodeTest<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>: TruthKernel {
  let codes: Buffer<Code>
  let known: Bitmap?
  /// For each code, 1 where its text passes; as many as there are codes, at least one.
  private let passes: [UInt8]
  /// The one code that passes, or the one that does not.
  private let only: (code: Code, passes: Bool)?

  init(_ codes: Buffer<Code>, known: Bitmap?, passes: [Bool]) {
    self.codes = codes
    self.known = known
    self.passes = passes.isEmpty ? [0] : passes.map { $0 ? 1 : 0 }
    let passing = passes.indices.filter { passes[$0] }
    let failing = passes.indices.filter { !passes[$0] }
    if passing.count == 1 {
      only = (Code(passing[0]), true)
    } else if failing.count == 1 {
      only = (Code(failing[0]), false)
    } else {
      only = nil
    }
  }

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    let yes = codes.withUnsafeBufferPointer { codes in
      let codes = UnsafeBufferPointer(rebasing: codes[rows])
      if let only {
        let code = only.code
        return only.passes ? packedBits(codes) { $0 == code } : packedBits(codes) { $0 != code }
      }
      return passes.withUnsafeBufferPointer { passes in packedBits(codes) { passes[Int($0)] != 0 } }
    }
    return TruthPlanes(yes, knownIn: known?.slice(rows))
  }
}

extension TruthPlanes {
  /// What holds among the rows whose value is known; the others are unknown.
  init(_ yes: Bitmap, knownIn known: Bitmap?) {
    if let known {
      self.init(yes: yes & known, unknown: ~known)
    } else {
      self.init(yes: yes, unknown: Bitmap(count: yes.count))
    }
  }
}

extension IntegerColumn {
  /// The comparison of the column with a number, on the column itself.
  func threshold(_ sign: BinaryOperator, _ number: Int64) -> any TruthKernel {
    switch integers {
    case .narrow(let cells): narrow(cells, sign, number)
    case .medium(let cells): narrow(cells, sign, number)
    case .wide(let cells): narrow(cells, sign, number)
    case .full(let cells): ColumnThreshold(values: cells, known: known, sign: sign, threshold: number)
    }
  }

  /// The comparison on cells of their own width. A number that no such cell reaches is on one side of them all.
  private func narrow<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ cells: Buffer<Cell>, _ sign: BinaryOperator, _ number: Int64
  ) -> any TruthKernel {
    if let threshold = Cell(exactly: number) {
      return ColumnThreshold(values: cells, known: known, sign: sign, threshold: threshold)
    }
    let holds =
      switch sign {
      case .less, .lessOrEqual: number > 0
      case .greater, .greaterOrEqual: number < 0
      case .notEqual: true
      default: false
      }
    // No cell is below 0, so this holds for all of them or for none.
    return ColumnThreshold(values: cells, known: known, sign: holds ? .greaterOrEqual : .less, threshold: 0)
  }
}

extension DayColumn {
  /// The comparison of the column with a number, on the column itself; nil for a number that is no day.
  func threshold(_ sign: BinaryOperator, _ number: Int64) -> (any TruthKernel)? {
    Int32(exactly: number).map { ColumnThreshold(values: days, known: known, sign: sign, threshold: $0) }
  }
}

extension TextColumn {
  /// A test of the column's texts, made once a distinct text.
  func test(_ test: (String) -> Bool) -> any TruthKernel {
    let passes = dictionary.texts.map(test)
    return switch codes {
    case .narrow(let codes): CodeTest(codes, known: known, passes: passes)
    case .medium(let codes): CodeTest(codes, known: known, passes: passes)
    case .wide(let codes): CodeTest(codes, known: known, passes: passes)
    }
  }
}
