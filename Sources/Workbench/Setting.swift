import Values

/// What `set` sets, with what it may be set to where that is a word.
enum Setting: CaseIterable {
  case language, rows, seed, timing

  /// The setting with a name in either tongue.
  init?(named name: String) {
    guard let setting = Setting.allCases.first(where: { $0.name.english == name || $0.name.chinese == name }) else {
      return nil
    }
    self = setting
  }

  /// What it is called.
  var name: Phrase {
    switch self {
    case .language: Phrase("language", "语言")
    case .rows: Phrase("rows", "行数")
    case .seed: Phrase("seed", "种子")
    case .timing: Phrase("timing", "计时")
    }
  }

  /// What it decides.
  var meaning: Phrase {
    switch self {
    case .language: Phrase("of messages and headings", "提示和表头所用的语言")
    case .rows: Phrase("how many rows a table shows", "表格显示的行数")
    case .seed: Phrase("of what is drawn by lot", "随机抽取所用的种子")
    case .timing: Phrase("whether each statement's time is told", "是否显示每条语句的用时")
    }
  }

  /// The words that it may be set to; none where it is a number.
  var values: [Phrase] {
    switch self {
    case .language: [Phrase("en", "en"), Phrase("zh", "zh")]
    case .timing: [Phrase("on", "开"), Phrase("off", "关")]
    case .rows, .seed: []
    }
  }
}
