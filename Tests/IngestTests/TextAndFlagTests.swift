import Tables
import Testing
import Values

@testable import Ingest

@Suite("Text and categories") struct TextTests {
  @Test(
    "Text is trimmed of ASCII blanks, tabs, U+00A0 and U+3000, and kept otherwise",
    arguments: [
      ("  甲 ", "甲"), ("\u{3000}甲\u{3000}乙\u{3000}", "甲\u{3000}乙"), ("\u{A0}x\u{A0}", "x"), ("\t91\t", "91"),
      ("ａＢ", "ａＢ"),
      ("、", "、"), ("。x。", "。x。"), ("怀", "怀"), ("退", "退"), ("x\u{3000}\u{A0} ", "x"), ("《无》", "《无》"),
    ])
  func trimming(text: String, expected: String) throws {
    #expect(try loadCells([text], .text).values() == [.text(expected)])
  }

  @Test(
    "Words for nothing are blank",
    arguments: [
      "", " ", "\u{3000}", "暂无", " 暂无 ", "/", "／", "-", "--", "—", "——", "— —", "－－", "NULL", "null", "Null", "N/A",
      "ＮＵＬＬ", "\\n",
      "\\N", "[]号", "［］号", "〔〕号", "（）号", "\"\"",
    ])
  func blank(text: String) throws {
    for type in [ValueType.text, .category] {
      let loaded = try loadCells([text == "\"\"" ? "" : text, "甲"], type)
      #expect(loaded.values() == [.unknown, .text("甲")])
      #expect(loaded.blanks() == [0])
      #expect(loaded.problems.isEmpty)
    }
  }

  @Test(
    "无 and words that only contain one for nothing are text",
    arguments: ["无", "无效", "暂无异常", "A/B", "null值", "-1", "[2022]1号", "n"])
  func kept(text: String) throws {
    #expect(try loadCells([text], .text).values() == [.text(text)])
  }

  @Test("The dictionary holds each text once, in order of first appearance, and no word for nothing")
  func dictionary() throws {
    let loaded = try loadCells(["乙", "", "甲", "暂无", "乙", " 甲 ", "丙"], .category)
    guard case .codes(.narrow(let codes), let dictionary) = loaded.table.columns[0].storage else {
      Issue.record("few texts have narrow codes")
      return
    }
    #expect(dictionary.texts == ["乙", "甲", "丙"])
    #expect([0, 2, 4, 5, 6].map { codes[$0] } == [0, 1, 0, 1, 2])
    #expect(loaded.blanks() == [1, 3])
    #expect(codes.allSatisfy { Int($0) < dictionary.texts.count })
  }

  @Test("A column of nothing has codes that its dictionary knows")
  func allBlank() throws {
    let loaded = try loadCells(["", "-"], .text)
    guard case .codes(let codes, let dictionary) = loaded.table.columns[0].storage else { return }
    #expect(Int(codes[0]) < dictionary.texts.count)
    #expect(loaded.blanks() == [0, 1])
  }

  @Test("Texts of every length are told apart, at the ends of words too")
  func lengths() throws {
    let texts = (1...40).flatMap { length in
      ["x", "y"].map { String(repeating: "a", count: length - 1) + $0 }
    }
    let loaded = try loadCells(texts + texts, .text)
    #expect(loaded.values() == (texts + texts).map { .text($0) })
    guard case .codes(_, let dictionary) = loaded.table.columns[0].storage else { return }
    #expect(dictionary.texts == texts)
    #expect(dictionary.code(of: texts[17]) == 17)
    #expect(dictionary.code(of: "none") == nil)
  }

  @Test("Many distinct texts keep their rows", arguments: [300, 70_000])
  func manyTexts(count: Int) throws {
    let rows = (0..<count * 2).map { "\($0),号\($0 % count)" }
    let columns = [ColumnDeclaration(name: "i", type: .integer), ColumnDeclaration(name: "t", type: .text)]
    let loaded = try load("i,t\n" + rows.joined(separator: "\n"), columns: columns)
    #expect(loaded.values("t") == (0..<count * 2).map { .text("号\($0 % count)") })
  }

  @Test("Numbers that a spreadsheet cut short are kept as text and reported, in every row")
  func lostDigits() throws {
    let loaded = try loadCells(["9.13E+17", "91320102674737244W", "9.13E+17", "1E+5", "MA1E+10"], .text)
    #expect(loaded.values()[0] == .text("9.13E+17"))
    #expect(loaded.summaries == ["2 unreadable value kept", "4 unreadable value kept"])
  }
}

@Suite("Yes and no") struct FlagTests {
  @Test(
    "The usual words are known in any width and case",
    arguments: [
      ("是", true), ("否", false), ("有", true), ("无", false), ("yes", true), ("No", false), ("TRUE", true),
      ("false", false),
      ("1", true), ("0", false), ("Y", true), ("n", false), ("１", true), (" 是 ", true),
    ])
  func usualWords(text: String, expected: Bool) throws {
    #expect(try loadCells([text], .flag).values() == [.flag(expected)])
  }

  @Test("Declared words replace the usual ones")
  func declaredWords() throws {
    let loaded = try loadCells(["已履行", "未履行", "是", "无"], .flag, yes: ["已履行"], no: ["未履行"])
    #expect(loaded.values() == [.flag(true), .flag(false), .unknown, .unknown])
    #expect(loaded.blanks() == [3])
    #expect(loaded.summaries == ["4 unreadable value unknown"])
    #expect(loaded.problems.first?.expected.english == "one of 已履行 · 未履行")
  }

  @Test("A side without declared words takes the usual ones")
  func oneSide() throws {
    let loaded = try loadCells(["已履行", "否", "无"], .flag, yes: ["已履行"])
    #expect(loaded.values() == [.flag(true), .flag(false), .flag(false)])
  }

  @Test("无 is an answer where it is a word for no, and blank where it isn't")
  func none() throws {
    #expect(try loadCells(["无", "有"], .flag, yes: ["有"], no: ["无"]).values() == [.flag(false), .flag(true)])
    let loaded = try loadCells(["无", "是"], .flag, yes: ["是"], no: ["否"])
    #expect(loaded.blanks() == [0])
    #expect(loaded.problems.isEmpty)
  }

  @Test("Words for nothing are blank, others are reported once a row")
  func blankAndBad() throws {
    let loaded = try loadCells(["", "/", "也许", "是", "也许"], .flag)
    #expect(loaded.values() == [.unknown, .unknown, .unknown, .flag(true), .unknown])
    #expect(loaded.blanks() == [0, 1])
    #expect(loaded.problems.map(\.line) == [4, 6])
  }

  @Test("Declared words without a type make a flag")
  func flagByWords() throws {
    #expect(try loadCells(["有线索"], nil, yes: ["有线索"], no: ["没有"]).table.columns[0].type == .flag)
  }
}
