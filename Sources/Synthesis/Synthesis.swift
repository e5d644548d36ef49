import Dispatch
import Documents
import Foundation
import Language
import Synchronization
import Values

/// Makes a dataset up: lists of the shape that another dataset's README describes, at any size, from a seed.
///
/// The same shape, size and seed give the same bytes on every machine and with every number of threads. Memory does not
/// grow with the size: records are made chunk by chunk and written at once.
public struct Synthesis {
  private let source: DatasetSource
  /// How many entities there are where nobody asks for another number.
  public let defaultSize: Int

  /// Reads the shape in a dataset's README.
  /// - Parameters:
  ///   - readme: The README's text.
  ///   - name: Its path, for messages.
  /// - Throws: `Failure` where it declares no lists, has no shape, or the two don't fit.
  public init(readme: String, name: String) throws(Failure) {
    source = try DatasetSource(Document(markdown: readme, name: name))
    defaultSize = try source.plan().0.size
  }

  /// Writes the lists and a README.md that declares them.
  /// - Parameters:
  ///   - folder: Where to; it is made if there is none.
  ///   - entities: How many entities there are; nil for as many as the shape says.
  ///   - seed: What all chance comes from.
  ///   - threads: How many work at once.
  /// - Returns: What was made.
  /// - Throws: `Failure` where the folder can't be written to or the work is stopped; the folder is then as before.
  public func write(
    to folder: String, entities: Int? = nil, seed: UInt64 = 1, threads: Int = 1
  ) throws(Failure) -> SynthesisReport {
    let entities = entities ?? defaultSize
    guard (1...800_000_000).contains(entities) else {
      throw Failure(
        .commandLine, Phrase("the number of entities is from 1 to 800,000,000", "主体数应在 1 至 8 亿之间"))
    }
    let place = OutputFolder(folder)
    do {
      let result = try write(to: place, entities: entities, seed: seed, threads: threads)
      try place.keep()
      return result
    } catch {
      place.discard()
      if let failure = error as? Failure { throw failure }
      if error is Interruption {
        throw Failure(.interrupted, Phrase("interrupted; nothing has been written", "已中断，未写出任何文件"))
      }
      throw Failure(
        .environment,
        Phrase(
          "can't write to `\(folder)`: \(error.localizedDescription)", "无法写入“\(folder)”：\(error.localizedDescription)"))
    }
  }

  private func write(to folder: OutputFolder, entities: Int, seed: UInt64, threads: Int) throws -> SynthesisReport {
    var result = SynthesisReport(entities: entities, seed: seed)
    // Each worker has a plan of its own: threads that count references to one plan would wait for one another.
    var plans: [(Plan, DateSigns)] = []
    for _ in 0..<max(1, threads) { plans.append(try source.plan()) }
    let lists = plans[0].0.lists
    let makers = lists.indices.map { number in
      plans.map { RecordMaker($0.0, $0.1, list: number, entities: entities, seed: seed) }
    }
    let title = Phrase("making up \(lists.count) lists", "编造 \(lists.count) 份名单")
    let places = makers.reduce(0) { $0 + Int($1[0].places) }
    try WorkProgress.telling(title, total: places, unit: .rows) { work throws in
      for (list, makers) in zip(lists, makers) {
        var file = try ListFile(folder.path(of: list.file), list)
        result.lists.append((list.name, try file.fill(makers, work)))
        result.bytes += file.bytes
      }
    }
    try Data(source.readme(of: result).utf8).write(to: URL(fileURLWithPath: folder.path(of: "README.md")))
    return result
  }
}

/// What was made.
public struct SynthesisReport: Sendable {
  /// What a file holds.
  public struct Count: Sendable, Hashable {
    /// Its rows, repeated ones included.
    public internal(set) var rows = 0
    /// Rows that repeat the one above.
    public internal(set) var duplicates = 0
    /// Rows that belong to nothing, not counting their repetitions.
    public internal(set) var orphans = 0
    /// Rows with a cell too many.
    public internal(set) var ragged = 0

    static func += (left: inout Count, right: Count) {
      left.rows += right.rows
      left.duplicates += right.duplicates
      left.orphans += right.orphans
      left.ragged += right.ragged
    }
  }

  /// How many entities there are.
  public let entities: Int
  /// What all chance came from.
  public let seed: UInt64
  /// Each list with what its file holds.
  public internal(set) var lists: [(name: String, count: Count)] = []
  /// How long the lists are together.
  public internal(set) var bytes = 0

  init(entities: Int, seed: UInt64) {
    self.entities = entities
    self.seed = seed
  }
}

/// A list's file as it is written.
private struct ListFile {
  private let list: ListPlan
  private let handle: FileHandle
  private(set) var bytes = 0

  /// Places that a worker goes through at a time.
  private static let chunk: UInt64 = 1 << 15
  /// Chunks that are made before they are written in their order.
  private static let batch = 8

  init(_ path: String, _ list: ListPlan) throws {
    self.list = list
    try Data().write(to: URL(fileURLWithPath: path))
    handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    let heading = list.headings.map { name in
      name.contains { ",\"\n".contains($0) } ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name
    }
    try write((heading.joined(separator: ",") + "\n").data(using: list.encoding.foundation) ?? Data())
  }

  private mutating func write(_ data: Data) throws {
    try handle.write(contentsOf: data)
    bytes += data.count
  }

  mutating func fill(
    _ workers: [RecordMaker], _ work: WorkProgress
  ) throws -> SynthesisReport.Count {
    let places = workers[0].places
    var first: UInt64 = 0
    let workers = workers.map(Worker.init)
    while first < places {
      let starts = (0..<ListFile.batch).map { first + UInt64($0) * ListFile.chunk }.filter { $0 < places }
      let made = Mutex([[UInt8]](repeating: [], count: starts.count))
      DispatchQueue.concurrentPerform(iterations: workers.count) { worker in
        workers[worker].maker.withLock { maker in
          for number in stride(from: worker, to: starts.count, by: workers.count) {
            if Interruption.isRequested { return }
            maker.make(starts[number]..<min(starts[number] + ListFile.chunk, places))
            made.withLock { $0[number] = maker.output }
          }
        }
      }
      try Interruption.check()
      for chunk in made.withLock({ $0 }) {
        try Interruption.check()
        try write(Data(chunk))
      }
      first += UInt64(starts.count) * ListFile.chunk
      work.advance(by: starts.count * Int(ListFile.chunk))
    }
    return try finish(workers.map { $0.maker.withLock { $0 } })
  }

  private mutating func finish(_ makers: [RecordMaker]) throws -> SynthesisReport.Count {
    var groups: [Int: Int] = [:]
    for maker in makers { groups.merge(maker.remainders, uniquingKeysWith: +) }
    var count = SynthesisReport.Count()
    for maker in makers { count += maker.count }
    if !groups.isEmpty {
      var maker = makers[0]
      maker.makeRemainders(groups)
      try write(Data(maker.output))
      count.rows += groups.count
    }
    try handle.close()
    return count
  }
}

/// A thread's maker. Threads take chunks by turns.
private final class Worker: Sendable {
  let maker: Mutex<RecordMaker>

  init(_ maker: RecordMaker) { self.maker = Mutex(maker) }
}
