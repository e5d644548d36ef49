import Foundation
import Synchronization
import Testing
import Values

@Suite("Threads") struct ThreadsTests {
  @Test("Parts come in order, each made once, whatever thread makes it", arguments: [0, 1, 2, 3, 64, 1_000])
  func order(count: Int) {
    let made = Atomic<Int>(0)
    let parts = Threads.map(count) { index in
      made.add(1, ordering: .relaxed)
      return "\(index)"
    }
    #expect(parts == (0..<count).map { "\($0)" })
    #expect(made.load(ordering: .relaxed) == count)
  }

  @Test("A part may itself be made of parts")
  func nested() {
    let squares = Threads.map(20) { row in Threads.map(20) { row * $0 }.reduce(0, +) }
    #expect(squares == (0..<20).map { $0 * 190 })
  }

  @Test("What heeds somebody of its own does so in each part")
  func heeding() {
    let seen = Interruption.heeding({ true }) { Threads.map(8) { _ in Interruption.isRequested } }
    #expect(seen == [Bool](repeating: true, count: 8))
  }

  @Test("Jobs after pauses shorter and longer than helpers stand by, with pieces short and long")
  func pauses() {
    for round in 0..<200 {
      if round % 50 == 49 { usleep(2_000) } else { usleep(UInt32(round % 7) * 20) }
      let made = Atomic<Int>(0)
      let sums = Threads.map(1 + round % 5) { part -> Int in
        // Longer than anybody who waits looks out for the end.
        if round % 40 == 39, part == 1 { usleep(3_000) }
        made.add(1, ordering: .relaxed)
        return part * round
      }
      #expect(sums == (0...round % 5).map { $0 * round })
      #expect(made.load(ordering: .relaxed) == sums.count)
    }
  }

  @Test("Threads that were woken ahead help with the job that comes, or with none, from wherever they were called")
  func rousing() async {
    await withTaskGroup(of: Bool.self) { group in
      for job in 0..<4 {
        group.addTask {
          (0..<200).allSatisfy { round in
            Threads.rouse()
            // Sooner than they wake, while they stand by, and after they have gone.
            usleep([0, 50, 200, 1_500][round % 4] / UInt32(1 + job))
            return round % 8 == 7 || Threads.map(5) { $0 * round + job } == (0..<5).map { $0 * round + job }
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("Several have jobs at once, each of which hands on parts of its own")
  func side() async {
    let sums = await withTaskGroup(of: Int.self, returning: [Int].self) { group in
      for job in 0..<4 {
        group.addTask {
          (0..<300).reduce(0) { sum, round in
            sum + Threads.map(3) { part in Threads.map(2) { $0 + part * job + round }.reduce(0, +) }.reduce(0, +)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // Each round adds 3 · (0 + 1), 2 · (0 + 1 + 2) jobs and 6 rounds.
    #expect(sums.sorted() == (0..<4).map { 300 * (3 + 6 * $0) + 6 * 300 * 299 / 2 })
  }

  @Test("More helpers than processors leave nothing out")
  func crowd() {
    Threads.use(9)
    defer { Threads.use(0) }
    for round in 0..<100 {
      let parts = Threads.map(64) { $0 ^ round }
      #expect(parts == (0..<64).map { $0 ^ round })
    }
  }
}
