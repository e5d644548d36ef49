import Values

/// Why bytes can't be read as Arrow's format, or a part of them not by this program.
public struct ArrowFault: Error, Hashable, Sendable {
  /// Whether the bytes break the format, or keep to it in a way that isn't read here.
  public enum Kind: Hashable, Sendable {
    case damaged
    case unsupported
  }

  /// Which of the two it is.
  public let kind: Kind
  /// What is wrong, as the end of a sentence about the file.
  public let reason: Phrase
  /// What would mend it.
  public let notes: [Phrase]

  /// Bytes that break the format.
  static func damaged(_ english: String, _ chinese: String) -> ArrowFault {
    ArrowFault(kind: .damaged, reason: Phrase(english, chinese), notes: [])
  }

  /// What this program doesn't read, with what would mend it.
  public static func unsupported(_ english: String, _ chinese: String, notes: [Phrase] = []) -> ArrowFault {
    ArrowFault(kind: .unsupported, reason: Phrase(english, chinese), notes: notes)
  }

  /// The file ends before what it says it holds.
  static let cut = damaged("it ends too early", "内容不完整")
}
