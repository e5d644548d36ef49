import Language
import Tables
import Values

// Parts of answers that are kept between questions.
extension Evaluator {
  /// Whether parts of answers are kept at all.
  var isKeeping: Bool { frame.cache.map { $0.limit > 0 } ?? false }

  /// A part of an answer: the one that was kept, or one that is computed and kept.
  func kept<Part: Keepable>(
    _ subject: SubresultKey.Subject, over list: Int, _ compute: () throws -> Part
  ) rethrows -> Part {
    guard isKeeping, let cache = frame.cache, let key = SubresultKey(subject, over: list, in: frame) else {
      return try compute()
    }
    if let part = cache.value(for: key) as? Part { return part }
    let part = try compute()
    cache.keep(part, for: key)
    return part
  }

  /// The part of an answer that was kept.
  func keptPart<Part: Keepable>(_ subject: SubresultKey.Subject, over list: Int) -> Part? {
    guard isKeeping, let cache = frame.cache, let key = SubresultKey(subject, over: list, in: frame) else { return nil }
    return cache.value(for: key) as? Part
  }

  /// Keeps a part of an answer.
  func keep(_ part: some Keepable, as subject: SubresultKey.Subject, over list: Int) {
    guard isKeeping, let cache = frame.cache, let key = SubresultKey(subject, over: list, in: frame) else { return }
    cache.keep(part, for: key)
  }

  /// What an aggregate gives for each row of a list from the rows that belong to it.
  func narrowNumbers(of aggregate: Aggregate, for list: Int) throws -> NarrowNumbers {
    try kept(.children(aggregate), over: list) { NarrowNumbers(try numbers(of: aggregate, for: list)) }
  }

  /// The earliest or latest of the rows that belong to each row of a list, as `outermost(_:for:)` gives it.
  func keptOutermost(_ aggregate: Aggregate, for list: Int) throws -> Buffer<Int32> {
    // Of which record the value is taken makes no difference to which record it is.
    let record = Aggregate(
      aggregate.function, list: aggregate.list, includesAll: aggregate.includesAll, condition: aggregate.condition)
    return try kept(.outermost(record), over: list) { Buffer(try outermost(aggregate, for: list)) }
  }
}

extension TypedExpression {
  /// Whether its results are worth keeping: what a column holds or what is the same for every row is at hand anyway.
  var isWorthKeeping: Bool {
    switch kind {
    case .literal, .column: false
    default: !isConstant
    }
  }
}

// MARK: How much memory parts hold

/// What an array holds besides its elements.
private let arrayHeader = 32

extension Array where Element: BitwiseCopyable {
  var heldBytes: Int { capacity * MemoryLayout<Element>.stride + arrayHeader }
}

extension Bitmap {
  var heldBytes: Int { words.byteCount + arrayHeader }
}

extension Buffer {
  var heldBytes: Int { byteCount + arrayHeader }
}

extension Buffer: Keepable where Element == Int32 {}

extension TruthPlanes: Keepable {
  var byteCount: Int { yes.heldBytes + unknown.heldBytes }
}

extension TextVector: Keepable {
  /// The texts themselves are a column's, or few.
  var byteCount: Int { codes.heldBytes + (unknown?.heldBytes ?? 0) }
}

extension ChildCounts: Keepable {
  var byteCount: Int {
    switch cells {
    case .bytes(let cells): cells.heldBytes
    case .shorts(let cells): cells.heldBytes
    case .words(let cells): cells.heldBytes
    case .wide(let cells): cells.heldBytes
    }
  }
}

extension Standing: Keepable {
  var byteCount: Int { low.heldBytes + headline.heldBytes + high.heldBytes }
}

extension KeyColumn: Keepable {
  /// Codes and owners may be a column's or the graph's own; they are counted all the same.
  var byteCount: Int { codes.byteCount + (known?.heldBytes ?? 0) + (owners?.heldBytes ?? 0) + arrayHeader }
}

extension RowGroups: Keepable {
  var byteCount: Int { column.byteCount + heldBytes }
}

extension Grouping: Keepable {
  var byteCount: Int {
    keys.heldBytes
      + groups.values.reduce(entityGroups?.byteCount ?? 0) { $0 + $1.byteCount }
  }
}

/// Values of groups.
struct GroupValues: Keepable {
  let values: [RangedValue]

  var byteCount: Int { values.capacity * MemoryLayout<RangedValue>.stride + arrayHeader }
}

/// How many entities are in each group: surely, in the headline, and perhaps.
public struct EntityCounts: Sendable, Keepable {
  let low: [Int64]
  let headline: [Int64]
  let high: [Int64]

  /// Numbers, one for each group.
  public init(low: [Int64], headline: [Int64], high: [Int64]) {
    (self.low, self.headline, self.high) = (low, headline, high)
  }

  var byteCount: Int { low.heldBytes + headline.heldBytes + high.heldBytes }
}
