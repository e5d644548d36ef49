import Foundation
import Language
import Tables
import Testing
import Values
import Workbench

/// Nanjing's target over its lists of July 2022.
@Suite("Reaching Nanjing's target", .serialized) struct NanjingReachTests {
  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Datasets/nanjing-2022").path

  @Test("1,688 exits or 1,705 strikes are missing, 236 a month by March, and the pace of 2022 takes until 2027-11")
  func target() throws {
    var answers: [Answer] = []
    let statements = """
      load "."
      load "policy.md"
      reach serious_ratio < 1% by 2023-03-31 with court_exits, bankruptcy_exits capacity 300 per month, inflow 25 per month
      reach serious_ratio < 1% with court_exits capacity 186 / 7 per month
      达标　严重失信占比＜1％　截至　2023年3月底　用　破产退出、法院退出、采购期满
      reach serious_ratio < 1% with court_exits(n: 1..5)
      """
    try Workbench(isUnlimited: true).run(SourceText(statements), origin: .typed(in: Self.folder)) { outcome in
      if let answer = outcome.answer { answers.append(answer) }
    }
    let prose = answers.map { ($0.prose ?? []).map(\.english).joined(separator: "\n") }
    #expect(prose[2].contains("needs 236 exits a month, has 300\n  met in 2023-02"), "\(prose[2])")
    #expect(prose[2].contains("1,688 exits are missing today (1,645 – 1,688) of 8,177; 1,705 if they are struck"))
    #expect(prose[2].contains("1,662 – 1,713 over all wholes that give 1.26% (646,404 – 651,553)"))
    #expect(answers[2].table.rows.count == 9)
    #expect(prose[3].contains("met in 2027-11"), "\(prose[3])")
    #expect(prose[4].contains("采购期满: 27 – 30 exits"), "\(prose[4])")
    #expect(prose[5].hasPrefix("feasible up to n = 2, not feasible from n = 3"), "\(prose[5])")
  }
}
