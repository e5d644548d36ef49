/// The list of administrative penalties (行政处罚): who was penalised, when, and for how long it is shown.
struct PenaltyList: Sendable {
  /// When an entity's records stand.
  private enum Standing {
    /// On both dates.
    case old
    /// Since 2022.
    case new
    /// Until 2022.
    case left
    /// Before 2022 only.
    case former
  }

  private static let decisions = Flow(
    years: [2019: 22, 2020: 26, 2021: 28, 2022: 24], months: Flow.evenYear)
  private static let exits = Flow(years: [2022: 1], months: Flow.campaignYear)
  private static let earlyExits = Flow(years: [2019: 10, 2020: 30, 2021: 60], months: Flow.evenYear)

  private var records: [PenaltyRecord] = []
  private var documents = DocumentBook()
  private var random: SplitMix64

  /// The enterprises given are the dishonest ones: they stand on a serious list, and some are penalised too.
  init(seed: UInt64, dishonest: [Enterprise], book: inout EnterpriseBook) {
    random = SplitMix64(seed: seed, stream: "penalties")
    let shared = random.shuffled(dishonest)
    let now = shared.prefix(Split.seriousAndPenalised)
    let once = shared.dropFirst(now.count).prefix(Split.seriousAndOncePenalised)

    var standing = Array(now)
    standing += (0..<Split.penaltyUnregistered).map { _ in book.found(.penalised, isRegistered: false) }
    standing += book.found(Published.penalised - Split.penaltyUnreadable - standing.count, .penalised)
    standing = random.shuffled(standing)
    let fresh = standing.prefix(Split.newPenalised)
    let old = standing.dropFirst(fresh.count)

    for enterprise in fresh { add(.new, enterprise) }
    for enterprise in old { add(.old, enterprise) }
    for index in 0..<Split.penaltyUnreadable { addUnreadable(book.stranger(), index: index) }
    addFurther(fresh: Array(fresh), old: Array(old))

    let stoodLastYear = Published.penalisedLastYear - (Published.penalised - Split.newPenalised)
    for enterprise in once + book.found(stoodLastYear - once.count, .penalised) {
      for _ in 0..<random.pick([1: 95, 2: 5]) { add(.left, enterprise) }
    }
    for enterprise in book.found(Split.formerPenalised, .penalised) { add(.former, enterprise) }
  }

  /// Further decisions against those who stand: as many as make the split's number of records, and some past ones.
  private mutating func addFurther(fresh: [Enterprise], old: [Enterprise]) {
    while records.count < Split.penaltyRecordsStanding - PenaltyList.conflicts {
      if random.chance(450) {
        add(.new, random.pick(fresh))
      } else {
        add(random.chance(350) ? .new : .old, random.pick(old))
      }
    }
    for enterprise in fresh + old where random.chance(60) { add(.former, enterprise) }
  }

  private mutating func add(_ standing: Standing, _ enterprise: Enterprise) {
    append(
      name: enterprise.name, kind: enterprise.kind, code: enterprise.code.text(random.pick(CreditCode.officeForms)),
      district: District.all[enterprise.place.district], span: span(standing),
      isPlain: standing == .old && enterprise.isRegistered)
  }

  private mutating func addUnreadable(
    _ stranger: (name: String, representative: String, code: CreditCode), index: Int
  ) {
    let number = "\(stranger.code.text.dropFirst(2).prefix(6))\(random.within(100_000_000...999_999_999))"
    let masked = "9132********\(stranger.code.tail)"
    append(
      name: stranger.name, kind: .company,
      code: ["无", "/", "暂无", "— —", number, number, number, masked, masked][index],
      district: random.pick(District.all), span: span(.old), isPlain: false)
  }

  private mutating func append(
    name: String, kind: Enterprise.Kind, code: String, district: District, span: PenaltySpan, isPlain: Bool
  ) {
    let agency = Agency.draw(for: kind, using: &random)
    let sanction = Sanction.draw(span.severity, using: &random)
    let corrected = span.repaired != nil && random.chance(930) ? "是" : random.pick(["是": 620, "否": 200, "": 180])
    records.append(
      PenaltyRecord(
        name: name, kind: kind, code: code,
        document: documents.number(agency, district: district, year: span.decided.civil.year, using: &random),
        violation: random.pick(agency.violations), penalty: sanction.penalty, fine: sanction.fine,
        agency: agency.name(in: district), span: span, corrected: corrected, isPlain: isPlain))
  }

  // MARK: Days

  private mutating func span(_ standing: Standing) -> PenaltySpan {
    switch standing {
    case .old where random.chance(480):
      // Decided since August, and shown for a year.
      return term(random.pick([.minor: 42, .ordinary: 58]), from: Day(2021, 8, 1), through: Moment.lastYearEnd)
    case .old:
      return term(.grave, from: Day(2019, 8, 1), through: Moment.lastYearEnd)
    case .new:
      return term(
        random.pick([.minor: 35, .ordinary: 53, .grave: 12]), from: Moment.newYear, through: Moment.asOf)
    case .left where random.chance(550):
      return repaired(on: PenaltyList.exits.day(from: Moment.newYear, through: Moment.asOf, using: &random))
    case .left:
      return term(random.pick([.minor: 42, .ordinary: 58]), from: Day(2021, 1, 1), through: Day(2021, 7, 31))
    case .former where random.chance(450):
      return repaired(
        on: PenaltyList.earlyExits.day(from: Day(2019, 8, 1), through: Moment.lastYearEnd, using: &random))
    case .former:
      return term(random.pick([.minor: 42, .ordinary: 58]), from: Day(2019, 1, 1), through: Day(2020, 12, 31))
    }
  }

  /// A decision shown for its whole term.
  private mutating func term(_ severity: Severity, from first: Day, through last: Day) -> PenaltySpan {
    let decided = PenaltyList.decisions.day(from: first, through: last, using: &random)
    return PenaltySpan(severity: severity, decided: decided, until: decided.adding(months: severity.monthsShown))
  }

  /// A decision of the year before that was repaired after three months at least.
  private mutating func repaired(on day: Day) -> PenaltySpan {
    let decided = random.day(day - 340, min(day - 92, Moment.lastYearEnd))
    return PenaltySpan(
      severity: random.pick([.minor: 38, .ordinary: 62]), decided: decided, until: day, repaired: day)
  }

  // MARK: Rows

  /// Document numbers that stand twice with a different fine.
  private static let conflicts = 4

  /// The rows in no order, with everything that is wrong with them.
  func sheet(seed: UInt64) -> Sheet {
    typealias Column = PenaltyRecord.Column
    var random = SplitMix64(seed: seed, stream: "penalty rows")
    var rows = records.map { $0.row(using: &random) }
    var dirt = Dirt(among: records.indices.filter { records[$0].isPlain }, using: &random)

    // 1900 means that nobody knew the end; 2099 that there is none.
    dirt.spoil(&rows, column: Column.until, ["1900-1-1": 30, "1900-01-01": 4, "1900/1/1": 2, "2022-09-31": 4])
    dirt.spoil(&rows, column: Column.until, ["2099-12-31": 58, "9999-9-9": 6, "": 12, "— —": 8, "/": 5])
    dirt.spoil(&rows, column: Column.decided, ["2021-11-31": 1, "2021-09-31": 1])
    dirt.spoil(&rows, column: Column.severity, ["暂无": 15, "": 10])
    dirt.spoil(&rows, column: Column.fine, ["/": 30, "无": 14])
    dirt.spoil(&rows, column: Column.violation, ["暂无": 8])
    dirt.pad(&rows, column: Column.name, count: 20)
    dirt.pad(&rows, column: Column.agency, count: 6)

    var further = dirt.take(7).map { rows[$0] }
    for index in dirt.take(PenaltyList.conflicts) {
      var again = rows[index]
      again[Column.fine] = again[Column.fine] == "0.8" ? "1.8" : "0.8"
      further.append(again)
    }
    // Rows that can't be used: two lack a field, one has a field too many.
    for (turn, index) in dirt.take(3).enumerated() {
      var ragged = rows[index]
      ragged[3] += "（补）"
      if turn < 2 { ragged.remove(at: Column.repairedOn) } else { ragged.insert("备注", at: Column.agency) }
      further.append(ragged)
    }
    return Sheet(PenaltyRecord.headings, rows: random.shuffled(rows + further))
  }
}
