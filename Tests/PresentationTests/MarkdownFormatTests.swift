import Presentation
import Tables
import Testing
import Values

@Suite("Markdown format") struct MarkdownFormatTests {
  private func written(_ answer: Answer, tongue: Tongue = .english) -> String {
    MarkdownFormat().text(of: answer, tongue: tongue)
  }

  @Test("A pipe table says how each column is aligned and reads well as it stands")
  func table() {
    #expect(
      written(Fixtures.districts) == """
        | district | records |
        | :------- | ------: |
        | 江宁区   |   1,611 |
        | 鼓楼区   |     498 |
        | 栖霞区   |     402 |

        """)
  }

  @Test("Ranges stand in columns of their own and notes in an italic paragraph")
  func ranges() throws {
    let lines = written(try Fixtures.comparison(), tongue: .chinese)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("| 情景        | 严重失信占比 | 区间 "))
    #expect(lines[3].contains("| 0.71% – 0.75% |"))
    #expect(lines[4...] == ["", "*231 条查控没有结果记录*", ""])
  }

  @Test("Several notes and the rows left out are lines of one paragraph")
  func notes() {
    var answer = Fixtures.districts
    answer.table.omitted = 2
    answer.notes = [.same("sum(fine) * 2 | a_b"), .same("last")]
    #expect(written(answer).hasSuffix("|\n\n*… 2 more rows*\\\n*sum(fine) \\* 2 \\| a_b*\\\n*last*\n"))
  }

  @Test("A table without rows says so")
  func empty() {
    let answer = Answer(ResultTable(columns: [ResultColumn("a")], rows: []))
    #expect(written(answer) == "| a   |\n| :-- |\n\n*no rows*\n")
  }

  @Test(
    "What Markdown or a terminal would act on comes out as text",
    arguments: [
      ("a|b", "a\\|b"), ("a\\b", "a\\\\b"), ("a\nb", "a␊b"), ("*ST某某*", "\\*ST某某\\*"), ("<b>", "\\<b>"),
      ("|\u{301}", "\\|\u{301}"), ("`x`", "\\`x\\`"), ("\u{1B}", "␛"),
    ])
  func escapes(text: String, expected: String) {
    let answer = Answer(ResultTable(columns: [ResultColumn("x")], rows: [[.value(.text(text))]]))
    let cell = written(answer).split(separator: "\n")[2].dropFirst(2).dropLast(2)
    #expect(TextWidth.padded(expected, to: 3) == cell)
  }

  @Test("Prose keeps its alignment in a block that no backtick of its own can end")
  func prose() {
    let answer = Answer(prose: [.same("a   ```"), .same("  b")], notes: [.same("n")])
    #expect(written(answer) == "````text\na   ```\n  b\n````\n\n*n*\n")
  }
}
