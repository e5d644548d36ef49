import Foundation
import Language
import Tables
import Testing
import Values
import Workbench

/// Statements as people of the profession type them, with what their input methods give.
@Suite("Statements as the profession says them", .serialized) struct SpokenStatementTests {
  private static let dataset =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Datasets/nanjing-2022").path

  /// What the statements give, in a folder of their own; blanks that a statement needs are written as `␣`.
  private func answer(_ statement: String, blank: String) throws -> Answer? {
    let bench = try Bench([:])
    try bench.run("load \"\(Self.dataset)\"\nload \"\(Self.dataset)/policy.md\"")
    var answer: Answer?
    let text = statement.replacing("␣", with: blank)
    try bench.workbench.run(SourceText(text), origin: .typed(in: bench.folder)) { answer = $0.answer }
    if statement.contains("导出") { #expect(try bench.read("7月通报.csv").contains("处罚机关") == false) }
    return answer
  }

  @Test(
    "Each works as typed, with blanks of either width",
    arguments: [
      ("失信被执行人｜筛选␣立案时间《2022年1月1日｜按␣所属区、街道␣主体数｜排序␣主体数␣降序｜取前␣10", 10),
      ("行政处罚｜筛选␣处罚决定日期␣介于␣2022年7月1日␣至␣2022年7月31日｜按␣处罚机关␣计数｜导出“7月通报.csv”", 1),
      ("达标␣严重失信占比＜1％␣截至␣2023年3月底␣用␣破产退出、法院退出、采购期满", 1),
      ("对比␣现状、破产退出、破产退出＋法院退出␣看␣严重失信占比␣按␣县区", 39),
      ("为何“某某商贸有限公司”于␣法院退出", 2),
    ], [" ", "　"])
  func works(statement: (text: String, rows: Int), blank: String) throws {
    let answer = try #require(try self.answer(statement.text, blank: blank))
    #expect(answer.table.rows.count >= statement.rows)
  }

  @Test("A rule with an exception and its clause is defined as typed and takes whom the plan's own does")
  func rule() throws {
    let bench = try Bench([:])
    try bench.run("load \"\(Self.dataset)\"\nload \"\(Self.dataset)/policy.md\"")
    let rule =
      "情景 法院退出（次数＝2）＝退出 失信被执行人 当 计数（查控 当 非 查到财产）≥次数 且 非 财产线索 除非 有纳入期限 依据“宁信用〔2022〕1号 三（二）”"
    let taken = try bench.answer("\(rule)\n对比 现状、法院退出 看 主体数（严重失信名单）").split(separator: "\n")
    let same = try bench.answer(
      "scenario same = exit court where count(searches where not found) >= 2 and not clues and not fixed_term\n"
        + "compare base, same on entities(serious)"
    ).split(separator: "\n")
    #expect(taken.count > 2 && taken[2].split(separator: " ").dropFirst() == same[2].split(separator: " ").dropFirst())
  }
}
