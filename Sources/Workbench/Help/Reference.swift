import Language
import Values

/// The reference of the whole language as Markdown, made from the table of topics: what stands in
/// `Documentation/Language.md` below the tutorial.
enum Reference {
  /// The line that the reference begins with; what is above it in the document is written by hand.
  static let start = "<!-- From here on `make reference` writes this page. -->"

  /// The reference, line by line.
  static var lines: [String] {
    var lines = [start, "", "## Grammar · 语法", ""]
    lines += [
      "In this grammar `[x]` may be left out, `{x}` may be repeated, `x | y` is one of two. Words stand for both tongues.",
      "A word in capitals is explained below the rules.", "", "```text",
    ]
    lines += Grammar.rules
    lines += ["```", ""] + Grammar.remarks.map { "- " + $0 } + [""]
    for group in HelpGroup.allCases {
      lines += ["## \(group.title.english) · \(group.title.chinese)", ""]
      lines += group.topics.flatMap(section)
    }
    lines += ["## Every word of the language · 全部关键词", ""] + words
    return lines
  }

  private static func section(_ topic: HelpTopic) -> [String] {
    var lines = ["### " + heading(topic), "", "```text"] + topic.usage.map(\.english)
    if topic.usage.contains(where: { $0.english != $0.chinese }) { lines += topic.usage.map(\.chinese) }
    lines += ["```", "", sentence(topic.meaning.map(\.english), "; ", "."), ""]
    lines += [sentence(topic.meaning.map(\.chinese), "；", "。"), ""]
    if let signature = topic.signature {
      lines += signature.types.map { "- Types · 类型: " + pair($0) }
      lines.append("- Unknown · 不详: " + pair(signature.unknown))
      if let words = signature.empty?.words { lines.append("- Of nothing · 无记录时: " + pair(words)) }
      lines.append("")
    }
    return lines + ["```text"] + topic.examples.map(\.english) + topic.examples.map(\.chinese) + ["```", ""]
  }

  /// Lines put together to a sentence; one that ends in a comma or the like goes on by itself.
  private static func sentence(_ lines: [String], _ separator: String, _ end: String) -> String {
    lines.enumerated().reduce("") { text, line in
      guard line.offset > 0 else { return line.element }
      let goesOn = text.last.map { ",;，；、".contains($0) } ?? false
      let space = separator.hasSuffix(" ") ? " " : ""
      return text + (goesOn ? space : separator) + line.element
    } + end
  }

  private static func heading(_ topic: HelpTopic) -> String {
    topic.title.english == topic.title.chinese ? topic.title.english : "\(topic.title.english) · \(topic.title.chinese)"
  }

  private static func pair(_ phrase: Phrase) -> String {
    phrase.english == phrase.chinese ? phrase.english : "\(phrase.english) · \(phrase.chinese)"
  }

  /// Every keyword with its Chinese forms and the topics that explain it.
  private static var words: [String] {
    let rows = Keyword.allCases.map { keyword in
      let topics = Help.topics(named: keyword.rawValue).map { "`\($0.title.english)`" }.joined(separator: ", ")
      let reserved = keyword.isReserved ? "reserved · 保留" : ""
      return "| `\(keyword.rawValue)` | \(keyword.chineseForms.joined(separator: "、")) | \(topics) | \(reserved) |"
    }
    return ["| word | 词 | explained under | |", "|---|---|---|---|"] + rows
  }
}
