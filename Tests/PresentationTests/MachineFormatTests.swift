import Foundation
import Presentation
import Tables
import Testing
import Values

@Suite("JSON format") struct JSONFormatTests {
  private func written(_ answer: Answer, tongue: Tongue = .english) -> String {
    JSONFormat().text(of: answer, tongue: tongue)
  }

  @Test("A result is one line: an array of row objects with keys in order")
  func rows() {
    #expect(
      written(Fixtures.districts) == """
        [{"district":"江宁区","records":1611},{"district":"鼓楼区","records":498},{"district":"栖霞区","records":402}]

        """)
  }

  @Test("A column with ranges has its ends beside it in every row")
  func ranges() throws {
    #expect(
      written(try Fixtures.comparison()) == """
        [{"scenario":"base","serious_ratio":0.0126,"serious_ratio_low":0.0126,"serious_ratio_high":0.0126,\
        "change":null,"change_low":null,"change_high":null,\
        "penalised_ratio":0.0077,"penalised_ratio_low":0.0077,"penalised_ratio_high":0.0077},\
        {"scenario":"court_exits","serious_ratio":0.0075,"serious_ratio_low":0.0071,"serious_ratio_high":0.0075,\
        "change":-0.0051,"change_low":-0.0055,"change_high":-0.0051,\
        "penalised_ratio":0.0077,"penalised_ratio_low":0.0077,"penalised_ratio_high":0.0077}]

        """)
  }

  @Test("Every type has its notation, the same in every tongue", arguments: Tongue.allCases)
  func types(tongue: Tongue) {
    #expect(
      written(Fixtures.everyType, tongue: tongue) == """
        [{"flag":true,"integer":649000,"decimal":12,"share":null,"fine":"5000.50","name":"a, \\"b\\"",\
        "date":"2022-07-31","month":"2022-07","term":"P6M","words":"stays on the list","gap":null,"none":null}]

        """)
  }

  @Test("Numbers are unrounded: exact where 17 digits can say them, else the nearest binary number")
  func numbers() throws {
    let shares = try [(8177, 649_000), (63, 5000), (1, 3), (-1, 8)].map { try Fixtures.percentage($0.0, $0.1) }
    let answer = Answer(ResultTable(columns: [ResultColumn("x")], rows: shares.map { [.value($0)] }))
    #expect(
      written(answer) == """
        [{"x":\(8177.0 / 649_000)},{"x":0.0126},{"x":0.3333333333333333},{"x":-0.125}]

        """)
  }

  @Test(
    "Amounts are decimal strings in 元 with two places",
    arguments: [
      (Int64(0), "0.00"), (500_000, "5000.00"), (-5, "-0.05"), (.min, "-92233720368547758.08"),
    ])
  func money(fen: Int64, expected: String) {
    let answer = Answer(ResultTable(columns: [ResultColumn("x")], rows: [[.value(.money(fen))]]))
    #expect(written(answer) == "[{\"x\":\"\(expected)\"}]\n")
  }

  @Test(
    "Durations are ISO 8601",
    arguments: [
      (CalendarDuration(months: 6), "P6M"), (CalendarDuration(months: 1, days: 3), "P1M3D"),
      (CalendarDuration(days: 10), "P10D"), (CalendarDuration(), "P0D"), (CalendarDuration(months: -6), "-P6M"),
      (CalendarDuration(months: 1, days: -3), "P1M-3D"), (CalendarDuration(workingDays: 5), "5 working days"),
    ])
  func durations(duration: CalendarDuration, expected: String) {
    let answer = Answer(ResultTable(columns: [ResultColumn("x")], rows: [[.value(.duration(duration))]]))
    #expect(written(answer) == "[{\"x\":\"\(expected)\"}]\n")
  }

  @Test("Any text comes back as it was from another reader, and no control character is written")
  func escaping() throws {
    let scalars = Array(0...0x2FFF) + [0xFEFF, 0xE0041, 0x1F600, 0x20BB7]
    let text = "\"\\" + String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    let answer = Answer(ResultTable(columns: [ResultColumn("a\"b")], rows: [[.value(.text(text))]]))
    let line = written(answer)
    let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [[String: String]]
    #expect(parsed?[0]["a\"b"]?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    #expect(line.unicodeScalars.dropLast().allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test("Prose alone is one row a line, in English")
  func prose() {
    let answer = Answer(prose: [Phrase("one", "一"), Phrase("two", "二")], notes: [.same("not written")])
    #expect(written(answer, tongue: .chinese) == "[{\"text\":\"one\"},{\"text\":\"two\"}]\n")
  }

  @Test("A result without rows is an empty array")
  func empty() {
    #expect(written(Answer(ResultTable(columns: [ResultColumn("a")], rows: []))) == "[]\n")
  }
}

@Suite("CSV format") struct CSVFormatTests {
  private func written(_ answer: Answer, tongue: Tongue = .english) -> String {
    CSVFormat().text(of: answer, tongue: tongue)
  }

  @Test("Names come first, then a line a row, the same in every tongue", arguments: Tongue.allCases)
  func rows(tongue: Tongue) {
    #expect(written(Fixtures.districts, tongue: tongue) == "district,records\n江宁区,1611\n鼓楼区,498\n栖霞区,402\n")
  }

  @Test("A column with ranges has its ends beside it, unrounded")
  func ranges() throws {
    #expect(
      written(try Fixtures.comparison()) == """
        scenario,serious_ratio,serious_ratio_low,serious_ratio_high,change,change_low,change_high,penalised_ratio,\
        penalised_ratio_low,penalised_ratio_high
        base,0.0126,0.0126,0.0126,,,,0.0077,0.0077,0.0077
        court_exits,0.0075,0.0071,0.0075,-0.0051,-0.0055,-0.0051,0.0077,0.0077,0.0077

        """)
  }

  @Test("Every type has its notation, and unknown is an empty field")
  func types() {
    #expect(
      written(Fixtures.everyType) == """
        flag,integer,decimal,share,fine,name,date,month,term,words,gap,none
        true,649000,12,,5000.50,"a, ""b""\",2022-07-31,2022-07,P6M,stays on the list,,

        """)
  }

  @Test(
    "A field is quoted where it must be and is exact in any case",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("\"", "\"\"\"\""),
      ("\"\u{301}", "\"\"\"\u{301}\""), ("=1+1", "=1+1"), (" a ", " a "), ("\u{1B}", "\u{1B}"), ("", "\"\""),
    ])
  func quoting(text: String, expected: String) {
    let answer = Answer(ResultTable(columns: [ResultColumn("x")], rows: [[.value(.text(text))]]))
    #expect(written(answer).unicodeScalars.elementsEqual("x\n\(expected)\n".unicodeScalars))
  }
}

@Suite("Output formats") struct OutputFormatTests {
  @Test("Every format has a writer", arguments: OutputFormat.allCases)
  func writers(format: OutputFormat) {
    #expect(format.writer(width: 80).text(of: Fixtures.districts, tongue: .english).contains("江宁区"))
  }
}
