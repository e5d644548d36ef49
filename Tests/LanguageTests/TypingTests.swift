import Testing
import Values

@testable import Language

@Suite("What is being typed") struct TypingTests {
  private func pieces(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Parser.pieces(of: text).map { "\($0.kind) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
  }

  @Test("Words are keywords where they mean what the language says, and names elsewhere")
  func keywordsAndNames() {
    #expect(
      pieces("court where date >= 2022-07-31 and count(searches) > 2 | by date") == [
        "name court", "keyword where", "name date", "number 2022-07-31", "keyword and", "keyword count",
        "name searches", "number 2", "keyword by", "name date",
      ])
    #expect(
      pieces("查看 名单 # 注") == ["comment # 注", "keyword 查看", "name 名单"])
    #expect(pieces("load = 3") == ["name load", "number 3"])
  }

  @Test("What is not finished has its colours already")
  func unfinished() {
    #expect(pieces("court where \"江") == ["name court", "keyword where", "text \"江"])
    #expect(pieces("court whe") == ["name court"])
    #expect(
      pieces("court ; compare base, a on") == [
        "name court", "keyword compare", "name base", "name a", "keyword on",
      ])
    #expect(pieces("a & b") == ["name a", "fault &"])
    #expect(pieces("") == [])
  }

  @Test(
    "What is typed at the cursor is set apart from what stands before it",
    arguments: [
      ("court whe", Continuation.Opening.word, "whe", 6), ("court ", .word, "", 6), ("court\n", .word, "", 6),
      ("a = \"江宁", .quote("\""), "江宁", 5), ("a = “江", .quote("“"), "江", 7), ("a [名", .bracket("["), "名", 3),
      ("a 【名", .bracket("【"), "名", 5), ("失信 筛", .word, "筛", 7),
    ])
  func opening(text: String, opening: Continuation.Opening, typed: String, start: Int) throws {
    let continuation = try #require(Parser.continuation(of: text))
    #expect(continuation.opening == opening)
    #expect(continuation.typed == typed)
    #expect(continuation.start == start)
  }

  @Test("Nothing is completed in comments and numbers", arguments: ["court # co", "1 + 20", "asof 2022-07-3", "#"])
  func nothing(text: String) {
    #expect(Parser.continuation(of: text) == nil)
  }

  @Test("What is expected says what stands around it")
  func surroundings() throws {
    let values = try #require(Parser.continuation(of: "court | where district = ")).expectations
      .filter { $0.kind == .value }
    let surroundings = try #require(values.first).surroundings
    guard case .stage(.expression(let source), let stages, isOverGroups: false)? = surroundings.first,
      case .comparison(let left)? = surroundings.last
    else {
      Issue.record("\(surroundings)")
      return
    }
    #expect(source.span.text == "court")
    #expect(stages.isEmpty)
    #expect(left.span.text == "district")
  }

  @Test("Nothing is expected behind what can't be read, and the statement after it is read anew")
  func behindFaults() throws {
    #expect(try #require(Parser.continuation(of: "a b c ")).expectations.isEmpty)
    #expect(try #require(Parser.continuation(of: "a b c ; ")).expectations.contains { $0.kind == .keyword(.load) })
  }

  @Test("Every beginning of a statement of any kind can be completed and coloured", arguments: Tongue.allCases)
  func everyBeginning(tongue: Tongue) {
    var statements = Statements(11)
    for kind in 0..<(Statements.kinds * 2) {
      let text = StatementPrinter(tongue: tongue).text(of: statements.statement(kind % Statements.kinds))
      for end in text.unicodeScalars.indices {
        let beginning = String(text.unicodeScalars[..<end])
        if let continuation = Parser.continuation(of: beginning) {
          #expect(continuation.start <= beginning.utf8.count)
        }
        #expect(Parser.pieces(of: beginning).allSatisfy { $0.range.upperBound <= beginning.utf8.count })
      }
    }
  }
}
