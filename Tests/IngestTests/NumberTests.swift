import Tables
import Testing
import Values

@testable import Ingest

@Suite("Numbers") struct NumberTests {
  @Test(
    "Whole numbers are read with signs, separated thousands and full-width digits",
    arguments: [
      ("0", 0), ("42", 42), ("-7", -7), ("+7", 7), ("007", 7), ("1,234,567", 1_234_567), ("12,345", 12_345), ("３８", 38),
      ("－３", -3), ("−3", -3), ("1，234", 1234), ("3.0", 3), ("12.", 12), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("00000000000000000000001", 1), ("\u{3000}5\u{A0}", 5),
    ] as [(String, Int64)])
  func integers(text: String, expected: Int64) throws {
    let loaded = try loadCells([text], .integer)
    #expect(loaded.values() == [.integer(expected)])
    #expect(loaded.problems.isEmpty)
  }

  @Test(
    "What is no whole number of 64 bits is unknown and reported",
    arguments: [
      "1.5", "12户", "1,23", "1,2345", ",123", "1,,234", "1e3", "9.13E+17", "--5", "+-5", "9223372036854775808",
      "-9223372036854775809", "99999999999999999999999", "一", "1 2", "0x10", "5%", ".",
    ])
  func badIntegers(text: String) throws {
    let loaded = try loadCells([text, "1"], .integer)
    #expect(loaded.values() == [.unknown, .integer(1)])
    #expect(loaded.blanks() == [])
    #expect(loaded.summaries == ["2 unreadable value unknown"])
    #expect(loaded.problems.first?.found == text)
  }

  @Test("Words for nothing are blank in a column of numbers", arguments: ["", "无", "暂无", "/", "-", "NULL", "——"])
  func blank(text: String) throws {
    for type in [ValueType.integer, .decimal, .percentage, .money] {
      let loaded = try loadCells([text], type)
      #expect(loaded.blanks() == [0])
      #expect(loaded.problems.isEmpty)
    }
  }

  @Test("Decimals are exact and share the places of the longest")
  func decimals() throws {
    let loaded = try loadCells(["1.5", "2", "-0.125", "1,000.10", ".5", "３．２５"], .decimal)
    guard case .integers(let mantissas, let places) = loaded.table.columns[0].storage else {
      Issue.record("decimals are kept as integers")
      return
    }
    #expect(places == 3)
    #expect(mantissas == [1500, 2000, -125, 1_000_100, 500, 3250])
    #expect(loaded.values().first == .decimal(try Fraction(3, over: 2)))
  }

  @Test("More than nine decimal places are reported, unless they are zeros")
  func tooManyPlaces() throws {
    let loaded = try loadCells(["0.123456789", "0.1234567891", "0.10000000000000"], .decimal)
    #expect(loaded.values()[0] == .decimal(try Fraction(123_456_789, over: 1_000_000_000)))
    #expect(loaded.values()[1] == .unknown)
    #expect(loaded.values()[2] == .decimal(try Fraction(1, over: 10)))
    #expect(loaded.summaries == ["3 unreadable value unknown"])
  }

  @Test("A decimal that has no room for the column's places is reported with its line")
  func noRoom() throws {
    let loaded = try loadCells(["12345678901234567", "0.001", "9"], .decimal)
    #expect(loaded.values()[0] == .unknown)
    #expect(loaded.values()[2] == .decimal(Fraction(9)))
    #expect(loaded.summaries == ["2 unreadable value unknown"])
    #expect(loaded.problems.first?.found == "12345678901234567")
  }

  @Test(
    "Percentages are shares of one, with a sign or without",
    arguments: [
      ("1.26%", 126, 10_000), ("1.26％", 126, 10_000), ("0.0126", 126, 10_000), ("100%", 1, 1), ("0%", 0, 1),
      ("-5 %", -5, 100),
    ] as [(String, Int128, Int128)])
  func percentages(text: String, numerator: Int128, denominator: Int128) throws {
    let loaded = try loadCells([text], .percentage)
    #expect(loaded.values() == [.percentage(try Fraction(numerator, over: denominator))])
  }

  @Test("A heading in per cent makes bare numbers per cent, and signed ones stay")
  func percentHeading() throws {
    let loaded = try loadCells(["12.5", "12.5%"], .percentage, heading: "占比（％）")
    #expect(loaded.values() == [.percentage(try Fraction(1, over: 8)), .percentage(try Fraction(1, over: 8))])
  }

  @Test("What is no percentage is unknown and reported", arguments: ["5%%", "%", "百分之五", "1/2"])
  func badPercentages(text: String) throws {
    #expect(try loadCells([text], .percentage).problemTotals == [.badValue: 1])
  }
}

@Suite("Amounts") struct MoneyTests {
  @Test(
    "The heading's bracket states the unit",
    arguments: [
      ("罚款金额（元）", "12.5", 1250), ("罚款金额(元)", "1,234.56", 123_456), ("罚款金额（万元）", "30", 30_000_000),
      ("罚款金额（单位：元）", "7", 700), ("罚款金额（单位:万元）", "0.000001", 1), ("注册资本(人民币万元)", "100", 100_000_000),
      ("罚款金额（亿元）", "1.5", 15_000_000_000),
    ] as [(String, String, Int64)])
  func headingUnit(heading: String, text: String, fen: Int64) throws {
    #expect(try loadCells([text], .money, heading: heading).values() == [.money(fen)])
  }

  @Test("A declared unit wins over the heading's")
  func declaredUnit() throws {
    #expect(try loadCells(["3"], .money, heading: "罚款", unit: .tenThousandYuan).values() == [.money(3_000_000)])
    #expect(try loadCells(["3"], .money, heading: "罚款（万元）", unit: .yuan).values() == [.money(300)])
  }

  @Test(
    "A cell's own unit wins over the column's",
    arguments: [
      ("30万元", 30_000_000), ("30 万人民币", 30_000_000), ("2000元", 200_000), ("2,000.5元", 200_050), ("２０００元整", 200_000),
      ("¥2000", 2_000_000_000), ("￥ 2000元", 200_000), ("人民币5元", 500), ("1.2亿元", 12_000_000_000), ("5 元", 500),
      ("-5元", -500),
    ] as [(String, Int64)])
  func ownUnit(text: String, fen: Int64) throws {
    #expect(try loadCells([text], .money, heading: "罚款金额（万元）").values() == [.money(fen)])
  }

  @Test(
    "Prose and parts of a 分 are unknown and reported",
    arguments: [
      "罚款2000元", "2000元以下", "5美元", "约300", "0.001", "1,23", "三十万元", "99999999999999999999", "92233720368547758.08",
      "3 0",
    ])
  func unreadable(text: String) throws {
    let loaded = try loadCells([text, "1"], .money, heading: "罚款金额（元）")
    #expect(loaded.values() == [.unknown, .money(100)])
    #expect(loaded.summaries == ["2 unreadable value unknown"])
  }

  @Test("The largest amounts are exact")
  func largest() throws {
    let loaded = try loadCells(["92233720368547758.07", "-92233720368547758.08"], .money, heading: "金额（元）")
    #expect(loaded.values() == [.money(.max), .money(.min)])
  }

  @Test("A bare number without a unit is a failure that says how to declare one", arguments: ["罚款", "罚款（美元）", "罚款金额元"])
  func noUnit(heading: String) throws {
    let thrown = failure { _ = try loadCells(["", "10000"], .money, heading: heading) }
    let diagnostic = try #require(thrown?.diagnostics.first)
    #expect(diagnostic.message.english == "data.csv line 3: “\(heading)” states no unit for the amount 10000")
    #expect(diagnostic.notes.first?.english.contains("unit 万元") == true)
    #expect(thrown?.exitCode == 4)
  }

  @Test("A bare number far down a column without a unit is a failure too")
  func lateNoUnit() throws {
    let cells = Array(repeating: "5元", count: 5_000) + ["5"]
    let thrown = failure { _ = try loadCells(cells, .money, heading: "罚款") }
    #expect(thrown?.diagnostics.first?.message.english.contains("line 5002") == true)
    #expect(try loadCells(cells.dropLast(), .money, heading: "罚款").values().last == .money(500))
  }

  @Test("Numbers are kept as narrow as all of them allow, wherever the first large or negative one stands")
  func widths() throws {
    for (numbers, width) in [
      ([1, 2, 255], 1), ([1, 256, 2], 2), ([65_536, 1, 2], 4), ([1, 2, 4_294_967_295], 4), ([1, 4_294_967_296, 2], 8),
      ([-1, 1, 2], 8), ([1, 2, -9_000_000_000], 8),
    ] {
      // Over many batches, with the last number in the last one.
      let rows = (0..<RowBatch.capacity * 3).map { numbers[$0 % 2] } + [numbers[2]]
      let loaded = try load(
        "x\n" + rows.map { "\($0)\n" }.joined(), columns: [ColumnDeclaration(name: "x", type: .integer)],
        sizes: .blocks(of: 5_000))
      guard case .integers(let integers, places: 0) = loaded.table.columns[0].storage else {
        Issue.record("whole numbers")
        continue
      }
      #expect(integers.width == width && integers.elementsEqual(rows.map { Int64($0) }), "\(numbers)")
    }
  }
}
