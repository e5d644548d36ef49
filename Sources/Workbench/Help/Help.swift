import Language
import Presentation
import Tables
import Values

/// What `help` says.
struct Help {
  static let topics: [HelpTopic] = HelpGroup.allCases.flatMap(\.topics)

  static func answer(_ request: HelpRequest) -> Answer {
    switch request {
    case .overview: overview
    case .topic(let name): answer(about: name)
    case .find(let text): found(text)
    case .reference: Answer(prose: Reference.lines.map(Phrase.same))
    }
  }

  /// The topics that a word or a name stands for: those about it, or else those that explain it beside their own.
  static func topics(named name: String) -> [HelpTopic] {
    let name = name.lowercased()
    func isNamed(_ topic: HelpTopic) -> Bool { topic.names.contains { $0.english == name || $0.chinese == name } }
    guard let keyword = Keyword(form: name) else { return topics.filter(isNamed) }
    let own = topics.filter { $0.keyword == keyword || isNamed($0) }
    return own.isEmpty ? topics.filter { $0.further.contains(keyword) } : own
  }

  // MARK: One topic

  private static func answer(about name: String) -> Answer {
    let topics = topics(named: name)
    guard !topics.isEmpty else {
      let known = Help.topics.flatMap(\.names) + Keyword.allCases.map(\.words)
      return Answer(
        prose: [Phrase("no help on `\(name)`", "没有关于“\(name)”的帮助")]
          + Nearness.notes(name, known.flatMap { [$0.english, $0.chinese] })
          + [
            Phrase("`help` lists everything, `help --find TEXT` searches it", "“帮助”列出全部内容，“帮助 --查找 文本”可查找")
          ])
    }
    return Answer(prose: Array(topics.map(lines).joined(separator: [.same("")])))
  }

  private static func lines(of topic: HelpTopic) -> [Phrase] {
    var lines = topic.usage + topic.meaning.map(indented)
    if let signature = topic.signature {
      lines += signature.types.map { Phrase("  types: ", "  类型：") + $0 }
      lines.append(Phrase("  unknown: ", "  不详：") + signature.unknown)
      if let words = signature.empty?.words { lines.append(Phrase("  of nothing: ", "  无记录时：") + words) }
    }
    return lines + [Phrase("  example", "  例")] + topic.examples.map { indented(indented($0)) }
  }

  private static func indented(_ line: Phrase) -> Phrase { line.map { "  " + $0 } }

  // MARK: Many topics

  private static var overview: Answer {
    var lines: [Phrase] = []
    for group in HelpGroup.allCases {
      lines.append(group.title)
      lines += group.isSpelledOut ? briefs(group.topics) : names(group.topics)
    }
    lines.append(
      Phrase(
        "`help let` explains a word, `help --find TEXT` searches; Ctrl-D leaves",
        "“帮助 令”解释一词，“帮助 --查找 文本”查找；Tab 补全，Ctrl-D 退出"))
    return Answer(table(of: topics), as: .prose(lines))
  }

  private static func found(_ text: String) -> Answer {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace)
    let found = topics.filter { topic in words.allSatisfy(topic.searchable.contains) }
    guard !found.isEmpty else {
      return Answer(
        table(of: []),
        as: .prose([
          Phrase("nothing in the help holds `\(text)`", "帮助中没有“\(text)”"),
          Phrase("`help` lists everything", "“帮助”列出全部内容"),
        ]))
    }
    return Answer(table(of: found), as: .prose(briefs(found)))
  }

  /// A line for each topic: its name, then what it does.
  private static func briefs(_ topics: [HelpTopic]) -> [Phrase] {
    func width(_ tongue: Tongue) -> Int { topics.map { TextWidth.columns(of: $0.title.text(in: tongue)) }.max() ?? 0 }
    func line(_ topic: HelpTopic, _ tongue: Tongue) -> String {
      "  \(TextWidth.padded(topic.title.text(in: tongue), to: width(tongue)))  \(topic.brief.text(in: tongue))"
    }
    return topics.map { Phrase(line($0, .english), line($0, .chinese)) }
  }

  /// The names of topics, as many on a line in both tongues as fit.
  private static func names(_ topics: [HelpTopic]) -> [Phrase] {
    var lines: [Phrase] = []
    for topic in topics {
      guard let last = lines.last else {
        lines.append(indented(topic.title))
        continue
      }
      let longer = last + topic.title.map { "  " + $0 }
      if Tongue.allCases.allSatisfy({ TextWidth.columns(of: longer.text(in: $0)) <= 80 }) {
        lines[lines.count - 1] = longer
      } else {
        lines.append(indented(topic.title))
      }
    }
    return lines
  }

  private static func table(of topics: [HelpTopic]) -> ResultTable {
    let rows = topics.map { topic -> [Cell] in
      [.phrase(topic.title), .phrase(topic.usage.first ?? topic.title), .phrase(topic.brief)]
    }
    let columns = [
      ResultColumn("word", heading: Phrase("word", "词")), ResultColumn("usage", heading: Phrase("usage", "写法")),
      ResultColumn("meaning", heading: Phrase("meaning", "作用")),
    ]
    return ResultTable(columns: columns, rows: rows)
  }
}

extension HelpTopic {
  /// All that a search looks at, in both tongues, in lower case.
  fileprivate var searchable: String {
    let phrases = names + further.map(\.words) + usage + meaning + (signature?.types ?? [])
    let forms = ([keyword].compactMap { $0 } + further).flatMap(\.chineseForms)
    return (phrases.flatMap { [$0.english, $0.chinese] } + forms).joined(separator: "\n").lowercased()
  }
}
