import Language
import Tables
import Values

/// What `help` says.
struct Help {
  /// One thing that can be written.
  struct Topic {
    /// The word it is found under.
    let keyword: Keyword
    /// How it is written.
    let usage: Phrase
    /// What it does.
    let meaning: Phrase
    /// Statements that can be tried.
    let example: String
  }

  static func answer(_ topic: String?) -> Answer {
    guard let topic else { return overview }
    guard let keyword = Keyword(form: topic), let found = topics.first(where: { $0.keyword == keyword }) else {
      let words = topics.flatMap { [$0.keyword.words.english, $0.keyword.words.chinese] }
      return Answer(
        prose: [Phrase("no help on `\(topic)`", "没有关于“\(topic)”的帮助")]
          + Nearness.notes(topic, words)
          + [Phrase("`help` lists everything", "`帮助` 列出全部内容")])
    }
    return Answer(prose: [
      found.usage, found.meaning.map { "  " + $0 },
      Phrase("  example: \(found.example)", "  例：\(found.example)"),
    ])
  }

  private static var overview: Answer {
    let rows = topics.map { topic -> [Cell] in
      [.phrase(topic.keyword.words), .phrase(topic.usage), .phrase(topic.meaning)]
    }
    let columns = [
      ResultColumn("word", heading: Phrase("word", "词")), ResultColumn("usage", heading: Phrase("usage", "写法")),
      ResultColumn("meaning", heading: Phrase("meaning", "作用")),
    ]
    return Answer(
      ResultTable(columns: columns, rows: rows),
      notes: [
        Phrase("`help compare` shows an example; Tab completes; Ctrl-D leaves", "`帮助 对比` 给出示例；Tab 补全；Ctrl-D 退出")
      ])
  }
}
