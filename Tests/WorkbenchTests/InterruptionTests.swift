import Foundation
import Language
import Synchronization
import Testing
import Values
import Workbench

/// Work that is asked to stop at one of the moments at which it looks whether it shall.
@Suite("Stopping work") struct InterruptionTests {
  /// Asks work to stop from a look on.
  private final class Stop: Sendable {
    private let looks = Atomic<Int>(0)
    let last: Int

    init(after last: Int = .max) { self.last = last }

    var count: Int { looks.load(ordering: .relaxed) }

    func look() -> Bool { looks.wrappingAdd(1, ordering: .relaxed).oldValue >= last }
  }

  /// Lists of some rows each, with keys and codes that differ from row to row, and dates.
  private static func files(rows: Int) -> [String: String] {
    func code(_ number: Int) -> String {
      let digits = String(number)
      return "91320102TY" + String(repeating: "0", count: 7 - digits.count) + digits + "X"
    }
    func day(_ number: Int) -> String { "202\(number % 2)-0\(1 + number % 9)-1\(number % 10)" }
    var (registry, court, searches) = ("统一社会信用代码,企业名称,所属区,户数\n", "案号,代码,发布时间,移出时间,线索\n", "案号,查控时间,发现\n")
    for row in 0..<rows {
      registry += "\(code(row)),公司\(row),\(row % 3 == 0 ? "玄武区" : "秦淮区"),1\n"
      court +=
        "苏\(row &* 7_919 % 100_003)号,\(code(row % (rows / 2 + 1))),\(day(row)),\(row % 4 == 0 ? "2022-0\(1 + row % 6)-01" : ""),\(row % 5 == 0 ? "" : "无")\n"
      searches += "苏\(row &* 7_919 % 100_003)号,\(day(row + 1)),\(row % 7 == 0 ? "" : "否")\n"
    }
    let readme = Bench.readme.replacing("assert entities(registry) = 100\n", with: "")
    return ["registry.csv": registry, "court.csv": court, "searches.csv": searches, "README.md": readme]
  }

  private static let few = files(rows: 4)
  private static let many = files(rows: 20_000)
  /// How much more often a loop over all rows of the larger lists looks.
  private static let looksOfALoop = 2

  /// Whether a statement was carried out. What it gives isn't shown.
  private func run(_ statement: String, on bench: Bench, heeding stop: Stop) throws -> Bool {
    do {
      try Interruption.heeding(stop.look) {
        try bench.workbench.run(SourceText(statement), origin: .typed(in: bench.folder)) { _ in }
      }
      return true
    } catch let failure as Failure where failure.exitCode == Diagnostic.Kind.interrupted.exitCode {
      return false
    }
  }

  private func bench(_ files: [String: String]) throws -> Bench {
    let bench = try Bench(files)
    try bench.run("load \".\"\nset cache 0\nscenario leaving = exit court where not clues")
    return bench
  }

  /// Statements with the number of loops over all rows in which they must look, at least.
  private static let statements: [(text: String, loops: Int)] = [
    ("court | sort listed | take 3", 6), ("court | sort listed, case | take 3", 15), ("court | by case | take 3", 1),
    ("court | by code count(), median(listed - 2020-01-01), last(listed) | take 3", 5),
    ("court | by code, listed | take 3", 5), ("court | select case, listed | distinct | take 3", 4),
    ("court | join court | take 3", 8),
    ("court | by case | sort case | where count > 0 | select case, count | distinct | take 3", 10),
    ("court where count(searches where not found) >= 1 | by entity.district", 1),
    ("entities where entity.count(court) > 1 | by district", 1), ("court | export \"out.csv\"", 5),
    ("court | export \"out.arrow\"", 6), ("court | sort case | export \"out.json\"", 8),
    ("court | export \"by/{listed}.csv\"", 8),
    ("trend court_ratio between 2022-01-31 and 2022-07-31 by month", 4),
    ("trend count(court where clues) between 2022-01-31 and 2022-07-31 by month, entity.district", 4),
    ("reach court_ratio < 1% with leaving", 0), ("compare base, leaving on court_ratio by entity.code", 2),
    ("load other from \"court.csv\"", 3), ("load \".\"", 6),
  ]

  @Test("Wherever a statement is stopped everything is as before, and it looks all the way", arguments: statements)
  func stopping(statement: String, loops: Int) throws {
    let bench = try bench(InterruptionTests.many)
    let probe = "court where not clues | by entity.district\ncourt_ratio"
    func state() throws -> [String] {
      try bench.snapshot() + bench.run(probe)
        + FileManager.default.contentsOfDirectory(atPath: bench.folder).sorted()
    }
    let before = try state()
    var stop = Stop(after: 0)
    while try !run(statement, on: bench, heeding: stop) {
      #expect(try state() == before, "stopped at look \(stop.count)")
      stop = Stop(after: stop.last * 2 + 1)
    }
    // A search that finds sooner among many rows than among few looks less often.
    guard loops > 0 else { return }
    let small = Stop()
    #expect(try run(statement, on: self.bench(InterruptionTests.few), heeding: small))
    #expect(
      stop.count - small.count >= loops * InterruptionTests.looksOfALoop, "\(small.count) looks, then \(stop.count)")
  }

  @Test("Only the work that heeds somebody of its own is stopped by them, on whatever thread it goes on")
  func own() {
    let seen = Mutex<[Bool]>([])
    Interruption.heeding({ true }) {
      Threads.perform(8) { _ in seen.withLock { $0.append(Interruption.isRequested) } }
    }
    #expect(seen.withLock { $0 } == [Bool](repeating: true, count: 8))
    #expect(!Interruption.isRequested)
  }
}
