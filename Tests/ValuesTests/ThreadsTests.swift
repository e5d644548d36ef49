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
}
