import Foundation
@testable import Language
import Testing
import Values

@Suite("Texts laid out") struct FormatterTests {
  private func format(_ text: String, _ tongue: Tongue? = nil, isDocument: Bool = true) throws -> String {
    try Formatter.format(SourceText(text), tongue: tongue, isDocument: isDocument)
  }

  /// The statements of a text without their places.
  private func outlines(_ text: String, isDocument: Bool = true) -> [String] {
    let source = SourceText(text)
    let program = isDocument ? Parser.parse(document: source) : Parser.parse(source)
    #expect(program.diagnostics.map(\.message.english) == [], "\(text)")
    return program.statements.map { outline($0.kind) }
  }

  /// What stands in comments, in order.
  private func comments(_ text: String) -> [String] {
    var lexer = Lexer(SourceText(text), mode: .document)
    _ = lexer.run()
    return lexer.comments.map { comment in
      SourceSpan(SourceText(text), comment).text.trimmingCharacters(in: .whitespaces)
    }
  }

  private static let commented = """


    # The lists first.
    load   "x"   # they lie beside


    # Then the question,
      # in two lines.
    court | # all of it
      # the open ones
      where open   # still
      | by district # by district
    # behind it
    a;b # both

    list l from "l" { # columns
      # its key
      code text "代码" # whole
      # its day
      listed date since

      # nothing more
    }
    scenario s = { # two
      # first
      exit court # off
        where a # when a
        and b
      exit tax # last
    }
    assert a = "# no comment"
      # of these
      and b # and those
      # behind
    compare base, s
      # what
      on m # a metric
      by d
    # the end
    """

  @Test("Comments and blank lines stay where they were")
  func comments() throws {
    let expected = """
      # The lists first.
      load "x" # they lie beside

      # Then the question,
      # in two lines.
      court # all of it
        # the open ones
        | where open # still
        | by district # by district
      # behind it
      a
      b # both

      list l from "l" { # columns
        # its key
        code   text "代码" # whole
        # its day
        listed date since
        # nothing more
      }
      scenario s = { # two
        # first
        exit court # off
          where a # when a
          and b
        exit tax # last
      }
      assert a = "# no comment"
        # of these
        and b # and those
      # behind
      compare base, s
        # what
        on m # a metric
        by d
      # the end
      """
    #expect(try format(FormatterTests.commented) == expected)
  }

  @Test("What is laid out once stays as it is, in either tongue", arguments: [nil, Tongue.english, .chinese])
  func idempotence(tongue: Tongue?) throws {
    let text = try format(FormatterTests.commented, tongue)
    #expect(try format(text, tongue) == text)
    #expect(outlines(text) == outlines(FormatterTests.commented))
    #expect(comments(text).joined(separator: " ") == comments(FormatterTests.commented).joined(separator: " "))
  }

  @Test("Any text with comments anywhere keeps its statements and its comments", arguments: 1...400)
  func randomComments(seed: Int) throws {
    var dice = Dice(seed)
    var statements = Statements(seed)
    let isDocument = seed.isMultiple(of: 2)
    var text = ""
    for position in 0..<4 {
      let kind = (seed + position) % Statements.kinds
      let statement = statements.statement(kind == 12 ? 0 : kind)
      let tongue: Tongue = Bool.random(using: &dice) ? .english : .chinese
      let lines: [Substring] = StatementPrinter(tongue: tongue).text(of: statement).split(separator: "\n")
      for (number, line) in lines.enumerated() {
        // Only at places where any text may have a comment.
        let isInside = number > 0 && !(isDocument && line.hasPrefix("  |"))
        if !isInside, Bool.random(using: &dice) { text += (number > 0 ? "  " : "") + "# above\(position)\(number)\n" }
        text += line
        if Bool.random(using: &dice) { text += "   # behind\(position)\(number) \n" } else { text += "\n" }
      }
      if Bool.random(using: &dice) { text += "\n\n" }
    }
    guard !outlines(text, isDocument: isDocument).isEmpty else { return }
    for tongue in [nil, Tongue.english, .chinese] {
      let formatted = try format(text, tongue, isDocument: isDocument)
      #expect(outlines(formatted, isDocument: isDocument) == outlines(text, isDocument: isDocument), "\(formatted)")
      #expect(words(formatted) == words(text), "\(text)\n\(formatted)")
      #expect(try format(formatted, tongue, isDocument: isDocument) == formatted)
    }
  }

  /// The words of a text's comments; two comments may have come to stand on one line.
  private func words(_ text: String) -> [String] {
    comments(text).flatMap { $0.split(separator: "#").map { $0.trimmingCharacters(in: .whitespaces) } }.sorted()
  }

  @Test("A text that can't be read is refused with all that is wrong in it")
  func faults() {
    do {
      let text = try format("load 1\nasof )\n1 + 1")
      Issue.record("\(text)")
    } catch {
      #expect((error as? Failure)?.diagnostics.count == 2)
    }
  }

  @Test(
    "A statement keeps the tongue of its first keyword",
    arguments: [
      ("court｜筛选 a and b", "court | 筛选 a 且 b"), ("court | where a 且 b", "court | where a and b"),
      ("a > 6个月", "a > 6个月"), ("a.date | 排序", "a.date | 排序"), ("x+1", "x + 1"), ("", ""), ("# 注", "# 注"),
      ("令 x = 1\nx - 3 天", "令 x = 1\nx - 3天"), ("help where", "help where"), ("a\r\nb", "a\nb"),
    ])
  func ownTongue(text: String, expected: String) throws {
    #expect(try format(text) == expected)
  }

  /// The statements of the repository's documents, block by block.
  private static let blocks: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var files = ["README.md", "README.zh-CN.md"]
    for folder in ["Sessions", "Datasets", "Documentation"] {
      let found = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
      files += (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    return files.sorted().flatMap { file -> [String] in
      let text = (try? String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)) ?? ""
      return text.components(separatedBy: "```tuiyan\n").dropFirst().map { block in
        block.components(separatedBy: "\n```")[0]
      }
    }
  }()

  @Test("The repository's own statements mean the same in either tongue")
  func repository() throws {
    #expect(FormatterTests.blocks.count > 20)
    for block in FormatterTests.blocks where Parser.parse(document: SourceText(block)).diagnostics.isEmpty {
      let chinese = try format(block, .chinese)
      let english = try format(chinese, .english)
      #expect(outlines(chinese) == outlines(block))
      #expect(outlines(english) == outlines(block))
      #expect(try format(english, .chinese) == chinese)
    }
  }
}
