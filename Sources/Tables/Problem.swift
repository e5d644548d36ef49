import Values

/// Something in the data that is not as it should be: kept, counted and shown, never swallowed.
public struct Problem: Sendable, Hashable {
  /// What is wrong. The raw value is the word that `show problems` shows.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case raggedRow = "ragged row"
    case badValue = "unreadable value"
    case sentinelDate = "sentinel date"
    case badBytes = "unreadable bytes"
    case missingHeading = "missing heading"
    case duplicateRow = "duplicate row"
    case conflictingKey = "conflicting key"
    case noParent = "no such parent"
    case notInRegistry = "not in registry"
    case unidentified = "unidentifiable code"
    case checkDigit = "check digit"
    case naturalPerson = "natural person"
    case badWeight = "bad weight"
    case nameless = "neither code nor weight"
    case noUnit = "no unit"

    /// The kind's name in both tongues.
    public var name: Phrase {
      switch self {
      case .raggedRow: Phrase(rawValue, "列数不符")
      case .badValue: Phrase(rawValue, "无法识别的值")
      case .sentinelDate: Phrase(rawValue, "占位日期")
      case .badBytes: Phrase(rawValue, "无法解码")
      case .missingHeading: Phrase(rawValue, "缺少表头")
      case .duplicateRow: Phrase(rawValue, "重复行")
      case .conflictingKey: Phrase(rawValue, "主键内容不一")
      case .noParent: Phrase(rawValue, "找不到所属记录")
      case .notInRegistry: Phrase(rawValue, "不在登记库")
      case .unidentified: Phrase(rawValue, "代码无法识别主体")
      case .checkDigit: Phrase(rawValue, "校验位不符")
      case .naturalPerson: Phrase(rawValue, "自然人")
      case .badWeight: Phrase(rawValue, "户数有误")
      case .nameless: Phrase(rawValue, "既无代码也无户数")
      case .noUnit: Phrase(rawValue, "未标明单位")
      }
    }
  }

  /// What became of the row.
  public enum Outcome: Sendable, Hashable {
    /// The row was kept as it is.
    case kept
    /// The row was kept; the cell counts as unknown.
    case unknown
    /// The row can't be used and was kept aside.
    case setAside
    /// An identical row already stands.
    case collapsed
  }

  /// What is wrong.
  public let kind: Kind
  /// The list that the file was loaded for.
  public let list: String
  /// The file's path.
  public let file: String
  /// The line, counted from 1; 0 when it is about the whole file.
  public let line: Int
  /// The column's heading, where one cell is at fault.
  public let heading: String?
  /// What stood there.
  public let found: String?
  /// What was expected.
  public let expected: Phrase
  /// What became of the row.
  public let outcome: Outcome

  /// A problem.
  public init(
    _ kind: Kind, list: String, file: String, line: Int, heading: String? = nil, found: String? = nil,
    expected: Phrase, outcome: Outcome
  ) {
    self.kind = kind
    self.list = list
    self.file = file
    self.line = line
    self.heading = heading
    self.found = found
    self.expected = expected
    self.outcome = outcome
  }
}
