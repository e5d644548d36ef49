/// The tax office's list of grave cases (重大税收违法).
struct TaxList: Sendable {
  private static let entries = Flow(years: [2018: 10, 2019: 18, 2020: 26, 2021: 34, 2022: 20])
  private static let exits = Flow(years: [2022: 1], months: Flow.campaignYear)
  private static let headings = """
    纳税人名称,纳税人识别号,注册地址,法定代表人或者负责人姓名,案件性质,主要违法事实,罚款金额（元）,案件上报期,公布时间,停止公布时间,\
    税款滞纳金罚款缴清
    """
  /// Places of the columns that dirt falls on.
  private enum Column {
    static let name = 0
    static let address = 2
    static let published = 8
    static let withdrawn = 9
  }

  private struct Case: Sendable {
    let name: String
    let code: String
    let address: String
    let representative: String
    let published: Day
    let withdrawn: Day?
    var paid = "否"
    /// Stood on both dates, on this list, under a code that can be read.
    let isPlain: Bool
  }

  private var cases: [Case] = []
  private var random: SplitMix64

  init(seed: UInt64, members: [OfficeMember], book: inout EnterpriseBook) {
    random = SplitMix64(seed: seed, stream: "tax cases")
    for member in members { add(member) }
    settlePayments()
    for code in ["无", "320115000\(random.within(100_000...999_999))"].prefix(Split.taxUnreadable) {
      let stranger = book.stranger()
      let published = TaxList.entries.day(from: Day(2020, 1, 1), through: Moment.lastYearEnd, using: &random)
      cases.append(
        Case(
          name: stranger.name, code: code, address: "南京市", representative: stranger.representative,
          published: published, withdrawn: nil, isPlain: false))
    }
  }

  private mutating func add(_ member: OfficeMember) {
    let enterprise = member.enterprise
    let span = span(member.entry)
    cases.append(
      Case(
        name: enterprise.name, code: enterprise.code.text(random.pick(CreditCode.officeForms)),
        address: "南京市\(enterprise.place.districtName)\(enterprise.place.streetName)",
        representative: enterprise.representative, published: span.published, withdrawn: span.withdrawn,
        isPlain: member.entry == .old && enterprise.isRegistered))
  }

  /// A case is shown for three years at most, or until everything is paid.
  private mutating func span(_ entry: CourtMember.Entry) -> (published: Day, withdrawn: Day?) {
    switch entry {
    case .new, .returned, .switched:
      return (TaxList.entries.day(from: Moment.newYear, through: Moment.asOf, using: &random), nil)
    case .old:
      return (TaxList.entries.day(from: Day(2019, 8, 1), through: Moment.lastYearEnd, using: &random), nil)
    case .left:
      let withdrawn = TaxList.exits.day(from: Moment.newYear, through: Moment.asOf, using: &random)
      return (withdrawn - random.within(212...1_095), withdrawn)
    case .former:
      let withdrawn = TaxList.entries.day(from: Day(2020, 1, 1), through: Moment.lastYearEnd, using: &random)
      return (withdrawn - random.within(200...720), withdrawn)
    }
  }

  /// Who has paid: of those shown for six months by the as-of date, exactly the split's number; of the others some.
  private mutating func settlePayments() {
    let standing = random.shuffled(cases.indices.filter { cases[$0].withdrawn == nil })
    let ripe = standing.filter { cases[$0].published.adding(months: 6) <= Moment.asOf }
    let fresh = standing.filter { cases[$0].published.adding(months: 6) > Moment.asOf }
    for index in ripe.prefix(Split.taxPaidInTime) { cases[index].paid = "是" }
    for index in ripe.dropFirst(Split.taxPaidInTime).prefix(12) { cases[index].paid = "" }
    for index in fresh.prefix(14) { cases[index].paid = "是" }
    for index in cases.indices where cases[index].withdrawn != nil && random.chance(600) { cases[index].paid = "是" }
  }

  /// The rows in the order of publication. Two came twice.
  func sheet(seed: UInt64) -> Sheet {
    var random = SplitMix64(seed: seed, stream: "tax rows")
    let order = cases.indices.sorted { (cases[$0].published, $0) < (cases[$1].published, $1) }
    var rows = order.map { row(cases[$0], using: &random) }
    var dirt = Dirt(
      among: order.indices.filter { cases[order[$0]].isPlain && cases[order[$0]].paid == "否" }, using: &random)
    dirt.spoil(&rows, column: Column.withdrawn, ["2022-06-31": 1, "— —": 18, "/": 9, "2099-12-31": 12])
    dirt.spoil(&rows, column: Column.published, ["2021-04-31": 1])
    dirt.spoil(&rows, column: Column.address, ["暂无": 9, "/": 3])
    dirt.pad(&rows, column: Column.name, count: 6)
    let repeats = dirt.take(2).map { rows[$0] }
    return Sheet(TaxList.headings, rows: rows + repeats)
  }

  private func row(_ taxCase: Case, using random: inout SplitMix64) -> [String] {
    let (nature, fact) = random.pick(TaxList.natures)
    let reported = taxCase.published.adding(months: -1).civil
    let month = reported.month < 10 ? "0\(reported.month)" : "\(reported.month)"
    return [
      taxCase.name, taxCase.code, taxCase.address, taxCase.representative, nature, fact,
      TaxList.amount(using: &random),
      random.chance(100) ? "\(reported.year)年\(reported.month)月" : "\(reported.year)-\(month)",
      taxCase.published.text(), taxCase.withdrawn?.text() ?? "", taxCase.paid,
    ]
  }

  /// A fine in 元: bare, with two decimals, or with commas between thousands.
  private static func amount(using random: inout SplitMix64) -> String {
    let yuan = random.pick([20_000: 5, 150_000: 8, 900_000: 6, 6_000_000: 2]) * random.within(30...220) / 100
    let cents = random.within(10...99)
    switch random.below(20) {
    case 0..<9: return "\(yuan)"
    case 9..<15: return "\(yuan).\(cents)"
    case 15..<19: return "\(grouped(yuan)).\(cents)"
    default: return ""
    }
  }

  private static func grouped(_ value: Int) -> String {
    guard value >= 1_000 else { return "\(value)" }
    return grouped(value / 1_000) + "," + String(String(1_000 + value % 1_000).dropFirst())
  }

  private static let natures: KeyValuePairs<(String, String), Int> = [
    ("虚开增值税专用发票", "无真实交易对外虚开增值税专用发票"): 52,
    ("偷税", "在账簿上少列收入，少缴税款"): 22,
    ("走逃（失联）", "经税务机关检查确认走逃（失联）"): 14,
    ("虚开普通发票", "虚开普通发票，金额较大"): 7,
    ("逃避追缴欠税", "转移财产，妨碍追缴欠税"): 3,
    ("骗取出口退税", "以假报出口骗取出口退税款"): 2,
  ]
}
