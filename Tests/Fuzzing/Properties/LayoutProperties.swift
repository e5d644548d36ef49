import Values

@testable import Language

/// What must hold of a text without faults when it is written anew.
struct LayoutProperties {
  let isDocument: Bool

  func check(_ text: String, _ program: Program) throws(Violation) {
    let tree = outline(program)
    let comments = words(ofCommentsIn: text)
    var texts: [Tongue?: String] = [:]
    for tongue in [Tongue.english, .chinese, nil] {
      let written = try format(text, tongue)
      defer { texts[tongue] = written }
      if texts.values.contains(written) { continue }
      let again = LanguageProperties.parse(SourceText(written), isDocument: isDocument)
      try require(
        again.diagnostics.isEmpty, "what is laid out can be read",
        "\(text)\n--\n\(written)\n--\n\(again.diagnostics.map(\.message.english))")
      try require(outline(again) == tree, "what is laid out means the same", "\(text)\n--\n\(written)")
      try require(
        words(ofCommentsIn: written) == comments, "what is laid out keeps its comments", "\(text)\n--\n\(written)")
      let twice = try format(written, tongue)
      try require(twice == written, "what is laid out stays as it is", "\(text)\n--\n\(written)\n--\n\(twice)")
    }
    if let english = texts[.english], let chinese = texts[.chinese] {
      try checkTranslation(of: english, .english, gives: chinese, .chinese)
      try checkTranslation(of: chinese, .chinese, gives: english, .english)
    }
    guard isDocument else { return }
    for statement in program.statements { try checkPrinting(statement) }
  }

  private func checkTranslation(
    of text: String, _ tongue: Tongue, gives expected: String, _ other: Tongue
  ) throws(Violation) {
    let translated = try format(text, other)
    guard words(ofCommentsIn: text).isEmpty else { return }
    try require(
      translated == expected, "a text is the same translated from either tongue",
      "\(text)\n--\n\(translated)\n--\n\(expected)")
  }

  private func format(_ text: String, _ tongue: Tongue?) throws(Violation) -> String {
    do throws(Failure) {
      return try Formatter.format(SourceText(text), tongue: tongue, isDocument: isDocument)
    } catch {
      throw Violation("a text without faults can be laid out", "\(text)\n--\n\(error)")
    }
  }

  /// The statements without their places.
  private func outline(_ program: Program) -> [String] { program.statements.map { syntaxOutline($0.kind) } }

  /// The words of a text's comments; two of them may come to stand on one line.
  private func words(ofCommentsIn text: String) -> [String] {
    let source = SourceText(text)
    var lexer = Lexer(source, mode: isDocument ? .document : .interactive)
    _ = lexer.run()
    return lexer.comments.flatMap {
      SourceSpan(source, $0).text.split { $0 == "#" || $0.isWhitespace }.map(String.init)
    }
    .sorted()
  }

  /// That a statement printed by itself, and each of its expressions, means the same as part of a document.
  private func checkPrinting(_ statement: Statement) throws(Violation) {
    for tongue in Tongue.allCases {
      let text = StatementPrinter(tongue: tongue).text(of: statement)
      try checkReading(text, gives: [outline(statement)], from: statement.text)
      for expression in expressions(in: statement.kind) {
        let text = "let x = " + ExpressionPrinter(tongue: tongue).text(of: expression)
        let expected = Statement.Kind.bind(Name(text: "x", span: expression.span), expression)
        try checkReading(text, gives: [syntaxOutline(expected)], from: statement.text)
      }
    }
  }

  private func outline(_ statement: Statement) -> String { syntaxOutline(statement.kind) }

  private func checkReading(_ text: String, gives expected: [String], from original: String) throws(Violation) {
    let program = Parser.parse(document: SourceText(text))
    try require(
      program.diagnostics.isEmpty, "what is printed can be read",
      "\(original)\n--\n\(text)\n--\n\(program.diagnostics.map(\.message.english))")
    try require(outline(program) == expected, "what is printed means the same", "\(original)\n--\n\(text)")
  }
}
