import Values

/// Cuts a source text into tokens. Any text gives tokens: what can't be one is reported and skipped.
struct Lexer {
  /// How lines are joined to statements.
  enum Mode {
    /// At the prompt: a line ends a statement unless it is plainly unfinished.
    case interactive
    /// In a document: a line that is indented or starts with `|` also goes on.
    case document
  }

  private let source: SourceText
  private let mode: Mode
  private let scalars: [Unicode.Scalar]
  private let offsets: [Int]
  private var position = 0
  private var tokens: [Token] = []
  private var brackets: [Symbol] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where comments stand, from `#` to the line's end, in UTF-8 offsets.
  private(set) var comments: [Range<Int>] = []
  /// The first token of the statement at hand, and whether that stands within braces.
  private var statementStart = 0
  private var beginsInBraces = false
  /// Whether the text stops in a question for help.
  private(set) var endsInHelp = false
  /// Whether the text stops in the middle of a quotation.
  private(set) var endsInsideQuotes = false
  /// Whether the text stops in the middle of a bracketed name.
  private(set) var endsInsideBracketedName = false

  init(_ source: SourceText, mode: Mode) {
    self.source = source
    self.mode = mode
    scalars = Array(source.text.unicodeScalars)
    var offset = 0
    offsets =
      scalars.map { scalar in
        defer { offset += UTF8.width(scalar) }
        return offset
      } + [source.text.utf8.count]
  }

  /// All tokens, the last one an end.
  mutating func run() -> [Token] {
    while position < scalars.count { next() }
    endsInHelp = asksForHelp
    emitEnd(from: position, to: position)
    return tokens
  }

  /// Whether brackets are still open at the text's end.
  var hasOpenBrackets: Bool { !brackets.isEmpty }

  /// Whether the statement at hand asks for help: what it asks about, be it `where` or `+`, never goes on.
  private var asksForHelp: Bool {
    guard !beginsInBraces, statementStart < tokens.count, case .word(let word) = tokens[statementStart].kind,
      Keyword(form: word) == .help
    else { return false }
    switch tokens.dropFirst(statementStart + 1).first?.kind {
    case nil, .end?, .symbol(.pipe)?, .symbol(.dot)?, .symbol(.equal)?: return false
    default: return true
    }
  }

  private func narrowed(_ index: Int) -> Unicode.Scalar {
    index < scalars.count ? Lexer.narrow(scalars[index]) : "\0"
  }

  private mutating func next() {
    let start = position
    let scalar = narrowed(position)
    switch scalar {
    case " ", "\t", "\r", "\u{A0}", "\u{FEFF}":
      position += 1
    case "\n":
      endLine()
    case "#":
      while position < scalars.count, scalars[position] != "\n" { position += 1 }
      comments.append(offsets[start]..<offsets[position])
    case ";":
      position += 1
      emitEnd(from: start, to: position)
    case "\"", "'", "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}", "\u{300C}", "\u{300E}":
      quotation()
    case "[", "\u{3010}":
      bracketedName()
    case _ where Lexer.isWordScalar(scalar):
      if scalar.isASCIIDigit { numberOrWord() } else { word() }
    default:
      symbol()
    }
  }

  private mutating func emit(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: offsets[start]..<offsets[position]))
  }

  private mutating func emitEnd(from start: Int, to end: Int) {
    if case .end? = tokens.last?.kind { return }
    tokens.append(Token(kind: .end, range: offsets[start]..<offsets[end]))
    statementStart = tokens.count
    beginsInBraces = brackets.contains(.leftBrace)
  }

  private mutating func report(_ message: Phrase, from start: Int, notes: [Phrase] = []) {
    let span = SourceSpan(source, offsets[start]..<offsets[max(position, start)])
    diagnostics.append(Diagnostic(.statement, message, at: span, notes: notes))
  }

  private mutating func endLine() {
    let start = position
    position += 1
    if asksForHelp {
      brackets = []
      return emitEnd(from: start, to: position)
    }
    if brackets.last == .leftParenthesis { return }
    switch tokens.last?.kind {
    case .symbol(let symbol) where symbol.continuesLine: return
    case .word(let word) where Lexer.continuing.contains(word): return
    default: break
    }
    if startsContinuation() { return }
    emitEnd(from: start, to: position)
  }

  /// Whether the next line belongs to the one before: it starts with `|` or with a word that only ever goes on, or, in
  /// a document, it is indented. Within braces every line is indented, so only the words count.
  private func startsContinuation() -> Bool {
    var index = position
    while [" ", "\t", "\u{A0}"].contains(narrowed(index)) { index += 1 }
    guard index < scalars.count, !["\n", "\r", "}"].contains(narrowed(index)) else { return false }
    if narrowed(index) == "|" { return true }
    var end = index
    while end < scalars.count, Lexer.isWordScalar(narrowed(end)) { end += 1 }
    let word = String(String.UnicodeScalarView((index..<end).map(narrowed)))
    return Lexer.joining.contains(word) || (mode == .document && brackets.isEmpty && index > position)
  }

  /// Words that can't begin a statement or a measure.
  static let joining = Set(
    [Keyword.and, .or, .where, .except, .cite, .on, .by, .against, .with, .else].flatMap {
      [$0.rawValue] + (Keyword.chineseForms[$0] ?? [])
    })

  /// Words after which a statement can't end.
  static let continuing = Set(
    [Keyword.and, .or, .not, .in, .where, .is].flatMap { [$0.rawValue] + (Keyword.chineseForms[$0] ?? []) })
}

extension Lexer {
  fileprivate mutating func quotation() {
    let start = position
    let opening = scalars[position]
    let closing: [Unicode.Scalar] =
      switch opening {
      case "\u{201C}", "\u{201D}": ["\u{201D}", "\u{201C}"]
      case "\u{2018}", "\u{2019}": ["\u{2019}", "\u{2018}"]
      case "\u{300C}": ["\u{300D}"]
      case "\u{300E}": ["\u{300F}"]
      case "\u{FF02}": ["\u{FF02}"]
      default: [opening]
      }
    position += 1
    var text = String.UnicodeScalarView()
    while position < scalars.count, !closing.contains(scalars[position]) {
      if scalars[position] == "\\", position + 1 < scalars.count {
        position += 1
        text.append(scalars[position] == "n" ? "\n" : scalars[position])
      } else {
        text.append(scalars[position])
      }
      position += 1
    }
    if position < scalars.count {
      position += 1
    } else {
      endsInsideQuotes = true
      report(
        Phrase("this quotation is never closed", "引号没有闭合"), from: start,
        notes: [Phrase("close it with `\(String(closing[0]))`", "请用 `\(String(closing[0]))` 闭合")])
    }
    emit(.text(String(text)), from: start)
  }

  fileprivate mutating func bracketedName() {
    let start = position
    let closing: Unicode.Scalar = "]"
    position += 1
    var name = String.UnicodeScalarView()
    while position < scalars.count, scalars[position] != "\n", narrowed(position) != closing {
      name.append(scalars[position])
      position += 1
    }
    if position < scalars.count, narrowed(position) == closing {
      position += 1
    } else {
      endsInsideBracketedName = position == scalars.count
      let sign = scalars[start] == "[" ? "]" : "】"
      report(
        Phrase("this bracketed name is never closed", "方括号里的名称没有闭合"), from: start,
        notes: [Phrase("close it with `\(sign)`", "请用 `\(sign)` 闭合")])
    }
    emit(.bracketedName(String(name)), from: start)
  }

  fileprivate mutating func word() {
    let start = position
    var word = String.UnicodeScalarView()
    while position < scalars.count, Lexer.isWordScalar(narrowed(position)) {
      word.append(narrowed(position))
      position += 1
    }
    emit(.word(String(word)), from: start)
  }

  fileprivate mutating func numberOrWord() {
    let start = position
    var run: [Unicode.Scalar] = []
    var index = position
    // A run of word characters, with the points, hyphens and per cent signs that numbers and dates may hold: two of
    // them in a date, so that `1-1-1-1…` is not read to its end for each of its numbers.
    var joints = 0
    while index < scalars.count {
      let scalar = narrowed(index)
      let next = narrowed(index + 1)
      let isJoint = (scalar == "." || scalar == "-") && next.isASCIIDigit && narrowed(index - 1).isASCIIDigit
      if isJoint { joints += 1 }
      guard Lexer.isWordScalar(scalar) || (isJoint && joints <= 2) || scalar == "%" else { break }
      run.append(scalar)
      index += 1
      if scalar == "%" { break }
    }
    if let (value, length) = NumberLiteral.longestPrefix(of: run), endsCleanly(run, length) {
      position = start + length
      switch value {
      case .success(let value): emit(.literal(value), from: start)
      case .failure(let fault):
        emit(.literal(.unknown), from: start)
        report(fault.message, from: start)
      }
    } else {
      word()
    }
  }

  /// Whether a literal stops where a word would: `5万元` does, the 91 of a credit code doesn't.
  private func endsCleanly(_ run: [Unicode.Scalar], _ length: Int) -> Bool {
    length >= run.count || !Lexer.isWordScalar(run[length])
  }

  fileprivate mutating func symbol() {
    let start = position
    if let symbol = Lexer.symbol(narrowed(position), before: narrowed(position + 1)) {
      position += 2
      emit(.symbol(symbol), from: start)
    } else if let symbol = Lexer.symbols[narrowed(position)] {
      position += 1
      track(symbol)
      emit(.symbol(symbol), from: start)
    } else {
      let sign = narrowed(position)
      while position < scalars.count, narrowed(position) == sign { position += 1 }
      let written = String(String.UnicodeScalarView(scalars[start..<position]))
      report(
        Phrase("`\(written)` means nothing here", "此处不能使用“\(written)”"), from: start, notes: Lexer.notes(on: sign))
    }
  }

  private static let symbols: [Unicode.Scalar: Symbol] = [
    "(": .leftParenthesis, ")": .rightParenthesis, "{": .leftBrace, "}": .rightBrace, ",": .comma, ":": .colon,
    "|": .pipe, ".": .dot, "+": .plus, "-": .minus, "*": .times, "/": .divide, "=": .equal, "<": .less, ">": .greater,
    "≥": .greaterOrEqual, "≤": .lessOrEqual, "≠": .notEqual, "~": .range,
  ]

  /// The symbol that two scalars are together.
  private static func symbol(_ first: Unicode.Scalar, before second: Unicode.Scalar) -> Symbol? {
    switch (first, second) {
    case (".", "."): .range
    case ("=", "="): .doubleEqual
    case ("!", "="), ("<", ">"): .notEqual
    case ("<", "="): .lessOrEqual
    case (">", "="): .greaterOrEqual
    default: nil
    }
  }

  private mutating func track(_ symbol: Symbol) {
    switch symbol {
    case .leftParenthesis, .leftBrace: brackets.append(symbol)
    case .rightParenthesis where brackets.last == .leftParenthesis: brackets.removeLast()
    case .rightBrace where brackets.last == .leftBrace: brackets.removeLast()
    default: break
    }
  }

  /// What is written instead of a sign that other languages use.
  private static func notes(on sign: Unicode.Scalar) -> [Phrase] {
    switch sign {
    case "&": [Phrase("write `and`", "请写 `且`")]
    case "!": [Phrase("write `not`, or `!=`", "请写 `非`，或 `≠`")]
    case "$", "¥", "\u{FFE5}": [Phrase("an amount has its unit behind it: `500元`", "金额的单位写在后面：`500元`")]
    default: []
    }
  }

  /// The ASCII form of what Chinese input methods give.
  static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3000: " "
    case 0x3001: ","
    case 0x3002: ";"
    case 0x300A: "<"
    case 0x300B: ">"
    case 0x3010: "["
    case 0x3011: "]"
    case 0x2212: "-"
    case 0x00D7: "*"
    case 0x00F7: "/"
    default: scalar
    }
  }

  /// Letters, Han characters, digits and `_`.
  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3007: true
    case ..<0x80: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
