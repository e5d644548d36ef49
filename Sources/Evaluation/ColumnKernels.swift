import Language
import Tables
import Values

// Conditions on one column, tested on its values as they are stored, without a copy. What depends on the width of the
// cells is inside, so that the compiler knows each width where it loops over rows.

/// Whether a column's numbers, days or months compare with one number.
struct ColumnThreshold: TruthKernel {
  /// The cells, as wide as they are stored.
  enum Cells: Sendable {
    case numbers(Integers)
    case days(Buffer<Int32>)
  }

  let cells: Cells
  let known: Bitmap?
  let sign: BinaryOperator
  let threshold: Int64

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    switch cells {
    case .numbers(.narrow(let cells)): truth(cells, rows)
    case .numbers(.medium(let cells)): truth(cells, rows)
    case .numbers(.wide(let cells)): truth(cells, rows)
    case .numbers(.full(let cells)): truth(cells, rows)
    case .days(let cells): truth(cells, rows)
    }
  }

  @inline(__always)
  private func truth<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ cells: Buffer<Cell>, _ rows: Range<Int>
  ) -> TruthPlanes {
    guard let threshold = Cell(exactly: threshold) else {
      // No cell reaches the number: it is on one side of them all.
      let holds =
        switch sign {
        case .less, .lessOrEqual: threshold > 0
        case .greater, .greaterOrEqual: threshold < 0
        case .notEqual: true
        default: false
        }
      return TruthPlanes(count: rows.count, known: known, from: rows.lowerBound) {
        $0.update(repeating: holds ? .max : 0)
      }
    }
    return cells.withUnsafeBufferPointer { cells in
      let cells = UnsafeBufferPointer(rebasing: cells[rows])
      return TruthPlanes(count: rows.count, known: known, from: rows.lowerBound) { words in
        switch sign {
        case .less: packBits(cells, into: words) { $0 < threshold }
        case .lessOrEqual: packBits(cells, into: words) { $0 <= threshold }
        case .greater: packBits(cells, into: words) { $0 > threshold }
        case .greaterOrEqual: packBits(cells, into: words) { $0 >= threshold }
        case .notEqual: packBits(cells, into: words) { $0 != threshold }
        default: packBits(cells, into: words) { $0 == threshold }
        }
      }
    }
  }
}

/// Whether a column's text is one of those whose codes pass.
struct CodeTest: TruthKernel {
  let codes: Codes
  let known: Bitmap?
  /// For each code, 1 where its text passes; as many as there are codes, at least one.
  private let passes: [UInt8]
  /// The one code that passes, or the one that does not.
  private let only: (code: UInt32, passes: Bool)?

  init(_ codes: Codes, known: Bitmap?, passes: [Bool]) {
    self.codes = codes
    self.known = known
    self.passes = passes.isEmpty ? [0] : passes.map { $0 ? 1 : 0 }
    let passing = passes.indices.filter { passes[$0] }
    if passing.count == 1 {
      only = (UInt32(passing[0]), true)
    } else if passing.count == passes.count - 1, let failing = passes.firstIndex(of: false) {
      only = (UInt32(failing), false)
    } else {
      only = nil
    }
  }

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    switch codes {
    case .narrow(let codes): truth(codes, rows)
    case .medium(let codes): truth(codes, rows)
    case .wide(let codes): truth(codes, rows)
    }
  }

  @inline(__always)
  private func truth<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ codes: Buffer<Code>, _ rows: Range<Int>
  ) -> TruthPlanes {
    codes.withUnsafeBufferPointer { codes in
      let codes = UnsafeBufferPointer(rebasing: codes[rows])
      return TruthPlanes(count: rows.count, known: known, from: rows.lowerBound) { words in
        if let only {
          let code = Code(truncatingIfNeeded: only.code)
          if only.passes {
            packBits(codes, into: words) { $0 == code }
          } else {
            packBits(codes, into: words) { $0 != code }
          }
        } else {
          let passes = passes
          packBits(codes, into: words) { passes[Int($0)] != 0 }
        }
      }
    }
  }
}

extension TruthPlanes {
  /// What holds among the rows whose value is known; the others are unknown.
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - known: The rows of the whole column whose value is known; nil for all.
  ///   - start: The first row's place in the column, a multiple of 64.
  ///   - body: Writes the words of the rows for which it holds if they are known.
  @inline(__always)
  init(count: Int, known: Bitmap?, from start: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
    precondition(start & 63 == 0 && known.map { $0.count >= start + count } ?? true, "rows past the column's end")
    self = TruthPlanes.made(count: count) { room in
      body(room.yes)
      guard let known else {
        room.unknown.update(repeating: 0)
        return
      }
      known.words.withUnsafeBufferPointer { known in
        for index in room.yes.indices {
          let word = known[start / 64 &+ index]
          room.yes[index] &= word
          room.unknown[index] = ~word
        }
      }
    }
  }
}

extension IntegerColumn {
  /// The comparison of the column with a number, on the column itself.
  func threshold(_ sign: BinaryOperator, _ number: Int64) -> any TruthKernel {
    ColumnThreshold(cells: .numbers(integers), known: known, sign: sign, threshold: number)
  }
}

extension DayColumn {
  /// The comparison of the column with a number, on the column itself.
  func threshold(_ sign: BinaryOperator, _ number: Int64) -> any TruthKernel {
    ColumnThreshold(cells: .days(days), known: known, sign: sign, threshold: number)
  }
}

extension TextColumn {
  /// A test of the column's texts, made once a distinct text.
  /// - Throws: `Interruption`.
  func test(_ test: (String) -> Bool) throws -> any TruthKernel {
    CodeTest(codes, known: known, passes: try Interruption.map(dictionary.texts, test))
  }
}
