import Language
import Values

/// What a part of an answer is computed from: the same key, the same part.
struct SubresultKey: Sendable, Hashable {
  /// What is computed.
  enum Subject: Sendable, Hashable {
    /// Where a condition holds.
    case truth(TypedExpression)
    /// The numbers of an expression.
    case numbers(TypedExpression)
    /// The texts of an expression.
    case texts(TypedExpression)
    /// What an aggregate gives for each row from the rows that belong to it.
    case children(Aggregate)
    /// The earliest or latest of the rows that belong to each row.
    case outermost(Aggregate)
    /// The entities of the rows that an aggregate is over.
    case entities(Aggregate)
    /// How many entities the rows that an aggregate is over are about, in each group of entities.
    case entityCounts(Aggregate, groups: Version)
    /// The group codes of a grouping expression.
    case keys(TypedExpression)
    /// The groups of several lists' rows by properties of their entities.
    case groups([TypedExpression], of: [Int])
    /// An aggregate over the rows that stand, group by group.
    case values(Aggregate, type: ValueType?, groups: Version)
  }

  let subject: Subject
  /// The list over whose rows it is computed.
  let list: Int
  /// The versions of everything that it reads, in an order that the subject alone decides.
  private let versions: [Version]
  /// The texts that it names, byte by byte: as values they are equal also where they are written differently.
  private let texts: [UInt8]
  private let size: Int

  /// The key of a part in a frame; nil for what hangs on worlds that are made anew each time.
  init?(_ subject: Subject, over list: Int, in frame: Frame) {
    var reads = Reads()
    switch subject {
    case .truth(let expression), .numbers(let expression), .texts(let expression), .keys(let expression):
      reads.note(expression, over: list)
    case .children(let aggregate), .outermost(let aggregate), .entities(let aggregate), .values(let aggregate, _, _),
      .entityCounts(let aggregate, _):
      reads.note(aggregate)
    case .groups(let expressions, _):
      for expression in expressions { reads.note(expression, over: list) }
    }
    guard !reads.looksAfterScenarios else { return nil }
    self.subject = subject
    self.list = list
    versions = reads.versions(in: frame)
    texts = reads.texts
    size = reads.size
  }

  /// About how many bytes the key holds: each node of an expression is a box of its own.
  var byteCount: Int {
    2 * MemoryLayout<SubresultKey>.stride + versions.count * MemoryLayout<Version>.stride + texts.count
      + size * (MemoryLayout<TypedExpression>.stride + MemoryLayout<Aggregate>.stride)
  }
}

/// What expressions look at.
private struct Reads {
  /// Lists of whose rows cells are read.
  private var cells: Set<Int> = []
  /// Lists of which it matters what stands.
  private var standing: Set<Int> = []
  /// Lists of which it matters what history holds.
  private var existing: Set<Int> = []
  private(set) var looksAfterScenarios = false
  private(set) var texts: [UInt8] = []
  private(set) var size = 0

  mutating func note(_ expression: TypedExpression, over list: Int) {
    size += 1
    switch expression.kind {
    case .literal(let value): note(value)
    case .column: cells.insert(list)
    case .ancestor(let ancestor, let inner): note(inner, over: ancestor)
    case .aggregate(let aggregate): note(aggregate)
    case .after: looksAfterScenarios = true
    case .isOneOf(let operand, let values):
      values.forEach { note($0) }
      note(operand, over: list)
    case .not, .and, .or, .compare, .arithmetic, .negate, .isKnown, .conditional, .function, .reading:
      for child in expression.children { note(child, over: list) }
    }
  }

  mutating func note(_ aggregate: Aggregate) {
    if aggregate.includesAll { existing.insert(aggregate.list) } else { standing.insert(aggregate.list) }
    // The earliest and the latest are found by the dates in the cells.
    if aggregate.isOutermost { cells.insert(aggregate.list) }
    if let argument = aggregate.argument { note(argument, over: aggregate.list) }
    if let condition = aggregate.condition { note(condition, over: aggregate.list) }
  }

  private mutating func note(_ value: Value) {
    guard case .text(let text) = value else { return }
    texts += Array(text.utf8)
    texts.append(0xFF)
  }

  func versions(in frame: Frame) -> [Version] {
    [frame.graph.structure] + cells.sorted().map { frame.graph.lists[$0].version }
      + standing.sorted().map { frame.standingVersions[$0] } + existing.sorted().map { frame.existingVersions[$0] }
  }
}
