import Language
import Values

/// One of the things that a user can set.
enum Setting: String, CaseIterable {
  case language, rows, seed, timing, cache, mask, snapshots

  /// The setting that a word names, in either tongue.
  init?(word: String) {
    guard let setting = Setting.allCases.first(where: { $0.rawValue == word || $0.words.chinese == word }) else {
      return nil
    }
    self = setting
  }

  /// Its name in both tongues.
  var words: Phrase {
    switch self {
    case .language: Phrase(rawValue, "语言")
    case .rows: Phrase(rawValue, "行数")
    case .seed: Phrase(rawValue, "种子")
    case .timing: Phrase(rawValue, "计时")
    case .cache: Phrase(rawValue, "缓存")
    case .mask: Phrase(rawValue, "遮蔽")
    case .snapshots: Phrase(rawValue, "快照")
    }
  }

  /// What it does.
  var meaning: Phrase {
    switch self {
    case .language: Phrase("language of messages", "提示语言")
    case .rows: Phrase("rows shown of a table", "表格显示行数")
    case .seed: Phrase("seed of what is drawn by lot", "抽签所用的种子")
    case .timing: Phrase("each statement's time on standard error", "在标准错误输出各语句用时")
    case .cache: Phrase("megabytes of sub-results kept between statements", "语句之间保留的中间结果，兆字节")
    case .mask: Phrase("names and codes hidden on the screen", "屏幕上隐去名称和代码")
    case .snapshots: Phrase("loaded datasets kept for the next load", "保存载入的数据集，供下次载入")
    }
  }

  /// What a value has to be.
  var expectation: Phrase {
    switch self {
    case .language: Phrase("the language is `en` or `zh`", "语言为 `en` 或 `zh`")
    case .rows: Phrase("expected a number of rows", "此处应为行数")
    case .seed: Phrase("expected a whole number, 0 or more", "此处应为不小于 0 的整数")
    case .timing: Phrase("timing is `on` or `off`", "计时为 `开` 或 `关`")
    case .cache: Phrase("expected a number of megabytes, 0 for none", "此处应为兆字节数，0 表示不缓存")
    case .mask: Phrase("mask is `on` or `off`", "遮蔽为 `开` 或 `关`")
    case .snapshots: Phrase("snapshots are `on` or `off`", "快照为 `开` 或 `关`")
    }
  }

  /// The words that it may be set to; none where it is a number.
  var values: [Phrase] {
    switch self {
    case .language: [Phrase("en", "en"), Phrase("zh", "zh")]
    case .timing, .mask, .snapshots: [Phrase("on", "开"), Phrase("off", "关")]
    case .rows, .seed, .cache: []
    }
  }

  /// Whether later shells keep it. The seed decides results, which are not to hang on what was set once.
  var isKept: Bool { self != .seed }

  /// Its value as a statement says it.
  func word(in settings: Settings) -> String {
    switch self {
    case .language: settings.tongue.rawValue
    case .rows: String(settings.rowLimit)
    case .seed: String(settings.seed)
    case .timing: settings.tellsTime ? "on" : "off"
    case .cache: String(settings.cacheMegabytes)
    case .mask: settings.isMasked ? "on" : "off"
    case .snapshots: settings.keepsSnapshots ? "on" : "off"
    }
  }

  /// Its value in a table.
  func value(in settings: Settings) -> Value {
    switch self {
    case .language: .text(settings.tongue.rawValue)
    case .rows: .integer(Int64(settings.rowLimit))
    case .seed: .integer(Int64(settings.seed))
    case .timing: .flag(settings.tellsTime)
    case .cache: .integer(Int64(settings.cacheMegabytes))
    case .mask: .flag(settings.isMasked)
    case .snapshots: .flag(settings.keepsSnapshots)
    }
  }

  /// Sets it to what a word says.
  /// - Returns: Whether the word is a value of the setting.
  func set(_ word: String, in settings: inout Settings) -> Bool {
    switch self {
    case .language:
      let tongues: [String: Tongue] = [
        "en": .english, "english": .english, "英文": .english, "zh": .chinese, "chinese": .chinese, "中文": .chinese,
      ]
      guard let tongue = tongues[word.lowercased()] else { return false }
      settings.tongue = tongue
    case .rows:
      guard let count = Int(word), count > 0 else { return false }
      settings.rowLimit = count
    case .seed:
      guard let seed = Int(word), seed >= 0 else { return false }
      settings.seed = seed
    case .timing:
      guard let isOn = Setting.isOn(word) else { return false }
      settings.tellsTime = isOn
    case .cache:
      guard let megabytes = Int(word), (0...Settings.mostCacheMegabytes).contains(megabytes) else { return false }
      settings.cacheMegabytes = megabytes
    case .mask:
      guard let isOn = Setting.isOn(word) else { return false }
      settings.isMasked = isOn
    case .snapshots:
      guard let isOn = Setting.isOn(word) else { return false }
      settings.keepsSnapshots = isOn
    }
    return true
  }

  private static func isOn(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "on", "开", "yes", "是": true
    case "off", "关", "no", "否": false
    default: nil
    }
  }
}

extension Expression {
  /// The word that a setting is set to.
  var settingWord: String { if case .name(let value) = kind { value.text } else { String(span.text) } }
}
