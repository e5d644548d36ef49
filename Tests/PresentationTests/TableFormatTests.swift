import Presentation
import Tables
import Testing
import Values

@Suite("Table format") struct TableFormatTests {
  private func written(_ answer: Answer, width: Int? = nil, tongue: Tongue = .english) -> String {
    TableFormat(width: width).text(of: answer, tongue: tongue)
  }

  @Test("Words stand left, numbers right, and wide characters count two columns")
  func alignment() {
    #expect(
      written(Fixtures.districts) == """
          district   records
          江宁区       1,611
          鼓楼区         498
          栖霞区         402

        """)
  }

  @Test("Headings follow the tongue")
  func headings() {
    #expect(
      written(Fixtures.districts, tongue: .chinese) == """
          所属区   记录数
          江宁区    1,611
          鼓楼区      498
          栖霞区      402

        """)
  }

  @Test("A column with a range that is not exact has a range column beside it, blank where exact")
  func ranges() throws {
    #expect(
      written(try Fixtures.comparison()) == """
          scenario      serious_ratio   range                  Δ   range                 penalised_ratio
          base                  1.26%                                                              0.77%
          court_exits           0.75%   0.71% – 0.75%   −0.51 pp   −0.55 pp – −0.51 pp             0.77%
          231 searches have no recorded result

        """)
  }

  @Test("Range columns, points and notes follow the tongue")
  func chineseRanges() throws {
    let lines = written(try Fixtures.comparison(), tongue: .chinese).split(separator: "\n")
    #expect(lines[0].contains("严重失信占比   区间"))
    #expect(lines[1].hasPrefix("  现状 "))
    #expect(lines[2].contains("−0.55 个百分点 – −0.51 个百分点"))
    #expect(lines[3] == "  231 条查控没有结果记录")
  }

  @Test(
    "A table without rows has its headings and says so",
    arguments: [
      (Tongue.english, "  district   records\n  no rows\n"), (.chinese, "  所属区   记录数\n  没有记录\n"),
    ])
  func empty(tongue: Tongue, expected: String) {
    let answer = Answer(ResultTable(columns: Fixtures.districts.table.columns, rows: []))
    #expect(written(answer, tongue: tongue) == expected)
  }

  @Test(
    "A limit says how many rows it left out",
    arguments: [
      (12_345, Tongue.english, "  … 12,345 more rows"), (1, .english, "  … 1 more row"),
      (12_345, .chinese, "  … 另有 12,345 行"),
    ])
  func omitted(count: Int, tongue: Tongue, expected: String) throws {
    var answer = Fixtures.districts
    answer.table.omitted = count
    #expect(written(answer, tongue: tongue).split(separator: "\n").last.map(String.init) == expected)
  }

  @Test("Prose stands in place of the table, a line each, notes below")
  func prose() {
    var answer = Fixtures.districts
    answer.form = .prose([.same("  1.26%   8,177 of 649,000"), Phrase("two\n  lines\u{1B}", "两\n  行")])
    answer.notes = [Phrase("a note", "备注")]
    #expect(written(answer) == "  1.26%   8,177 of 649,000\ntwo␊  lines␛\n  a note\n")
  }

  @Test("Control characters in data and headings never reach the terminal")
  func controls() {
    let answer = Answer(
      ResultTable(
        columns: [ResultColumn("a\u{1B}b")], rows: [[.value(.text("x\u{1B}[2J\ny"))], [.phrase(.same("\u{202E}"))]]),
      notes: [.same("n\u{7}")])
    #expect(written(answer) == "  a␛b\n  x␛[2J␊y\n  \\u{202E}\n  n␇\n")
  }

  @Test("Columns move closer together before any text is cut short")
  func closer() {
    #expect(written(Fixtures.districts, width: 19).hasPrefix("  district  records\n  江宁区      1,611\n"))
  }

  @Test("The widest text is cut short where the table is too wide")
  func truncation() {
    let answer = Answer(
      ResultTable(
        columns: [ResultColumn("name"), ResultColumn("district"), ResultColumn("fine")],
        rows: [
          [.value(.text("南京某某商贸有限公司")), .value(.text("江宁区")), .value(.money(500_000))],
          [.value(.text("南京宁北")), .value(.unknown), .value(.unknown)],
        ]))
    #expect(
      written(answer, width: 34) == """
          name           district     fine
          南京某某商贸…  江宁区    5,000元
          南京宁北       unknown   unknown

        """)
  }

  @Test("Headings go over several lines, broken where their parts meet, before any text is cut short")
  func tallHeadings() {
    let answer = Answer(
      ResultTable(
        columns: [ResultColumn("scenario"), ResultColumn("serious_ratio"), ResultColumn("entities(serious)")],
        rows: [[.value(.text("court_exits")), .value(.integer(12)), .value(.integer(8177))]]))
    #expect(
      written(answer, width: 36) == """
                        serious_   entities(
          scenario         ratio    serious)
          court_exits         12       8,177

        """)
  }

  @Test("Notes and prose longer than the window go on in the next line, set in; without a window they don't")
  func wrapping() {
    let answer = Answer(prose: [.same("  one two three four five")], notes: [.same("区间给出未记录的事实可能造成的影响。")])
    #expect(
      written(answer, width: 20) == "  one two three four\n    five\n  区间给出未记录的事\n    实可能造成的影\n    响。\n")
    #expect(written(answer).split(separator: "\n").count == 2)
  }

  @Test("What a limit leaves out is counted, and in a window it is said how to see it")
  func omittedRows() {
    var table = Fixtures.districts.table
    table.omitted = 12_345
    #expect(written(Answer(table)).hasSuffix("… 12,345 more rows\n"))
    let all = table.rows.count + 12_345
    #expect(written(Answer(table), width: 100).contains("12,345 more rows (`set rows \(all)` shows them"))
  }

  @Test("A table that can't be cut to the width is written a line a cell")
  func stacked() throws {
    #expect(
      written(try Fixtures.comparison(), width: 24) == """
          scenario: base
          serious_ratio: 1.26%
          penalised_ratio: 0.77%

          scenario: court_exits
          serious_ratio: 0.75%
          range: 0.71% – 0.75%
          Δ: −0.51 pp
          range: −0.55 pp – −0.51 pp
          penalised_ratio: 0.77%
          231 searches have no
            recorded result

        """)
    #expect(written(try Fixtures.comparison(), width: 24, tongue: .chinese).hasPrefix("  情景：现状\n"))
  }

  @Test("No line of a table goes past the width while it is not stacked", arguments: 15...60)
  func width(_ width: Int) {
    let answer = Answer(
      ResultTable(
        columns: [ResultColumn("name"), ResultColumn("an uncommonly long heading")],
        rows: [[.value(.text("南京某某商贸有限公司")), .value(.text(String(repeating: "文 text", count: 5)))]]))
    let lines = written(answer, width: width).split(separator: "\n")
    if !lines[0].hasPrefix("  name:") { #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= width }) }
    #expect(lines[0].hasPrefix("  name:") == (width < 20))
  }

  @Test("A column of numbers with unknowns stays on the right; a column of words with numbers on the left")
  func mixed() {
    let answer = Answer(
      ResultTable(
        columns: [ResultColumn("number"), ResultColumn("mixed"), ResultColumn("year", display: .label)],
        rows: [
          [.value(.integer(5)), .value(.integer(5)), .value(.integer(2022))],
          [.value(.unknown), .value(.text("words")), .empty],
        ]))
    #expect(
      written(answer) == """
           number   mixed   year
                5   5       2022
          unknown   words

        """)
  }

  @Test("An answer without columns writes its notes alone")
  func notesAlone() {
    let answer = Answer(ResultTable(columns: [], rows: []), notes: [.same("done")])
    #expect(written(answer) == "  done\n")
  }
}
