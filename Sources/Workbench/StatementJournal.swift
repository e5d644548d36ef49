import Foundation
import Values

/// What a shell was told, written down before it is done, so that a shell that ends without leaving loses nothing.
///
/// Each shell has a file of its own, made with its first statement, for its owner alone, and locked as long as the shell
/// lives: a file that can be locked is a dead shell's, whatever has become of its process number. A line is a word and
/// its fields, tab-separated, with `\n`, `\r`, `\t` and `\\` for what would break it:
///
/// ```
/// run    2022-08-01T09:30:00Z    /home/analyst    2022-07-31 4f2a…    let x = 1
/// done
/// run    2022-08-01T09:30:05Z    /home/analyst    2022-07-31 4f2a…    exit court
/// failed
/// closed
/// ```
final class StatementJournal {
  private let folder: String
  private var path = ""
  private var descriptor: CInt = -1
  /// Bytes written; below zero once nothing can be written any more.
  private var size = 0
  /// Called once when nothing can be written any more, with the reason.
  var onFault: (Phrase) -> Void = { _ in }

  /// A journal among those of a folder, whose folder must exist.
  init(folder: String) { self.folder = folder }

  deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

  /// Writes a statement down and waits until it is on the disk.
  func begin(_ entry: JournalEntry) {
    write(entry.line)
    if descriptor >= 0 { fdatasync(descriptor) }
  }

  /// Notes how the statement ended that was begun last.
  func end(_ outcome: JournalEntry.Outcome) {
    guard descriptor >= 0, let word = outcome.word else { return }
    write(word + "\n")
  }

  /// Takes over what a dead shell had done.
  func adopt(_ entries: [JournalEntry]) {
    write(entries.map { $0.line + ($0.outcome.word.map { $0 + "\n" } ?? "") }.joined())
    if descriptor >= 0 { fdatasync(descriptor) }
  }

  /// Notes that the shell was left as shells are.
  func close() {
    guard descriptor >= 0 else { return }
    // Where not even that can be noted, nothing is left that could be taken for a dead shell's.
    write(JournalFile.closedWord + "\n")
    if size < 0 { unlink(path) }
    Foundation.close(descriptor)
    descriptor = -1
  }

  private func write(_ text: String) {
    guard !text.isEmpty, size >= 0 else { return }
    if descriptor < 0 { create() }
    guard descriptor >= 0 else { return }
    size += text.utf8.count
    guard size <= JournalFile.largest else { return give(up: Phrase("it is full", "已写满")) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { return give(up: JournalFile.reason()) }
      bytes = bytes.dropFirst(max(count, 0))
    }
  }

  private func create() {
    path = "\(folder)/\(JournalFile.name(at: Date())).journal"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return give(up: JournalFile.reason()) }
    fchmod(descriptor, 0o600)
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { give(up: JournalFile.reason()) }
  }

  /// The file stays open, and so locked: this shell lives.
  private func give(up reason: Phrase) {
    size = -1
    onFault(
      Phrase(
        "what you type can't be kept for `recover`: \(reason.english)", "此后输入的语句无法为“找回”留存：\(reason.chinese)"))
  }
}

/// A statement in a journal.
struct JournalEntry {
  /// How a statement ended.
  enum Outcome {
    case done, failed
    /// The shell ended before the statement did.
    case unfinished

    fileprivate var word: String? {
      switch self {
      case .done: "done"
      case .failed: "failed"
      case .unfinished: nil
      }
    }
  }

  /// The statement as it was written.
  let statement: String
  /// The folder that it was typed in.
  let folder: String
  /// The day asked about, and what stands for the files read.
  let world: String
  /// When it was typed, in ISO 8601.
  let time: String
  var outcome = Outcome.unfinished

  fileprivate var line: String {
    (["run"] + [time, folder, world, statement].map(JournalEntry.escaped)).joined(separator: "\t") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String? {
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": result += "\\"
      case "n": result += "\n"
      case "r": result += "\r"
      case "t": result += "\t"
      default: return nil
      }
    }
    return result
  }

  /// The entries of a journal's text. A line that can't be read, such as one cut off by a crash, is passed over.
  static func entries(in text: String) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      switch fields[0] {
      case "run":
        let texts = fields.dropFirst().compactMap(unescaped)
        guard texts.count == 4 else { continue }
        entries.append(JournalEntry(statement: texts[3], folder: texts[1], world: texts[2], time: texts[0]))
      case "done" where !entries.isEmpty: entries[entries.count - 1].outcome = .done
      case "failed" where !entries.isEmpty: entries[entries.count - 1].outcome = .failed
      default: continue
      }
    }
    return entries
  }
}

/// The journal of a shell that ended without leaving. It stays locked as long as this lives, so that two shells don't
/// recover the same.
final class JournalFile {
  /// What the shell was told.
  let entries: [JournalEntry]
  private let descriptor: CInt

  /// Bytes that a journal may have: some hundred thousand statements.
  static let largest = 32 << 20
  /// Journals that are kept, and for how many days.
  private static let (most, days) = (30, 90)
  static let closedWord = "closed"

  private init?(path: String) {
    descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
      status.st_size <= JournalFile.largest,
      let data = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd()
    else {
      Foundation.close(descriptor)
      return nil
    }
    let text = String(decoding: data, as: UTF8.self)
    isClosed = text.split(separator: "\n").last.map { $0 == JournalFile.closedWord } ?? true
    entries = JournalEntry.entries(in: text)
  }

  private let isClosed: Bool

  deinit { Foundation.close(descriptor) }

  /// Notes that nothing of it is left to recover.
  func close() {
    let line = Array("\n\(JournalFile.closedWord)\n".utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    fdatasync(descriptor)
  }

  /// The newest journal of a dead shell in a folder; nil where every shell was left, or lives.
  static func newestDead(in folder: String) -> JournalFile? {
    names(in: folder).lazy.compactMap { JournalFile(path: "\(folder)/\($0)") }
      .first { !$0.isClosed && $0.entries.contains { $0.outcome != .failed } }
  }

  /// Removes journals that are old or too many; those of shells that live stay.
  static func prune(_ folder: String) {
    for (position, name) in names(in: folder).enumerated() {
      let oldest = JournalFile.name(at: Date(timeIntervalSinceNow: -Double(days) * 86_400))
      guard position >= most || name < oldest else { continue }
      let path = "\(folder)/\(name)"
      if JournalFile(path: path) != nil { unlink(path) }
    }
  }

  /// The newest first.
  private static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".journal") }.sorted(by: >)
  }

  /// A journal's name: the time, by which they are ordered, and the process.
  static func name(at date: Date) -> String {
    let time = date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    return time.filter { $0.isNumber || $0 == "T" } + "-\(getpid())"
  }

  static func reason() -> Phrase { WriteFault.reason(code: errno) }
}
