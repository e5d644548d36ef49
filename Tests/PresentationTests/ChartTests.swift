import Presentation
import Tables
import Testing
import Values

@Suite("Charts in block characters") struct ChartTests {
  private func drawn(_ table: ResultTable, column: Int? = nil, in tongue: Tongue = .english) -> [String]? {
    Chart(table, column: column, in: tongue)?.drawing().lines
  }

  private func ranged(_ low: Int64, _ headline: Int64, _ high: Int64) -> Cell {
    .ranged(RangedValue(low: .integer(low), headline: .integer(headline), high: .integer(high)))
  }

  private let groups = ResultTable(
    columns: [ResultColumn("district"), ResultColumn("entities")],
    rows: [
      [.value(.text("江宁区")), .value(.integer(40))], [.value(.text("鼓楼区")), .value(.integer(20))],
      [.phrase(Phrase("not in registry", "不在登记库")), .value(.integer(0))],
      [.value(.text("浦口区")), .value(.unknown)],
    ])

  @Test("Bars are as long as their values, and labels of any width stand in line")
  func bars() throws {
    let lines = try #require(drawn(groups))
    let lengths = lines.map { $0.filter { $0 == "█" }.count }
    #expect(lengths[0] == 2 * lengths[1] && lengths[1] > 10)
    #expect(lengths[2] == 0 && lines[2].hasSuffix(" 0"))
    #expect(lines[3].hasSuffix("unknown"))
    let starts = lines.prefix(2).map { line in TextWidth.columns(of: line.prefix { $0 != "█" }) }
    #expect(Set(starts).count == 1)
    #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= Chart.width })
    #expect(drawn(groups, in: .chinese)?[2].hasPrefix("不在登记库") == true)
  }

  @Test("Of days the first number is drawn as a line, and a total below them is no point of it")
  func course() throws {
    let days = (0..<5).map { day -> [Cell] in
      [
        .value(.date(CalendarDate(dayNumber: Int32(19_000 + day)))), .value(.integer(Int64(10 + day))),
        .value(.integer(700)),
      ]
    }
    let table = ResultTable(
      columns: [ResultColumn("day"), ResultColumn("entities"), ResultColumn("closing")],
      rows: days + [[.phrase(Phrase("total", "合计")), .empty, .value(.integer(700))]])
    let lines = try #require(drawn(table))
    #expect(lines.first == "entities")
    #expect(lines.contains { $0.contains("●") })
    #expect(!lines.contains { $0.contains("total") || $0.contains("700") })
  }

  @Test("What a range adds to a bar is shaded")
  func shadedBars() throws {
    let table = ResultTable(
      columns: groups.columns,
      rows: [[.value(.text("a")), ranged(60, 80, 100)], [.value(.text("b")), ranged(100, 100, 100)]])
    let lines = try #require(drawn(table))
    let (solid, shaded) = (lines[0].filter { $0 == "█" }.count, lines[0].filter { $0 == "▒" }.count)
    #expect(abs(Double(solid) / Double(solid + shaded) - 0.6) < 0.05)
    #expect(lines[0].hasSuffix("80   60 – 100"))
    #expect(!lines[1].contains("▒"))
  }

  @Test("A value below zero goes to the left of where bars begin")
  func negative() throws {
    let table = ResultTable(
      columns: [ResultColumn("scenario"), ResultColumn("change", display: .difference)],
      rows: [[.value(.text("a")), .value(.integer(-10))], [.value(.text("b")), .value(.integer(10))]])
    let lines = try #require(drawn(table))
    let (first, second) = (lines[0].firstIndex(of: "█"), lines[1].firstIndex(of: "█"))
    #expect(try #require(first) < #require(second))
  }

  @Test("An ordered column gives a line that rises where its values do, with a band")
  func line() throws {
    let table = ResultTable(
      columns: [ResultColumn("n"), ResultColumn("ratio")],
      rows: (1...5).map { step in
        let value = try? Fraction(Int128(step), over: 100)
        let high = try? Fraction(Int128(step) * 2, over: 100)
        return [
          .value(.integer(Int64(step))),
          .ranged(
            RangedValue(
              low: .percentage(value ?? .zero), headline: .percentage(value ?? .zero),
              high: .percentage(high ?? .zero))),
        ]
      })
    let lines = try #require(drawn(table))
    #expect(lines.count == 14 && lines[0] == "ratio")
    let heights = lines.indices.filter { lines[$0].contains("●") }
    #expect(heights.count >= 4)
    // The first point is the lowest and the leftmost.
    #expect(lines[heights.last ?? 0].contains("1.00% ┤●"))
    #expect(lines.contains { $0.contains("░") })
    #expect(lines[13].trimmingPrefix { $0 == " " }.hasPrefix("1"))
    #expect(lines[13].hasSuffix("5") && lines[13].contains("3"))
    #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= Chart.width })
  }

  @Test("Two labels give a grid with a shade for each value")
  func grid() throws {
    let table = ResultTable(
      columns: [ResultColumn("district"), ResultColumn("kind"), ResultColumn("count")],
      rows: [("东", "甲", 1), ("东", "乙", 100), ("西", "甲", 50)].map { first, second, count in
        [.value(.text(first)), .value(.text(second)), .value(.integer(Int64(count)))]
      })
    let lines = try #require(drawn(table))
    #expect(lines == ["count", "      甲     乙", "东   ░ 1  █ 100", "西  ▒ 50"])
  }

  @Test("A named column is drawn; without numbers there is no chart")
  func columns() throws {
    let table = ResultTable(
      columns: [ResultColumn("list"), ResultColumn("records"), ResultColumn("entities")],
      rows: [[.value(.text("a")), .value(.integer(9)), .value(.integer(3))]])
    #expect(drawn(table)?.first?.hasSuffix(" 3") == true)
    #expect(drawn(table, column: 1)?.first?.hasSuffix(" 9") == true)
    #expect(drawn(ResultTable(columns: [ResultColumn("a")], rows: [[.value(.text("x"))]])) == nil)
    #expect(drawn(ResultTable(columns: [], rows: [])) == nil)
  }

  @Test("More bars than can be read are left out and counted; control characters in labels are shown")
  func many() throws {
    let table = ResultTable(
      columns: [ResultColumn("name"), ResultColumn("count")],
      rows: (0..<100).map { [.value(.text("\u{1B}[31m\($0)")), .value(.integer(Int64($0)))] })
    let drawing = try #require(Chart(table, in: .english)?.drawing())
    #expect(drawing.lines.count == 40 && drawing.omitted == 60)
    #expect(drawing.lines.allSatisfy { !$0.unicodeScalars.contains("\u{1B}") })
  }

  @Test("Of several labels that are too long something is seen of each")
  func severalLabels() throws {
    let court = "南京市江宁区人民法院第一执行局"
    let table = ResultTable(
      columns: [ResultColumn("court"), ResultColumn("kind"), ResultColumn("district"), ResultColumn("count")],
      rows: [[.value(.text(court)), .value(.text("借款")), .value(.text("江宁区")), .value(.integer(3))]])
    let line = try #require(drawn(table)?.first)
    #expect(line.hasPrefix("南京市江… · 借款 · 江宁区 "), "\(line)")
  }

  @Test("In a narrow window a chart is as narrow", arguments: [24, 32, 48, 60, 77])
  func narrow(width: Int) throws {
    let pairs = ResultTable(
      columns: [ResultColumn("district"), ResultColumn("kind"), ResultColumn("count")],
      rows: ["经济技术开发区", "鼓楼区"].flatMap { first in
        ["借款合同", "买卖合同", "劳动争议"].map { second in
          [.value(.text(first)), .value(.text(second)), ranged(1_000, 2_000, 3_000)]
        }
      })
    let days = ResultTable(
      columns: [ResultColumn("day"), ResultColumn("entities")],
      rows: (0..<9).map { day in
        [
          .value(.date(CalendarDate(dayNumber: Int32(19_000 + day)))),
          ranged(1_000_000, 2_000_000, Int64(3_000_000 + day)),
        ]
      })
    for table in [groups, pairs, days] {
      for tongue in Tongue.allCases {
        let lines = try #require(Chart(table, in: tongue, width: width)?.drawing().lines)
        #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= width }, "\(lines.joined(separator: "\n"))")
        #expect(lines.contains { $0.contains { "█▒●░".contains($0) } })
      }
    }
  }

  @Test("What is written is as wide as the window, and says how many rows are left out")
  func written() throws {
    let table = ResultTable(
      columns: [ResultColumn("name"), ResultColumn("count")],
      rows: (0..<50).map { [.value(.text("\($0)号")), .value(.integer(Int64($0)))] })
    let answer = Answer(table, as: .chart(column: nil))
    for width in [30, 50, nil] {
      let lines = TableFormat(width: width).text(of: answer, tongue: .english).split(separator: "\n").map(String.init)
      #expect(lines[39].hasSuffix(" 39"))
      let remark = lines[40...].map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: " ")
      #expect(remark == "… 10 more rows: `take` chooses which")
      #expect(lines.map { TextWidth.columns(of: $0) }.max() == min(width ?? Chart.width, Chart.width))
    }
    #expect(MarkdownFormat().text(of: answer, tongue: .chinese).contains("… 另有 10 行，可用 `取前` 选取"))
    #expect(CSVFormat().text(of: answer, tongue: .english).split(whereSeparator: \.isNewline).count == 51)
  }
}
