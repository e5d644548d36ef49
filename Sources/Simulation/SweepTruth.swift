import Evaluation
import Tables

/// The truth of a condition for each row, or the same for all rows, as most parts of a swept condition have it.
enum SweepTruth {
  /// True for every row.
  case always
  /// False for every row.
  case never
  /// Unknown for every row.
  case doubtful
  /// Told row by row.
  case rows(TruthPlanes)

  /// Kleene's negation.
  static prefix func ! (truth: SweepTruth) -> SweepTruth {
    switch truth {
    case .always: .never
    case .never: .always
    case .doubtful: .doubtful
    case .rows(let planes): .rows(!planes)
    }
  }

  /// Kleene's conjunction.
  static func & (left: SweepTruth, right: SweepTruth) -> SweepTruth {
    switch (left, right) {
    case (.never, _), (_, .never): .never
    case (.always, let other), (let other, .always): other
    case (.doubtful, .doubtful): .doubtful
    case (.doubtful, .rows(let planes)), (.rows(let planes), .doubtful):
      .rows(planes & TruthPlanes(repeating: nil, count: planes.yes.count))
    case (.rows(let left), .rows(let right)): .rows(left & right)
    }
  }

  /// Kleene's disjunction.
  static func | (left: SweepTruth, right: SweepTruth) -> SweepTruth {
    switch (left, right) {
    case (.always, _), (_, .always): .always
    case (.never, let other), (let other, .never): other
    case (.doubtful, .doubtful): .doubtful
    case (.doubtful, .rows(let planes)), (.rows(let planes), .doubtful):
      .rows(planes | TruthPlanes(repeating: nil, count: planes.yes.count))
    case (.rows(let left), .rows(let right)): .rows(left | right)
    }
  }

  /// The truth row by row.
  func planes(count: Int) -> TruthPlanes {
    switch self {
    case .always: TruthPlanes(repeating: true, count: count)
    case .never: TruthPlanes(repeating: false, count: count)
    case .doubtful: TruthPlanes(repeating: nil, count: count)
    case .rows(let planes): planes
    }
  }

  /// The truth for rows that follow one another.
  func slice(_ rows: Range<Int>) -> SweepTruth {
    switch self {
    case .always, .never, .doubtful: self
    case .rows(let planes):
      .rows(TruthPlanes(yes: planes.yes.slice(rows), unknown: planes.unknown.slice(rows)))
    }
  }

  /// Those of some rows for which it is true; nil for none.
  func yes(among rows: Bitmap) -> Bitmap? {
    switch self {
    case .always: rows
    case .never, .doubtful: nil
    case .rows(let planes): planes.yes & rows
    }
  }

  /// Those of some rows for which it is unknown; nil for none.
  func unknown(among rows: Bitmap) -> Bitmap? {
    switch self {
    case .doubtful: rows
    case .always, .never: nil
    case .rows(let planes): planes.unknown & rows
    }
  }
}
