import Tables
import Testing
import Values

@testable import Ingest

@Suite("Problems") struct ProblemTests {
  @Test("Problems come by line, with everything that is needed to find the cell")
  func details() throws {
    let columns = [
      ColumnDeclaration(name: "n", type: .integer, headings: ["户数"]), ColumnDeclaration(name: "日期", type: .date),
    ]
    let loaded = try load("户数,日期\n一,2022-1-1\n2,2022-9-31\n三,1900-1-1\n4\n", columns: columns)
    #expect(
      loaded.summaries == [
        "2 unreadable value unknown", "3 unreadable value unknown", "4 unreadable value unknown",
        "4 sentinel date unknown", "5 ragged row setAside",
      ])
    #expect(
      loaded.problems.first
        == Problem(
          .badValue, list: "list", file: "data.csv", line: 2, heading: "户数", found: "一",
          expected: Phrase("a whole number", "整数"), outcome: .unknown))
    #expect(loaded.problemTotals == [.badValue: 3, .sentinelDate: 1, .raggedRow: 1])
  }

  @Test("At most ten thousand problems are kept, and all are counted")
  func bounded() throws {
    let rows = String(repeating: "x,1900-1-1\n", count: 12_000)
    let columns = [ColumnDeclaration(name: "a", type: .integer), ColumnDeclaration(name: "d", type: .date)]
    let loaded = try load("a,d\n" + rows, columns: columns)
    #expect(loaded.problems.count == LoadedFile.maximumProblems)
    #expect(loaded.problemTotals == [.badValue: 12_000, .sentinelDate: 12_000])
    #expect(loaded.problems.first?.line == 2)
  }

  @Test("Every problem speaks both tongues")
  func tongues() throws {
    let columns = [
      ColumnDeclaration(name: "a", type: .integer), ColumnDeclaration(name: "b", type: .date),
      ColumnDeclaration(name: "c", type: .flag), ColumnDeclaration(name: "d", type: .money, unit: .yuan),
      ColumnDeclaration(name: "e", type: .month), ColumnDeclaration(name: "f", type: .text),
      ColumnDeclaration(name: "g", isRequired: false),
    ]
    let loaded = try load(
      "a,b,c,d,e,f\nx,x,x,x,x,9.13E+17\n1\n\"open\n1,1900-1-1,是,0.001,2022-13,x\n", columns: columns)
    #expect(loaded.problems.count == 12)
    for problem in loaded.problems {
      #expect(problem.expected.chinese.unicodeScalars.contains { $0.value > 0x3400 })
      #expect(problem.expected.english.unicodeScalars.first.map { $0.value < 0x80 } == true)
    }
  }

  @Test("Long cells are quoted in part, on one line")
  func excerpts() throws {
    let loaded = try loadCells([String(repeating: "长", count: 200), "a\nb"], .integer)
    #expect(loaded.problems[0].found == String(repeating: "长", count: 60) + "…")
    #expect(loaded.problems[1].found == "a b")
  }
}
