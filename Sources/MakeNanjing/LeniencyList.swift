/// What the agencies let pass or punished less: cases and operators as they counted them, without any codes.
struct LeniencyList: Sendable {
  private let entries: [(outcome: String, agency: String, field: String, day: Day)]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed, stream: "leniency")
    var entries: [(outcome: String, agency: String, field: String, day: Day)] = []
    func add(_ count: Int, _ outcome: String, _ agency: String, _ field: String, through last: Day) {
      for _ in 0..<count { entries.append((outcome, agency, field, random.day(Day(2022, 1, 4), last))) }
    }
    let halfYear = Day(2022, 6, 30)
    let ecology = Published.exemptCases * 63 / 100
    add(Published.exemptPenalties, "免罚", "市场监督管理局", "市场监管", through: halfYear)
    add(Published.mitigatedPenalties, "减轻处罚", "市场监督管理局", "市场监管", through: halfYear)
    add(ecology, "豁免", "生态环境局", "生态环境", through: Moment.asOf)
    add(Published.exemptCases - ecology, "豁免", "应急管理局", "应急管理", through: Moment.asOf)
    add(Published.casesFewer, "少立案", "城市管理局", "城市管理", through: Moment.asOf)
    self.entries = random.shuffled(entries).enumerated()
      .sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
      .map(\.element)
  }

  var sheet: Sheet {
    Sheet(
      "序号,处理类型,机关,领域,日期",
      rows: entries.enumerated().map { index, entry in
        ["\(index + 1)", entry.outcome, entry.agency, entry.field, entry.day.text()]
      })
  }
}
