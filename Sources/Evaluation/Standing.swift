import Tables

/// Three nested sets of a list's rows: those that surely stand, that stand in the headline, that may stand.
public struct Standing: Sendable, Hashable {
  /// Rows that stand however the unknown facts turn out.
  public var low: Bitmap
  /// Rows that stand in the conservative reading.
  public var headline: Bitmap
  /// Rows that stand if some unknown facts turn out so.
  public var high: Bitmap

  /// The sets, each a subset of the next.
  public init(low: Bitmap, headline: Bitmap, high: Bitmap) {
    self.low = low
    self.headline = headline
    self.high = high
  }

  /// Rows without doubt.
  public init(_ rows: Bitmap) { self.init(low: rows, headline: rows, high: rows) }

  /// Rows in both.
  public static func & (left: Standing, right: Standing) -> Standing {
    Standing(
      low: left.low & right.low, headline: left.headline & right.headline, high: left.high & right.high)
  }

  /// The rows for which a condition holds: in doubt, they are no part of the headline.
  public func keeping(_ condition: TruthPlanes) -> Standing {
    Standing(
      low: low & condition.yes, headline: headline & condition.yes, high: high & (condition.yes | condition.unknown))
  }

  /// The rows left when those for which a condition holds are taken: in doubt, they stay in the headline.
  public func taking(_ condition: TruthPlanes) -> Standing {
    let sure = condition.yes
    return Standing(
      low: low.subtracting(sure | condition.unknown), headline: headline.subtracting(sure),
      high: high.subtracting(sure))
  }

  /// The rows that stand when those that exist begin to wherever a condition holds: in doubt, they are no part of the
  /// headline.
  public func admitting(_ condition: TruthPlanes, of existing: Standing) -> Standing {
    let sure = condition.yes
    return Standing(
      low: low | (existing.low & sure), headline: headline | (existing.headline & sure),
      high: high | (existing.high & (sure | condition.unknown)))
  }

  /// Whether no row is in doubt.
  public var isExact: Bool { low == high }
}

/// The truth of a condition for each row, as two sets: where it is true and where it is unknown.
public struct TruthPlanes: Sendable, Hashable {
  /// Rows for which it is true.
  public var yes: Bitmap
  /// Rows for which it is unknown; none of them in `yes`.
  public var unknown: Bitmap

  /// The two sets over the same rows.
  public init(yes: Bitmap, unknown: Bitmap) {
    self.yes = yes
    self.unknown = unknown
  }

  /// The same truth for every row.
  public init(repeating truth: Bool?, count: Int) {
    yes = Bitmap(repeating: truth == true, count: count)
    unknown = Bitmap(repeating: truth == nil, count: count)
  }

  /// Rows for which it is false.
  public var no: Bitmap { ~(yes | unknown) }

  /// Kleene's negation.
  public static prefix func ! (planes: TruthPlanes) -> TruthPlanes {
    TruthPlanes(yes: planes.no, unknown: planes.unknown)
  }

  /// Kleene's conjunction.
  public static func & (left: TruthPlanes, right: TruthPlanes) -> TruthPlanes {
    let yes = left.yes & right.yes
    let possible = (left.yes | left.unknown) & (right.yes | right.unknown)
    return TruthPlanes(yes: yes, unknown: possible.subtracting(yes))
  }

  /// Kleene's disjunction.
  public static func | (left: TruthPlanes, right: TruthPlanes) -> TruthPlanes {
    let yes = left.yes | right.yes
    return TruthPlanes(yes: yes, unknown: (left.unknown | right.unknown).subtracting(yes))
  }
}

extension TruthPlanes {
  /// Where rows stand, as a condition: unknown for those that only may.
  public init(_ standing: Standing) {
    self.init(yes: standing.low, unknown: standing.high.subtracting(standing.low))
  }
}
