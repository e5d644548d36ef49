import Foundation
import Language
import Tables
import Testing
import Values
import Workbench

/// Nanjing's lists of July 2022, loaded once.
@Suite("Nanjing, July 2022", .serialized) struct NanjingTests {
  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Datasets/nanjing-2022").path

  private func answers(_ statements: String) throws -> [Answer] {
    var answers: [Answer] = []
    let origin = Workbench.Origin.typed(in: Self.folder)
    try Workbench(isUnlimited: true).run(SourceText(statements), origin: origin) { outcome in
      if let answer = outcome.answer { answers.append(answer) }
    }
    return answers
  }

  @Test("The lists add up to what was published, and the court rule takes 3,342 entities")
  func reconciliation() throws {
    let answers = try answers(
      """
      load "."
      scenario rule = exit court where count(searches where not found) >= 2 and not clues
      compare base, rule on entities(serious)
      compare base, rule on entities(serious) by district
      """)
    let notes = answers[0].notes.map(\.english)
    #expect(notes.contains("19 of 19 published figures reconciled"), "\(notes)")
    let comparison = answers[1].table.rows
    #expect(comparison.map { $0[1].headline } == [.integer(8177), .integer(4835)])
    #expect(comparison[1][2].headline == .integer(-3342))
    guard case .ranged(let change) = comparison[1][2] else {
      Issue.record("the change is no range")
      return
    }
    #expect(change.high == .integer(-3342))
    // 220 entities and one record without an identifiable one hang on facts that nobody recorded.
    #expect(change.low == .integer(-3563))
    let groups = answers[2].table.rows
    let changes = groups.filter { $0[0] == .value(.text("rule")) }.map { $0[3].headline }
    let total = changes.reduce(into: Int64(0)) { total, value in
      if case .integer(let change) = value { total += change }
    }
    #expect(total == -3342)
  }
}
