import Language
import Synchronization
import Tables
import Values

// Conditions, one or several at once: what is left of them to compute is computed in one pass over the rows.
extension Evaluator {
  /// A condition over the rows of a list.
  public typealias Question = (condition: TypedExpression, list: Int)

  /// Conditions for every row of their lists, part by part: one of which one part is new costs that part.
  /// - Returns: As many as were asked for.
  /// - Throws: `Failure` where a number is too large, of whichever condition; `Interruption`.
  public func truths(_ questions: [Question]) throws -> [TruthPlanes] {
    var parts: [Part] = []
    for question in questions { note(question.condition, over: question.list, in: &parts) }
    var known = Dictionary(minimumCapacity: parts.count) as [Part: TruthPlanes]
    var open: [(part: Part, kernel: any TruthKernel)] = []
    for part in parts where known[part] == nil && !open.contains(where: { $0.part == part }) {
      if let planes = planesAtHand(of: part) {
        known[part] = planes
      } else {
        open.append((part, try truthKernel(part.condition, part.list)))
      }
    }
    let counts = open.map { graph.lists[$0.part.list].rowCount }
    for (part, planes) in zip(open, try TruthPass(kernels: open.map(\.kernel), counts: counts).planes()) {
      known[part.part] = planes
      if part.part.condition.isWorthKeeping { keep(planes, as: .truth(part.part.condition), over: part.part.list) }
    }
    return questions.map { joined($0.condition, over: $0.list, known) }
  }

  /// A part of a condition that is computed and kept by itself.
  private struct Part: Hashable {
    let condition: TypedExpression
    let list: Int
  }

  /// Notes the parts that are computed by themselves, from the left to the right.
  private func note(_ condition: TypedExpression, over list: Int, in parts: inout [Part]) {
    switch condition.kind {
    case .and(let left, let right), .or(let left, let right):
      note(left, over: list, in: &parts)
      note(right, over: list, in: &parts)
    case .not(let operand): note(operand, over: list, in: &parts)
    default: parts.append(Part(condition: condition, list: list))
    }
  }

  /// What needs no computing: a column of yes and no, or what was kept.
  private func planesAtHand(of part: Part) -> TruthPlanes? {
    if case .column(let position) = part.condition.kind {
      return graph.lists[part.list].table.columns[position].truth
    }
    return part.condition.isWorthKeeping ? keptPart(.truth(part.condition), over: part.list) : nil
  }

  private func joined(_ condition: TypedExpression, over list: Int, _ known: [Part: TruthPlanes]) -> TruthPlanes {
    switch condition.kind {
    case .and(let left, let right): joined(left, over: list, known) & joined(right, over: list, known)
    case .or(let left, let right): joined(left, over: list, known) | joined(right, over: list, known)
    case .not(let operand): !joined(operand, over: list, known)
    default:
      known[Part(condition: condition, list: list)]
        ?? TruthPlanes(repeating: nil, count: graph.lists[list].rowCount)
    }
  }
}

extension Column {
  /// A column of yes and no as a condition; nil for other columns.
  var truth: TruthPlanes? {
    guard case .flags(let flags) = storage else { return nil }
    guard let known else { return TruthPlanes(yes: flags, unknown: Bitmap(count: flags.count)) }
    return TruthPlanes(yes: flags & known, unknown: ~known)
  }
}

/// Conditions over lists, each computed by its kernel, the threads sharing all the work there is.
private struct TruthPass {
  let kernels: [any TruthKernel]
  /// How many rows each is over.
  let counts: [Int]

  /// Rows below which a second thread costs more than it saves.
  private static let fewestRows = 1 << 17

  /// The truth of each condition.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  func planes() throws -> [TruthPlanes] { try made([]) }

  /// The truth of all conditions for which there is no room yet.
  private func made(_ rooms: [TruthPlanes.Room]) throws -> [TruthPlanes] {
    guard rooms.count < kernels.count else {
      try write(into: rooms)
      return []
    }
    var others: [TruthPlanes] = []
    let planes = try TruthPlanes.made(count: counts[rooms.count]) { others = try made(rooms + [$0]) }
    return [planes] + others
  }

  private func write(into rooms: [TruthPlanes.Room]) throws {
    // Conditions over equally many rows go chunk by chunk together: most often they are over one list, and what it
    // has in the cache is read once.
    let pieces = Set(counts).sorted().flatMap { count in chunks(of: count).map { (count: count, rows: $0) } }
    let isWorthSharing = Threads.count > 1 && counts.reduce(0, +) >= TruthPass.fewestRows
    // Each thread writes words of its own.
    nonisolated(unsafe) let rooms = rooms
    let failures = Mutex<[Int: any Error]>([:])
    Threads.perform(isWorthSharing ? pieces.count : 1) { first in
      do {
        for piece in isWorthSharing ? pieces[first...first] : pieces[...] {
          try Interruption.check()
          for (position, kernel) in kernels.enumerated() where counts[position] == piece.count {
            rooms[position].write(try kernel.truth(piece.rows), from: piece.rows.lowerBound / 64)
          }
        }
      } catch {
        failures.withLock { $0[first] = error }
      }
    }
    if let failure = failures.withLock({ $0.min { $0.key < $1.key } }) { throw failure.value }
  }
}

extension TruthPlanes.Room {
  /// Writes the truth of rows that follow one another.
  fileprivate func write(_ planes: TruthPlanes, from start: Int) {
    for (room, set) in [(yes, planes.yes), (unknown, planes.unknown)] {
      precondition(start + set.words.count <= room.count, "words past the end")
      set.words.withUnsafeBufferPointer { words in
        for index in words.indices { room[start &+ index] = words[index] }
      }
    }
  }
}
