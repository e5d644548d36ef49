import Foundation
import Values

/// Asks the evaluation of typed expressions and loops written for the same arrays the same questions, in turn, and
/// prints how many times as long the language takes.
///
/// usage: kernels [ROWS [ROUNDS]]
@main enum KernelBenchmark {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
    guard numbers.allSatisfy({ $0 > 0 && $0 <= 100_000_000 }), numbers.count <= 2 else {
      FileHandle.standardError.write(Data("usage: kernels [ROWS [ROUNDS]]\n".utf8))
      exit(2)
    }
    let rounds = numbers.count > 1 ? numbers[1] : 7
    let records = Records(rows: numbers.first ?? 20_000_000)
    let lists = try Lists(records)
    print(
      """
      | kernel | × raw loops, median | one thread × its raw loop | one thread by two | ours by the physical limit |
      |---|---|---|---|---|
      """)
    for question in try questions(records, lists) { print(try line(question, rounds: rounds)) }
  }

  private static func line(_ question: Question, rounds: Int) throws -> String {
    var two = Times()
    var one = Times()
    for round in 0...rounds {
      for threads in [0, 1] {
        Threads.use(threads)
        let (ours, mine) = try timed(question.inTheLanguage)
        let (raw, theirs) = timed(question.byRawLoop)
        guard ours == raw else { throw Missing("one answer to: \(question.title)") }
        // The first round warms both up.
        if round > 0, threads == 0 { two.add(mine, theirs) }
        if round > 0, threads == 1 { one.add(mine, theirs) }
      }
    }
    Threads.use(0)
    let limit = question.touched / bandwidth()
    let cells = [two.ratio, one.ratio, one.ours / two.ours, two.ours / limit].map { String(format: "%.2f", $0) }
    return "| \(question.title) | **\(cells[0])** | \(cells[1]) | \(cells[2]) | \(cells[3]) |"
  }

  private static func timed(_ work: () throws -> [Int]) rethrows -> ([Int], seconds: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try work()
    let (seconds, attoseconds) = (clock.now - start).components
    return (answer, Double(seconds) + Double(attoseconds) / 1e18)
  }

  /// Bytes a second that all threads read from memory together, now.
  private static func bandwidth() -> Double {
    let words = [UInt64](repeating: 1, count: 1 << 25)
    let parts = Threads.count
    var best = Double.infinity
    for _ in 0..<3 {
      let (_, seconds) = timed {
        Threads.perform(parts) { part in
          let sum = words.withUnsafeBufferPointer { words in
            words[words.count * part / parts..<words.count * (part + 1) / parts].reduce(0, &+)
          }
          precondition(sum > 0)
        }
        return []
      }
      best = min(best, seconds)
    }
    return Double(words.count * 8) / best
  }
}

/// What both took, round by round.
private struct Times {
  private var rounds: [(ours: Double, raw: Double)] = []

  mutating func add(_ ours: Double, _ raw: Double) { rounds.append((ours, raw)) }

  /// How many times as long ours took: the median of the rounds.
  var ratio: Double { median(rounds.map { $0.ours / $0.raw }) }
  var ours: Double { median(rounds.map(\.ours)) }

  private func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
}
