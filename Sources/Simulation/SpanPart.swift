/// A record's part in a count: the days of its span, and in which readings it counts on them.
struct SpanPart {
  enum Certainty: UInt8, Comparable {
    case possible
    case inHeadline
    case sure

    static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
  }

  let first: Int32
  let end: Int32
  let certainty: Certainty
}

/// Whether one unit moved within a period: surely, in the headline, perhaps.
struct Move: Hashable {
  var low = false
  var headline = false
  var high = false
}

extension ArraySlice<SpanPart> {
  /// How a unit with these parts moves after a day up to another.
  /// - Precondition: The parts are in the order of their first days, and none is empty.
  func moves(after from: Int32, to: Int32) -> (entered: Move, left: Move) {
    let possible = Attendance(self, from, to, atLeast: .possible)
    let headline = Attendance(self, from, to, atLeast: .inHeadline)
    let sure = Attendance(self, from, to, atLeast: .sure)
    let mayMove = possible.isThere && sure.firstGap != nil
    // A sure move is one of the two only where the ends don't make it the other.
    let surelyEnters = sure.isThere(after: possible.firstGap) && (sure.atEnd || !possible.atStart)
    let surelyLeaves = sure.isThere(before: possible.lastGap) && (sure.atStart || !possible.atEnd)
    return (
      Move(low: surelyEnters, headline: headline.enters, high: mayMove && !(sure.atStart && !possible.atEnd)),
      Move(low: surelyLeaves, headline: headline.leaves, high: mayMove && !(sure.atEnd && !possible.atStart))
    )
  }
}

/// On which days of a stretch some parts are there, of those that count in a reading.
private struct Attendance {
  private(set) var isThere = false
  private(set) var atStart = false
  private(set) var atEnd = false
  /// The first and the last day on which none is.
  private(set) var firstGap: Int32?
  private(set) var lastGap: Int32?
  private var earliest = Int32.max
  private var latest = Int32.min

  init(_ parts: ArraySlice<SpanPart>, _ from: Int32, _ to: Int32, atLeast certainty: SpanPart.Certainty) {
    /// The first day that is not known to be covered.
    var open = from
    for part in parts where part.certainty >= certainty && part.first <= to && part.end > from {
      isThere = true
      atStart = atStart || part.first <= from
      atEnd = atEnd || part.end > to
      earliest = min(earliest, max(part.first, from))
      latest = max(latest, min(part.end - 1, to))
      if part.first > open {
        firstGap = firstGap ?? open
        lastGap = part.first - 1
      }
      open = max(open, part.end)
    }
    guard open <= to else { return }
    firstGap = firstGap ?? open
    lastGap = to
  }

  func isThere(after gap: Int32?) -> Bool { gap.map { latest > $0 } ?? false }
  func isThere(before gap: Int32?) -> Bool { gap.map { earliest < $0 } ?? false }

  var enters: Bool { atEnd ? !atStart || firstGap != nil : !atStart && isThere }
  var leaves: Bool { atStart ? !atEnd || firstGap != nil : !atEnd && isThere }
}
