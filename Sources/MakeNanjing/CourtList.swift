/// The court's list of dishonest debtors (失信被执行人): every case of every member, and the natural persons among them.
struct CourtList: Sendable {
  /// The enterprise that the sample dialogues ask about. It was searched once, and stays.
  static let showcaseName = "南京某某商贸有限公司"
  /// 江宁区, as an index in `District.all`.
  static let showcaseDistrict = 7

  var records: [CourtRecord] = []
  var random: SplitMix64
  private var cases = CaseBook()
  private var entitiesWithResultsMissing = 0

  private static let entries = Flow(years: [2016: 13, 2017: 20, 2018: 22, 2019: 17, 2020: 13, 2021: 15, 2022: 15])
  private static let exits = Flow(years: [2022: 1], months: Flow.campaignYear)
  private static let earlyExits = Flow(years: [2019: 25, 2020: 35, 2021: 40])
  private static let firstListing = Day(2016, 3, 1)
  /// From here on a listing of two years still stands on the as-of date.
  private static let firstWithTerm = Day(2020, 8, 15)
  /// New entities that were surveyed had time for a second search.
  private static let lastSurveyedListing = Day(2022, 5, 31)

  init(seed: UInt64, members: [CourtMember], book: inout EnterpriseBook) {
    random = SplitMix64(seed: seed, stream: "court records")
    for member in members { add(member) }
    for index in 0..<Split.courtUnreadable { addUnreadable(book.stranger(), index: index) }
    for index in 0..<Split.naturalPersons { addNaturalPerson(hasLeft: index < 17) }
    placeOnBoundaries()
    addDirt()
  }

  /// The rows in no order, as the court's system gives them out. Six came twice.
  func sheet(seed: UInt64) -> Sheet {
    var random = SplitMix64(seed: seed, stream: "court rows")
    var rows = records.map { $0.row(using: &random) }
    rows += random.places(6, of: rows.count).map { rows[$0] }
    return Sheet(CourtRecord.headings, rows: random.shuffled(rows))
  }

  // MARK: Enterprises

  private mutating func add(_ member: CourtMember) {
    if member.enterprise.name == CourtList.showcaseName { return addShowcase(member) }
    let bankruptcy: DateCell = member.isBankrupt ? .day(random.day(Day(2021, 6, 1), Day(2022, 7, 29))) : .blank
    for index in 0..<caseCount(of: member) {
      if member.entry.isListed {
        addStanding(member, index: index, bankruptcy: bankruptcy)
      } else {
        addPast(member, leaving: member.entry)
      }
    }
    switch member.entry {
    case .switched: addPast(member, leaving: .left)
    case .returned: addPast(member, leaving: .former)
    case .old where random.chance(35): addPast(member, leaving: .former)
    default: break
    }
  }

  private mutating func caseCount(of member: CourtMember) -> Int {
    switch member.role {
    case .leaves: random.pick([1: 945, 2: 45, 3: 10])
    case .secondCase: 2
    case .notSurveyed: random.pick([1: 930, 2: 55, 3: 12, 4: 3])
    default: 1
    }
  }

  private mutating func addStanding(_ member: CourtMember, index: Int, bankruptcy: DateCell) {
    let (hasFinalRuling, hasTerm) = ruling(of: member, index: index)
    // The first case of an old member is old; others may have come at any time.
    let isNew = member.entry.isNew || member.entry == .switched
    let first = isNew ? Moment.newYear : hasTerm ? CourtList.firstWithTerm : CourtList.firstListing
    let last = member.role.isSurveyed ? CourtList.lastSurveyedListing : Moment.asOf
    let end = index == 0 && !isNew ? Moment.lastYearEnd : last
    append(
      Listing(
        debtor: debtor(member.enterprise),
        court: .draw(for: member.enterprise.place, using: &random),
        listed: CourtList.entries.day(from: first, through: end, using: &random),
        hasFinalRuling: hasFinalRuling, hasTerm: hasTerm, bankruptcy: bankruptcy,
        evidence: evidence(for: member.role, index: index),
        isSurveyed: member.role.isSurveyed,
        isPlain: member.role == .notSurveyed && member.entry == .old && !member.isBankrupt
          && !member.isOnAnotherList))
  }

  private mutating func addPast(_ member: CourtMember, leaving: CourtMember.Entry) {
    let (listed, left) = pastSpan(leaving: leaving)
    append(
      Listing(
        debtor: debtor(member.enterprise),
        court: .draw(for: member.enterprise.place, using: &random),
        listed: listed, left: left, hasFinalRuling: random.chance(500), hasTerm: random.chance(150),
        evidence: .past(using: &random)))
  }

  /// The days of a record that left in 2022, or before.
  private mutating func pastSpan(leaving: CourtMember.Entry) -> (listed: Day, left: Day) {
    if leaving == .left {
      let listed = CourtList.entries.day(from: CourtList.firstListing, through: Day(2021, 11, 30), using: &random)
      return (listed, CourtList.exits.day(from: Moment.newYear, through: Moment.asOf, using: &random))
    }
    let left = CourtList.earlyExits.day(from: Day(2019, 1, 1), through: Day(2021, 10, 31), using: &random)
    return (left - random.within(120...1_000), left)
  }

  /// Whether the case was closed for want of property (终结本次执行程序), and whether a term was entered.
  private mutating func ruling(of member: CourtMember, index: Int) -> (hasFinalRuling: Bool, hasTerm: Bool) {
    switch member.role {
    case .leaves where member.leavesNarrowly: return (true, false)
    // The first case alone keeps the entity on the list in the narrower reading.
    case .leaves where index == 0: return random.chance(650) ? (false, false) : (random.chance(800), true)
    case .notSurveyed: return (random.chance(520), random.chance(220))
    default: return (random.chance(760), random.chance(100))
    }
  }

  private mutating func evidence(for role: CourtRole, index: Int) -> Evidence {
    switch role {
    case .leaves, .alsoTax: return .firing(using: &random)
    case .secondCase: return index == 0 ? .firing(using: &random) : .quiet(using: &random)
    case .resultUnknown:
      entitiesWithResultsMissing += 1
      let missing = entitiesWithResultsMissing <= CourtRole.withTwoResultsMissing ? 2 : 1
      return .resultUnknown(missing: missing, using: &random)
    case .cluesUnknown: return .cluesUnknown(using: &random)
    case .propertyFound: return .propertyFound(using: &random)
    case .cluesGiven: return .cluesGiven(using: &random)
    case .searchedOnce: return .searchedOnce
    case .notSurveyed: return .quiet(using: &random)
    }
  }

  private mutating func debtor(_ enterprise: Enterprise) -> CourtRecord.Debtor {
    CourtRecord.Debtor(
      name: enterprise.name, code: enterprise.code.text(random.pick(CreditCode.courtForms)),
      representative: enterprise.representative)
  }

  private mutating func addShowcase(_ member: CourtMember) {
    append(
      Listing(
        debtor: CourtRecord.Debtor(
          name: member.enterprise.name, code: member.enterprise.code.text,
          representative: member.enterprise.representative),
        court: .of(District.all[CourtList.showcaseDistrict]),
        listed: Day(2022, 2, 18), hasFinalRuling: false, evidence: .searchedOnce, isSurveyed: true,
        filed: Day(2022, 1, 10), number: CaseBook.showcase))
  }

  // MARK: Debtors without an enterprise

  /// A debtor whose code is masked, or is an old registration number: the entity can't be identified.
  private mutating func addUnreadable(
    _ stranger: (name: String, representative: String, code: CreditCode), index: Int
  ) {
    let code = stranger.code
    let text: String
    switch index % 5 {
    case 0, 1: text = "9132********\(code.tail)"
    case 2: text = "913201******\(code.text.suffix(6))"
    default: text = "\(code.text.dropFirst(2).prefix(6))\(random.within(100_000_000...999_999_999))"
    }
    append(
      Listing(
        debtor: CourtRecord.Debtor(name: stranger.name, code: text, representative: stranger.representative),
        court: .of(random.pick(District.all)),
        listed: CourtList.entries.day(from: CourtList.firstListing, through: Moment.lastYearEnd, using: &random),
        hasFinalRuling: random.chance(500), evidence: .quiet(using: &random)))
  }

  /// A person, with a masked identity number or one with a birthday at the end of this century.
  private mutating func addNaturalPerson(hasLeft: Bool) {
    let region = random.pick(["320102", "320106", "320115", "320830", "321183", "340521", "341125", "370982"])
    let code =
      random.chance(820)
      ? "\(region)********\(random.within(1000...9999))" : "\(region)20991231\(random.within(1000...9999))"
    let span: (listed: Day, left: Day?) =
      hasLeft
      ? pastSpan(leaving: .left)
      : (CourtList.entries.day(from: CourtList.firstListing, through: Moment.asOf, using: &random), nil)
    append(
      Listing(
        debtor: CourtRecord.Debtor(
          name: EnterpriseName.person(using: &random), sex: random.chance(740) ? "男" : "女",
          age: String(random.within(22...68)), code: code, representative: ""),
        court: .of(random.pick(District.all)), listed: span.listed, left: span.left,
        hasFinalRuling: random.chance(500), hasTerm: random.chance(200), evidence: .quiet(using: &random)))
  }

  // MARK: Cases

  /// What sets one listing apart from another; the rest of a record is drawn.
  private struct Listing {
    let debtor: CourtRecord.Debtor
    let court: Court
    let listed: Day
    var left: Day?
    var hasFinalRuling = false
    var hasTerm = false
    var bankruptcy = DateCell.blank
    let evidence: Evidence
    var isSurveyed = false
    var isPlain = false
    var filed: Day?
    var number: String?
  }

  private mutating func append(_ listing: Listing) {
    let filed = listing.filed ?? max(listing.listed - random.within(30...300), Moment.firstFiling)
    let ground = Ground.draw(hasTerm: listing.hasTerm, using: &random)
    records.append(
      CourtRecord(
        debtor: listing.debtor, court: listing.court, filed: .day(filed),
        number: listing.number ?? cases.number(listing.court, filed: filed, using: &random),
        issuer: random.chance(860) ? listing.court.name : random.pick(Ground.otherIssuers),
        performance: random.pick(["全部未履行": 860, "部分未履行": 115, "全部已履行": 25]),
        ground: ground.text, term: ground.term, listed: .day(listing.listed),
        left: listing.left.map(DateCell.day) ?? .blank, hasFinalRuling: listing.hasFinalRuling,
        bankruptcy: listing.bankruptcy, evidence: listing.evidence, isSurveyed: listing.isSurveyed,
        searchable: (filed + 4)...(listing.left ?? Moment.asOf), isPlain: listing.isPlain))
  }
}
