import Foundation
import Language
import Terminal
import Values

/// What could stand at the cursor: words of the language, names of what is loaded and defined, files within quotes.
struct Completer {
  private let state: State

  init(state: State) { self.state = state }

  /// The candidates for the word that ends at a cursor, in Unicode scalars from the text's start.
  func completion(of text: String, at cursor: Int) -> Completion {
    let scalars = Array(text.unicodeScalars.prefix(cursor))
    if let quote = openQuote(scalars) { return files(scalars, from: quote + 1) }
    var start = scalars.count
    while start > 0, isWord(scalars[start - 1]) { start -= 1 }
    let prefix = String(String.UnicodeScalarView(scalars[start...]))
    var seen: Set<String> = []
    guard !prefix.isEmpty else { return .none }
    let matching = candidates.filter { $0.text.hasPrefix(prefix) && seen.insert($0.text).inserted }
    // A word that is whole already needs no completion, unless it is the beginning of others.
    guard matching.count > 1 || matching.first?.text != prefix else { return .none }
    return Completion(replace: start..<scalars.count, candidates: matching)
  }

  private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private func openQuote(_ scalars: [Unicode.Scalar]) -> Int? {
    var open: Int?
    for (position, scalar) in scalars.enumerated() where scalar == "\"" { open = open == nil ? position : nil }
    return open
  }

  private var candidates: [Completion.Candidate] {
    let tongue = state.settings.tongue
    var candidates: [Completion.Candidate] = []
    func add(_ name: String, _ alias: String?, _ meaning: Phrase) {
      candidates.append(.init(text: name, meaning: alias ?? meaning.text(in: tongue)))
      if let alias { candidates.append(.init(text: alias, meaning: meaning.text(in: tongue))) }
    }
    for list in state.schema.lists {
      add(list.name, list.alias, Phrase("list", "名单"))
      for column in list.columns {
        add(
          column.name, column.heading == column.name ? nil : column.heading,
          Phrase("column of \(list.name)", "\(list.alias ?? list.name)的列"))
      }
    }
    for metric in state.metrics.values { add(metric.name, metric.alias, Phrase("metric", "指标")) }
    for scenario in state.scenarios.values {
      add(scenario.name, scenario.alias, Phrase("scenario", "情景"))
    }
    for name in state.bindings.names { add(name, nil, Phrase("value", "值")) }
    for topic in Help.topics {
      guard let words = topic.keyword?.words else { continue }
      for word in [words.english, words.chinese] {
        candidates.append(.init(text: word, meaning: topic.brief.text(in: tongue)))
      }
    }
    for keyword in Keyword.allCases {
      candidates.append(.init(text: keyword.rawValue))
      candidates.append(.init(text: keyword.words.chinese))
    }
    return candidates
  }

  private func files(_ scalars: [Unicode.Scalar], from start: Int) -> Completion {
    let path = String(String.UnicodeScalarView(scalars[start...]))
    let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : ""
    let prefix = path.dropFirst(folder.count)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let matching = entries.filter { $0.hasPrefix(prefix) && (!$0.hasPrefix(".") || prefix.hasPrefix(".")) }.sorted()
    let candidates = matching.map { entry -> Completion.Candidate in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder + entry, isDirectory: &isFolder)
      return .init(text: folder + entry + (isFolder.boolValue ? "/" : "\""))
    }
    return Completion(replace: start..<scalars.count, candidates: candidates)
  }
}
