import Values

/// The unit that a file states its amounts in.
public enum MoneyUnit: String, Sendable, Hashable, CaseIterable {
  /// 元.
  case yuan = "元"
  /// 万元.
  case tenThousandYuan = "万元"
  /// 亿元.
  case hundredMillionYuan = "亿元"

  /// The unit with a name: `元`, `yuan`, `万元`, `万` … ; nil for any other, so that 美元 is never taken for 元.
  public init?(name: String) {
    switch name {
    case "元", "人民币", "人民币元", "元人民币", "圆", "yuan", "rmb", "cny", "RMB", "CNY": self = .yuan
    case "万元", "万", "人民币万元", "万元人民币", "万人民币", "万圆": self = .tenThousandYuan
    case "亿元", "亿", "人民币亿元", "亿元人民币", "亿圆": self = .hundredMillionYuan
    default: return nil
    }
  }

  /// How many decimal places turn one unit into whole 分: 2 for 元, 6 for 万元, 10 for 亿元.
  var placesToFen: Int {
    switch self {
    case .yuan: 2
    case .tenThousandYuan: 6
    case .hundredMillionYuan: 10
    }
  }
}
