import Values

/// What a session's results rest on: the language, the day, the seed, and every file that was read.
public struct Provenance: Sendable, Hashable {
  /// The version of the language that results are written for.
  public static let languageVersion = 1

  /// The version of the language.
  public var language: Int
  /// The day that questions were about at the end.
  public var asof: CalendarDate?
  /// The tongue of the results; nil where it was not written down.
  public var tongue: Tongue?
  /// The seed of whatever is drawn by lot.
  public var seed: Int
  /// The files read, with paths as seen from the session.
  public var files: [Fingerprint]

  /// What results rest on.
  public init(
    language: Int = Provenance.languageVersion, asof: CalendarDate?, tongue: Tongue?, seed: Int, files: [Fingerprint]
  ) {
    self.language = language
    self.asof = asof
    self.tongue = tongue
    self.seed = seed
    self.files = files
  }

  /// The provenance that a block holds. Lines that say nothing known are passed over.
  public init(block text: String) {
    self.init(language: 0, asof: nil, tongue: nil, seed: 0, files: [])
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
      switch (parts.first, parts.count) {
      case ("language", 2...): language = Int(parts[1]) ?? 0
      case ("tongue", 2...): tongue = Tongue(rawValue: parts[1])
      case ("seed", 2...): seed = Int(parts[1]) ?? 0
      case ("asof", 2...):
        let numbers = parts[1].split(separator: "-").compactMap { Int($0) }
        if numbers.count == 3 { asof = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) }
      case ("sha256", 3...): files.append(Fingerprint(path: parts[2], digest: parts[1]))
      default: break
      }
    }
  }

  /// The block's text.
  public var text: String {
    var lines = ["language \(language)"]
    if let asof { lines.append("asof \(asof)") }
    if let tongue { lines.append("tongue \(tongue.rawValue)") }
    lines.append("seed \(seed)")
    lines += files.map { "sha256 \($0.digest) \($0.path)" }
    return lines.joined(separator: "\n")
  }

  /// The files whose content is no longer what it was, or that are no longer read.
  public func changes(to now: Provenance) -> [String] {
    let current = Dictionary(now.files.map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first })
    return files.filter { current[$0.path] != $0.digest }.map(\.path)
  }
}

extension Document {
  /// What the document's results rest on, as it was written down.
  public var provenance: Provenance? {
    blocks.last { $0.kind == .provenance }.map { Provenance(block: $0.text) }
  }
}
