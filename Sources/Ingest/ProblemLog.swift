import Tables
import Values

/// The problems of one file while it is read: a bounded number kept, every one counted.
struct ProblemLog {
  private let list: String
  private let file: String
  private let limit: Int
  /// Each with the batch of rows that it was found in.
  private var kept: [(sequence: Int, problem: Problem)] = []
  private(set) var totals: [Problem.Kind: Int] = [:]
  /// The batch of rows that is being read, for logs that are merged.
  var sequence = -1

  init(list: String, file: String, limit: Int = LoadedFile.maximumProblems) {
    self.list = list
    self.file = file
    self.limit = limit
  }

  /// What was found by several who went through the same batches side by side, as if each batch had been gone through by
  /// one after another.
  init(merging logs: [ProblemLog]) {
    let first = logs[0]
    self.init(list: first.list, file: first.file, limit: first.limit)
    for log in logs { totals.merge(log.totals, uniquingKeysWith: +) }
    kept = Array(
      logs.flatMap(\.kept).enumerated()
        .sorted { ($0.element.sequence, $0.offset) < ($1.element.sequence, $1.offset) }
        .prefix(limit).map(\.element))
  }

  /// Adds what was found in rows that were numbered by themselves.
  /// - Parameters:
  ///   - other: What was found in them.
  ///   - lines: How many lines of the file come before those that the other log counts.
  ///   - sequence: The batch of the file that is the first of the other log.
  mutating func append(_ other: ProblemLog, lines: Int, sequence: Int) {
    totals.merge(other.totals, uniquingKeysWith: +)
    for (number, problem) in other.kept.prefix(limit - kept.count) {
      kept.append((number + sequence, problem.moved(by: lines)))
    }
  }

  /// A log of the same file in which nothing stands yet.
  var emptyCopy: ProblemLog { ProblemLog(list: list, file: file, limit: limit) }

  /// Counts a problem, and keeps it while there is room. The texts are only made for those that are kept.
  mutating func report(
    _ kind: Problem.Kind, line: Int, heading: String? = nil, found: @autoclosure () -> String? = nil,
    expected: @autoclosure () -> Phrase, outcome: Problem.Outcome
  ) {
    totals[kind, default: 0] += 1
    guard kept.count < limit else { return }
    let problem = Problem(
      kind, list: list, file: file, line: line, heading: heading, found: found(), expected: expected(),
      outcome: outcome)
    kept.append((sequence, problem))
  }

  /// The kept problems by line; those of one line in the order in which they were found.
  var problems: [Problem] {
    kept.map(\.problem).enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }
}

extension Problem {
  /// The same some lines further down.
  fileprivate func moved(by lines: Int) -> Problem {
    Problem(
      kind, list: list, file: file, line: line + lines, heading: heading, found: found, expected: expected,
      outcome: outcome)
  }
}

/// What a message quotes of a text: one line of bounded length.
func excerpt(_ text: String, limit: Int = 60) -> String {
  let line = String(text.map { $0.isNewline ? " " : $0 })
  return line.count > limit ? String(line.prefix(limit)) + "…" : line
}

/// What a message quotes of some bytes; what is not UTF-8 shows as U+FFFD.
func excerpt(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
  // 60 characters take 240 bytes at most; a character cut at the end is dropped with the rest.
  let text = text(bytes, range.lowerBound..<min(range.upperBound, range.lowerBound + 256))
  return excerpt(text)
}

/// Some bytes as text; what is not UTF-8 becomes U+FFFD.
func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
  bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
}
