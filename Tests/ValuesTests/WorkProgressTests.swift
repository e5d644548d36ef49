import Synchronization
import Testing
import Values

@Suite struct WorkProgressTests {
  /// Collects reports, from any thread.
  private final class Reports: Sendable {
    private let reports = Mutex<[WorkProgress.Report]>([])
    var all: [WorkProgress.Report] { reports.withLock { $0 } }
    func add(_ report: WorkProgress.Report) { reports.withLock { $0.append(report) } }
  }

  /// Goes on until a report has come, or for as long as no machine would need.
  private func work(_ progress: WorkProgress, until isDone: () -> Bool) {
    let start = ContinuousClock.now
    while !isDone(), ContinuousClock.now - start < .seconds(30) { progress.advance(by: 3) }
  }

  @Test func workThatIsWatchedReportsWhatIsDoneOfHowMuch() throws {
    let reports = Reports()
    WorkProgress.watched(by: { reports.add($0) }) {
      WorkProgress.telling(.same("reading"), total: 1_000_000_000_000, unit: .bytes) { progress in
        work(progress) { reports.all.count > 1 }
      }
    }
    let all = reports.all
    #expect(all.map(\.isLast) == [false, false, true])
    #expect(all[0].done % 3 == 0 && all[0].done < all[1].done && all[0].elapsed < all[1].elapsed)
    #expect(all[0].total == 1_000_000_000_000 && all[0].title == .same("reading"))
  }

  @Test func workWithinWorkIsNotTold() {
    let reports = Reports()
    WorkProgress.watched(by: { reports.add($0) }) {
      WorkProgress.telling(.same("outer"), total: nil, unit: .steps) { outer in
        WorkProgress.telling(.same("inner"), total: nil, unit: .steps) { inner in
          for _ in 0..<1000 { inner.advance() }
          work(outer) {
            inner.advance()
            return !reports.all.isEmpty
          }
        }
      }
    }
    #expect(reports.all.map(\.title) == [.same("outer"), .same("outer")])
  }

  @Test func afterWorkThatFailedTheNextOneIsTold() {
    struct Fault: Error {}
    let reports = Reports()
    WorkProgress.watched(by: { reports.add($0) }) {
      #expect(throws: Fault.self) {
        try WorkProgress.telling(.same("first"), total: nil, unit: .steps) { (_) throws(Fault) in throw Fault() }
      }
      WorkProgress.telling(.same("second"), total: nil, unit: .steps) { work($0) { !reports.all.isEmpty } }
    }
    #expect(reports.all.map(\.title) == [.same("second"), .same("second")])
  }
}
