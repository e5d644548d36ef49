/// A tongue that the program speaks.
public enum Tongue: String, Hashable, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// The tongue that a locale name such as `zh_CN.UTF-8` asks for; English for all that is not Chinese.
  public init(locale: String) {
    self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
  }
}

/// A sentence in both tongues, side by side where it is defined, so that the compiler asks for both.
public struct Phrase: Hashable, Sendable {
  /// The English wording.
  public let english: String
  /// The Chinese wording.
  public let chinese: String

  /// Pairs the two wordings of one sentence.
  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A phrase that reads the same in both tongues, such as a name or a quotation.
  public static func same(_ text: String) -> Phrase { Phrase(text, text) }

  /// The wording in one tongue.
  public func text(in tongue: Tongue) -> String {
    switch tongue {
    case .english: english
    case .chinese: chinese
    }
  }

  /// Both wordings, each made from the matching wording of another phrase.
  public func map(_ transform: (String) -> String) -> Phrase {
    Phrase(transform(english), transform(chinese))
  }

  /// Phrases joined tongue by tongue.
  public static func + (left: Phrase, right: Phrase) -> Phrase {
    Phrase(left.english + right.english, left.chinese + right.chinese)
  }
}
