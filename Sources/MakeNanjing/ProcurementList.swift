/// The finance office's list of bidders barred from procurement (政府采购严重违法失信).
struct ProcurementList: Sendable {
  private static let entries = Flow(years: [2017: 5, 2018: 15, 2019: 20, 2020: 30, 2021: 40, 2022: 30])
  private static let headings = "企业名称,统一社会信用代码,不良行为的具体情形,处罚依据,处罚结果,记录日期,登记地点,处罚截止日期"
  /// Places of the columns that dirt falls on.
  private enum Column {
    static let name = 0
    static let office = 6
    static let expires = 7
  }

  private struct Bar: Sendable {
    let enterprise: Enterprise
    let recorded: Day
    let years: Int
    let expires: Day
    let isPlain: Bool
  }

  private let bars: [Bar]

  init(seed: UInt64, members: [OfficeMember]) {
    var random = SplitMix64(seed: seed, stream: "procurement bars")
    bars = members.map { member in
      let (recorded, years) = ProcurementList.span(member.entry, using: &random)
      return Bar(
        enterprise: member.enterprise, recorded: recorded, years: years,
        expires: recorded.adding(months: 12 * years),
        isPlain: member.entry == .old && member.enterprise.isRegistered)
    }
    .sorted { ($0.recorded, $0.enterprise.number) < ($1.recorded, $1.enterprise.number) }
  }

  /// A bar of one to three years that ends where the member's entry says.
  private static func span(_ entry: CourtMember.Entry, using random: inout SplitMix64) -> (recorded: Day, years: Int) {
    let years = random.pick([1: 35, 2: 20, 3: 45])
    let back = -12 * years
    switch entry {
    case .new, .returned, .switched:
      return (entries.day(from: Moment.newYear, through: Moment.asOf, using: &random), years)
    case .old:
      let first = (Moment.asOf + 1).adding(months: back) + 1
      return (entries.day(from: first, through: Moment.lastYearEnd, using: &random), years)
    case .left:
      let first = Moment.newYear.adding(months: back) + 1
      return (entries.day(from: first, through: Day(2022, 7, 28).adding(months: back), using: &random), years)
    case .former:
      let first = Day(2020, 1, 1).adding(months: back)
      return (entries.day(from: first, through: Day(2021, 12, 28).adding(months: back), using: &random), years)
    }
  }

  /// The rows in the order of recording. One came twice.
  func sheet(seed: UInt64) -> Sheet {
    var random = SplitMix64(seed: seed, stream: "procurement rows")
    var rows = bars.map { row($0, using: &random) }
    var dirt = Dirt(among: bars.indices.filter { bars[$0].isPlain }, using: &random)
    dirt.spoil(&rows, column: Column.expires, ["2022-09-31": 1, "— —": 2])
    dirt.spoil(&rows, column: Column.office, ["暂无": 3, "/": 2])
    dirt.pad(&rows, column: Column.name, count: 3)
    let repeats = dirt.take(1).map { rows[$0] }
    return Sheet(ProcurementList.headings, rows: rows + repeats)
  }

  private func row(_ bar: Bar, using random: inout SplitMix64) -> [String] {
    let style: Day.Style = random.chance(350) ? .slashes : .iso
    let years = ["一", "二", "三"][bar.years - 1]
    return [
      bar.enterprise.name, bar.enterprise.code.text(random.pick(CreditCode.officeForms)),
      random.pick(ProcurementList.conducts), "《中华人民共和国政府采购法》第七十七条",
      "罚款\(random.within(5...80) * 500)元，\(years)年内禁止参加政府采购活动",
      bar.recorded.text(style), "\(bar.enterprise.place.districtName)财政局", bar.expires.text(style),
    ]
  }

  private static let conducts: KeyValuePairs<String, Int> = [
    "提供虚假材料谋取中标、成交": 60,
    "与其他供应商恶意串通": 22,
    "与采购人、采购代理机构恶意串通": 5,
    "中标后无正当理由不与采购人签订合同": 9,
    "拒绝有关部门监督检查或者提供虚假情况": 4,
  ]
}
