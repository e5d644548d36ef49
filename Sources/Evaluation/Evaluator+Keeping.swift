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

  /// What an aggregate gives for each row of a list from the rows that belong to it.
  func narrowNumbers(of aggregate: Aggregate, for list: Int) throws -> NarrowNumbers {
    try kept(.children(aggregate), over: list) { NarrowNumbers(try numbers(of: aggregate, for: list)) }
  }

  /// The earliest or latest of the rows that belong to each row of a list, as `outermost(_:for:)` gives it.
  func keptOutermost(_ aggregate: Aggregate, for list: Int) throws -> [Int32] {
    // Of which record the value is taken makes no difference to which record it is.
    let record = Aggregate(
      aggregate.function, list: aggregate.list, includesAll: aggregate.includesAll, condition: aggregate.condition)
    return try kept(.outermost(record), over: list) { try outermost(aggregate, for: list) }
  }

  /// The row of an ancestor that each row of a list belongs to, or -1.
  func ancestors(_ ancestor: Int, of list: Int) -> [Int32] {
    // A parent that is no registry is found in the list itself: nothing is computed.
    guard ancestor == graph.registry || graph.schema.lists[list].parent != ancestor else {
      return graph.rows(of: ancestor, from: list)
    }
    return kept(.ancestors(ancestor), over: list) { graph.rows(of: ancestor, from: list) }
  }

  /// The rows of a list that belong to each row of an ancestor.
  func links(from ancestor: Int, to list: Int) -> ChildLinks {
    guard ancestor == graph.registry || graph.schema.lists[list].parent != ancestor else {
      return graph.links(from: ancestor, to: list)
    }
    return kept(.links(to: list), over: ancestor) { graph.links(from: ancestor, to: list) }
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
  fileprivate var heldBytes: Int { capacity * MemoryLayout<Element>.stride + arrayHeader }
}

extension Bitmap {
  var heldBytes: Int { words.byteCount + arrayHeader }
}

extension Array: Keepable where Element == Int32 {
  var byteCount: Int { heldBytes }
}

extension TruthPlanes: Keepable {
  var byteCount: Int { yes.heldBytes + unknown.heldBytes }
}

extension TextVector: Keepable {
  /// The texts themselves are a column's, or few.
  var byteCount: Int { codes.heldBytes + (unknown?.heldBytes ?? 0) }
}

extension ChildLinks: Keepable {
  var byteCount: Int { offsets.heldBytes + rows.heldBytes }
}

extension GroupKey {
  fileprivate var heldBytes: Int {
    var bytes = MemoryLayout<GroupKey>.stride
    // Longer texts stand in a place of their own.
    if case .value(.text(let text)) = self, text.utf8.count > 15 { bytes += text.utf8.count + arrayHeader }
    return bytes
  }
}

/// The group codes of a list's rows, and what each code stands for.
struct KeyColumn: Keepable {
  var codes: [Int32]
  var keys: [GroupKey]

  var byteCount: Int { codes.heldBytes + keys.reduce(arrayHeader) { $0 + $1.heldBytes } }
}

extension Grouping: Keepable {
  var byteCount: Int {
    keys.reduce(arrayHeader) { $1.reduce($0 + arrayHeader) { $0 + $1.heldBytes } }
      + groups.values.reduce(entityGroups.heldBytes) { $0 + $1.heldBytes }
  }
}

/// Values of groups.
struct GroupValues: Keepable {
  let values: [RangedValue]

  var byteCount: Int { values.capacity * MemoryLayout<RangedValue>.stride + arrayHeader }
}
