import Foundation
import Testing

@Suite("Why and why not") struct WhyTests {
  private func bench() throws -> Bench {
    let tax = """
      案号,代码,公布
      T1,91320102TY0036243J,2021-03-01

      """
    let readme = Bench.readme.replacingOccurrences(
      of: "metric court_ratio",
      with: """
        list tax "税务" of registry by code from "tax.csv" key case {
          case text "案号"
          code text "代码"
          date date "公布" since
        }
        list serious "严重" = court, tax
        metric court_ratio
        """)
    let bench = try Bench(Bench.files.merging(["README.md": readme, "tax.csv": tax]) { $1 })
    try bench.run(
      """
      load "."
      scenario out "法院退出" (n = 2) = exit court where count(searches where not found) >= n and not clues
      """)
    return bench
  }

  @Test("An enterprise that stays for another record is told which one holds it, and what was taken")
  func holder() throws {
    #expect(
      try bench().answer("why \"甲公司\" in out").contains(
        """
          stays on serious (严重)
            although out took court (2021)苏1号, because of tax T1
        """))
    #expect(try bench().answer("为何“甲公司”于 法院退出").contains("although 法院退出 took"))
  }

  @Test("In brief only what decides is shown")
  func brief() throws {
    let bench = try bench()
    let (whole, brief) = (
      try bench.answer("why \"乙公司\" in out(n: 1)"), try bench.answer("why \"乙公司\" in out(n: 1) brief")
    )
    #expect(whole.contains("count(searches where not found) >= 1"))
    #expect(whole.contains("not clues"))
    #expect(!brief.contains("count(searches"))
    #expect(brief.contains("not clues"))
    #expect(brief.contains("with n = 1"))
    #expect(try bench.answer("why \"乙公司\" in out").contains("with n = 2"))
    #expect(try !bench.answer("why \"乙公司\" in out brief").contains("with n"))
  }

  @Test("Examples of a scenario, spread over groups, in either tongue")
  func examples() throws {
    let bench = try bench()
    let text = try bench.answer("why 3 of out by district")
    #expect(
      text == """
          district   outcome   name     code                 record        what decides
          玄武区     fires     甲公司   91320102TY0036243J   (2021)苏1号   count(searches where not found) >= 2; not clues
          records in all: fires 1
          each condition with what it saw: `why "91320102TY0036243J" in out`
        """)
    #expect(
      try bench.answer("为何 3 例 法院退出 按 所属区").replacingOccurrences(of: "法院退出", with: "out") == text)
    #expect(try bench.answer("why 2 of out(n: 1)").contains("just misses"))
  }

  @Test(
    "Questions without an answer say so",
    arguments: [
      ("why 0 of out", "nothing to show"), ("why 3 of base", "no measure"), ("why 3 of out by clues", "`clues`"),
      ("why 3 of nowhere", "not a scenario"), ("why \"公司\" in out", "3 enterprises have"),
    ])
  func refused(statement: String, expected: String) throws {
    #expect(try bench().failure(statement).contains(expected))
  }
}
