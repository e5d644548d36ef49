import Language
import Tables
import Terminal
import Values

/// Collects what goes on with the letters that were typed, each candidate once, in the order in which it is offered.
///
/// Of two names the one in the user's tongue is offered, or the one that the letters begin. Where nothing begins with
/// the letters, what holds them somewhere is offered.
struct CandidateMatches {
  private let continuation: Continuation
  private let following: Unicode.Scalar?
  private let tongue: Tongue
  private var beginning: [Completion.Candidate] = []
  private var holding: [Completion.Candidate] = []
  private var symbols: [Completion.Candidate] = []
  private var seen: Set<String> = []
  private var omitted = 0
  /// Whether what was offered is all that makes sense: no other value can begin here.
  var isExclusive = false
  /// What the texts that are not named have in common with those that are.
  private var shared: String?

  init(_ continuation: Continuation, behind following: Unicode.Scalar?, in tongue: Tongue) {
    self.continuation = continuation
    self.following = following
    self.tongue = tongue
  }

  private var typed: String { continuation.typed }

  /// Whether no letter was typed yet.
  var isEmptyHanded: Bool { typed.isEmpty }

  /// The file or folder that was typed so far, be it without its quotation mark; nil within brackets.
  var typedPath: String? {
    switch continuation.opening {
    case .quote, .word: typed
    case .bracket: nil
    }
  }

  func completion(replacing range: Range<Int>) -> Completion {
    var candidates = beginning.isEmpty ? holding : beginning
    if candidates.isEmpty, typed.isEmpty { candidates = symbols }
    // A word that is whole already needs no completion, unless it is the beginning of others.
    if candidates.count == 1, candidates[0].text == typed { candidates = [] }
    return Completion(replace: range, candidates: candidates, omitted: omitted, shared: shared)
  }

  // MARK: Words and names

  /// A word of the language, with the space or bracket that comes behind it.
  mutating func add(_ keyword: Keyword) {
    let end = CandidateMatches.standalone.contains(keyword) ? "" : " "
    guard continuation.opening == .word, !(isExclusive && (keyword == .if || keyword == .not)) else { return }
    offer(forms(keyword.words) + keyword.chineseForms.dropFirst(), meaning: CandidateMatches.meaning(of: keyword)) {
      $0 + end
    }
  }

  /// Words behind which nothing has to come.
  private static let standalone: Set<Keyword> = [
    .known, .unknown, .yes, .no, .asc, .desc, .brief, .after, .help, .base, .week, .month, .quarter, .year, .distinct,
    .sort, .chart, .since, .until, .on, .weight, .authority,
  ]

  /// A function, with its opening bracket.
  mutating func addFunction(_ keyword: Keyword) {
    guard continuation.opening == .word else { return }
    offer(forms(keyword.words), meaning: CandidateMatches.meaning(of: keyword), end: "(") { $0 + "(" }
  }

  /// A word in both tongues.
  mutating func add(_ words: Phrase, _ meaning: Phrase) {
    guard continuation.opening == .word else { return }
    offer(forms(words), meaning: meaning) { $0 }
  }

  /// What help has a page on.
  mutating func addTopic(_ topic: HelpTopic) {
    guard continuation.opening == .word else { return }
    offer(forms(topic.title), meaning: topic.brief) { $0 }
  }

  mutating func add(_ symbol: Symbol) {
    guard continuation.opening == .word, typed.isEmpty, seen.insert(symbol.rawValue).inserted else { return }
    let meaning = CandidateMatches.meaning(of: symbol).text(in: tongue)
    if symbol == .pipe {
      beginning.append(.init(text: "| ", label: "|", meaning: meaning))
    } else {
      symbols.append(.init(text: symbol.rawValue, meaning: meaning))
    }
  }

  /// Something that was defined.
  mutating func add(_ definition: some Named, meaning: Phrase) {
    addName(definition.name, alias: definition.alias, meaning: meaning)
  }

  /// A name with its second name; `end` is what comes behind it.
  mutating func addName(_ name: String, alias: String?, meaning: Phrase, end: String = "") {
    guard !isQuoted else { return }
    let names = [name, alias ?? name]
    let bracket = isBracketed ? closing : nil
    offer(tongue == .english ? names : names.reversed(), meaning: meaning) { form in
      bracket.map { form + $0 } ?? ExpressionPrinter.name(form) + end
    }
  }

  /// A column of a computed table, which is called as it was written, such as `sum(fine)`.
  mutating func addComputed(_ name: String, heading: String, meaning: Phrase) {
    guard name.contains("("), continuation.opening == .word else {
      return addName(name, alias: heading, meaning: meaning)
    }
    offer([name], meaning: meaning) { $0 }
  }

  /// The name of an argument, with its colon.
  mutating func addLabel(_ name: String, meaning: Phrase) {
    guard continuation.opening == .word else { return }
    offer([name], meaning: meaning) { $0 + ": " }
  }

  private func forms(_ words: Phrase) -> [String] {
    tongue == .english ? [words.english, words.chinese] : [words.chinese, words.english]
  }

  private mutating func offer(
    _ forms: [String], meaning: Phrase, end: String = "", writing: (String) -> String
  ) {
    guard let preferred = forms.first else { return }
    if let form = typed.isEmpty ? preferred : forms.first(where: { $0.hasUTF8Prefix(typed) }) {
      append(form, beside: forms, meaning, end, writing, to: \.beginning)
    } else if beginning.isEmpty, let form = forms.first(where: { $0.contains(typed) }) {
      append(form, beside: forms, meaning, end, writing, to: \.holding)
    }
  }

  private mutating func append(
    _ form: String, beside forms: [String], _ meaning: Phrase, _ end: String, _ writing: (String) -> String,
    to kept: WritableKeyPath<CandidateMatches, [Completion.Candidate]>
  ) {
    let text = writing(form)
    guard seen.insert(text).inserted else { return }
    let other = forms.prefix(2).first { $0 != form }
    let meanings = [other ?? "", meaning.text(in: tongue)].filter { !$0.isEmpty }
    self[keyPath: kept].append(.init(text: text, label: form + end, meaning: meanings.joined(separator: " · ")))
  }

  // MARK: Texts

  private var isQuoted: Bool { if case .quote = continuation.opening { true } else { false } }

  /// What closes what was opened; nothing where that stands behind the cursor already.
  private var closing: String {
    let sign: Unicode.Scalar =
      switch continuation.opening {
      case .word: "\""
      case .bracket(let mark): mark == "\u{3010}" ? "\u{3011}" : "]"
      case .quote("\u{201C}"), .quote("\u{201D}"): "\u{201D}"
      case .quote("\u{2018}"), .quote("\u{2019}"): "\u{2019}"
      case .quote("\u{300C}"): "\u{300D}"
      case .quote("\u{300E}"): "\u{300F}"
      case .quote(let mark): mark
      }
    return sign == following ? "" : String(sign)
  }

  /// A text in quotes. An unfinished one, as a folder, stays open.
  mutating func addText(_ text: String, label: String, meaning: Phrase = .same(""), isWhole: Bool = true) {
    let written = quoted(text, isWhole: isWhole)
    guard seen.insert(written).inserted else { return }
    beginning.append(.init(text: written, label: label, meaning: meaning.text(in: tongue)))
  }

  private func quoted(_ text: String, isWhole: Bool) -> String {
    var written = isQuoted ? "" : "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": written += "\\n"
      case "\\", "\"": written += "\\" + String(scalar)
      default: written.unicodeScalars.append(scalar)
      }
    }
    return isWhole ? written + closing : written
  }

  /// The values of a column of texts, those first that come first in the order of their letters.
  mutating func addTexts(of column: Column) {
    guard case .codes(_, let dictionary) = column.storage, !isBracketed else { return }
    let found = PrefixSearch(dictionary, for: typed, limit: Completer.limit)
    for text in found.texts { addText(text, label: text) }
    omitted += found.omitted
    if found.omitted > 0 { shared = quoted(found.shared, isWhole: false) }
  }

  private var isBracketed: Bool { if case .bracket = continuation.opening { true } else { false } }
}

extension CandidateMatches {
  private static let meanings: [Keyword: Phrase] = {
    var meanings: [Keyword: Phrase] = [:]
    for topic in Help.topics { if let keyword = topic.keyword { meanings[keyword] = topic.brief } }
    return meanings
  }()

  /// What help says of a word, in one line.
  fileprivate static func meaning(of keyword: Keyword) -> Phrase { meanings[keyword] ?? .same("") }

  fileprivate static func meaning(of symbol: Symbol) -> Phrase {
    switch symbol {
    case .pipe: Phrase("a stage comes next", "接下一环节")
    case .comma: Phrase("another one", "接下一项")
    case .leftParenthesis: Phrase("arguments, or parameters", "参数")
    case .rightParenthesis, .rightBrace: Phrase("the end of what was opened", "结束括号")
    case .leftBrace: Phrase("several, one a line", "逐行写多项")
    default: .same("")
    }
  }
}

extension String {
  /// Whether the bytes of a text stand at the beginning. Comparing characters would normalise every Chinese text.
  func hasUTF8Prefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
