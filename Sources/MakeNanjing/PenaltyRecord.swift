/// How grave an offence was: the three grades by which the city exempts, mitigates or punishes.
enum Severity: String, Sendable {
  case minor = "轻微"
  case ordinary = "一般"
  case grave = "严重"

  /// For how long a decision is shown, if it isn't repaired before: one year, three if grave.
  var monthsShown: Int { self == .grave ? 36 : 12 }
}

/// The days of a penalty's publication.
struct PenaltySpan: Sendable {
  let severity: Severity
  let decided: Day
  /// 公示截止期: the end of the term, or the day of the repair.
  let until: Day
  var repaired: Day?
}

/// One row of the list of administrative penalties (行政处罚).
struct PenaltyRecord: Sendable {
  let name: String
  let kind: Enterprise.Kind
  let code: String
  let document: String
  let violation: String
  let penalty: String
  let fine: String
  let agency: String
  let span: PenaltySpan
  let corrected: String
  /// Stands on both dates, and its entity is in the register: the place for dirt.
  let isPlain: Bool

  static let headings = """
    行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),行政处罚决定书文号,违法行为类型,违法情节,处罚类别,罚款金额（万元）,\
    处罚决定日期,公示截止期,处罚机关,修复状态,修复日期,整改完成
    """

  /// Places of the columns that dirt falls on.
  enum Column {
    static let name = 0
    static let violation = 4
    static let severity = 5
    static let fine = 7
    static let decided = 8
    static let until = 9
    static let agency = 10
    static let repairedOn = 12
  }

  private static let styles: KeyValuePairs<Day.Style, Int> = [
    .iso: 600, .slashes: 150, .compact: 100, .spreadsheet: 80, .chinese: 70,
  ]

  /// The row as the office's system writes it: each has its own form of dates.
  func row(using random: inout SplitMix64) -> [String] {
    let style = random.pick(PenaltyRecord.styles)
    return [
      name, kind == .household ? "个体工商户" : "法人及非法人组织", code, document, violation, span.severity.rawValue, penalty,
      fine, span.decided.text(style), span.until.text(style), agency, span.repaired == nil ? "" : "已修复",
      span.repaired?.text(style) ?? "", corrected,
    ]
  }
}

/// What a decision imposes, by the offence's gravity.
enum Sanction {
  /// The kind of penalty and the fine in 万元, blank where none was imposed.
  static func draw(_ severity: Severity, using random: inout SplitMix64) -> (penalty: String, fine: String) {
    switch severity {
    case .minor where random.chance(580): ("警告", "")
    case .minor: ("罚款", tenThousands(random.within(2...30) * 100))
    case .ordinary where random.chance(80): ("警告", "")
    case .ordinary where random.chance(250): ("罚款、没收违法所得", tenThousands(random.within(6...1_200) * 50))
    case .ordinary: ("罚款", tenThousands(random.within(5...100) * 500))
    case .grave where random.chance(90): ("责令停产停业", "")
    case .grave where random.chance(40): ("吊销许可证件", "")
    case .grave: ("罚款", tenThousands(random.within(6...100) * 5_000))
    }
  }

  /// An amount of 元 in 万元, with no more decimals than it needs.
  private static func tenThousands(_ yuan: Int) -> String {
    let decimals = String(10_000 + yuan % 10_000).dropFirst()
    let kept = String(decimals.reversed().drop { $0 == "0" }.reversed())
    return kept.isEmpty ? "\(yuan / 10_000)" : "\(yuan / 10_000).\(kept)"
  }
}
