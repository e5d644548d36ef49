import Values

extension Nearness {
  /// A run of Chinese cut into known names and keywords, where that can be done: `按区计数` is `按 区 计数`.
  static func split(_ run: String, known: Set<String>) -> String? {
    let scalars = Array(run.unicodeScalars)
    guard scalars.count > 1, scalars.count <= 40, scalars[0].value > 0x2E80,
      scalars.allSatisfy({ $0.value > 0x2E80 || $0.isASCIIDigit })
    else { return nil }
    var best: [Int: [String]] = [0: []]
    for end in 1...scalars.count {
      for start in max(0, end - 16)..<end {
        let part = String(String.UnicodeScalarView(scalars[start..<end]))
        let isNumber = scalars[start..<end].allSatisfy(\.isASCIIDigit)
        guard let before = best[start], isNumber || Keyword(form: part) != nil || known.contains(part) else { continue }
        if before.count + 1 < best[end]?.count ?? .max { best[end] = before + [part] }
      }
    }
    guard let parts = best[scalars.count], parts.count > 1 else { return nil }
    return parts.joined(separator: " ")
  }

  /// The note that shows where the spaces go.
  static func spacing(_ parts: String) -> Phrase {
    Phrase("put spaces between the words: `\(parts)`", "请在词与词之间加空格：`\(parts)`")
  }
}
