/// An entity on the court's list, and what its records have to say.
struct CourtMember: Sendable {
  /// How the entity came to stand on the list on the as-of date, or ceased to.
  enum Entry: Sendable {
    /// Stands on both dates.
    case old
    /// Stands on both, by a record that left in 2022 and one that came.
    case switched
    /// Came in 2022.
    case new
    /// Came in 2022, after an earlier record had gone.
    case returned
    /// Left in 2022.
    case left
    /// Left before 2022.
    case former

    var isNew: Bool { self == .new || self == .returned }
    var isListed: Bool { self != .left && self != .former }
  }

  let enterprise: Enterprise
  let role: CourtRole
  var entry = Entry.old
  /// In bankruptcy proceedings by the as-of date.
  var isBankrupt = false
  /// Leaves under the interpretation's narrower reading as well as under the plan's.
  var leavesNarrowly = false
  /// On the list of another office too, so that it must stand there for as long as it stands here.
  var isOnAnotherList = false
}

/// An entity on the tax office's list or on the procurement list.
struct OfficeMember: Sendable {
  let enterprise: Enterprise
  var entry = CourtMember.Entry.old
}

/// Who stands on the three lists of serious dishonesty, who left them and when.
struct SeriousMembers: Sendable {
  private(set) var court: [CourtMember] = []
  private(set) var tax: [OfficeMember] = []
  private(set) var procurement: [OfficeMember] = []

  init(seed: UInt64, book: inout EnterpriseBook) {
    var random = SplitMix64(seed: seed, stream: "members of the serious lists")
    addSurveyed(to: &book, using: &random)
    addNotSurveyed(to: &book)
    addGone(to: &book)
    addOffices(to: &book)
  }

  /// Enterprises that stand on some serious list on the as-of date and are in the register.
  var standing: [Enterprise] {
    let members = court.filter(\.entry.isListed).map(\.enterprise)
    let elsewhere = (tax + procurement).filter(\.entry.isListed).map(\.enterprise)
    var seen: Set<Int> = []
    return (members + elsewhere).filter { $0.isRegistered && seen.insert($0.number).inserted }
  }

  private mutating func addSurveyed(to book: inout EnterpriseBook, using random: inout SplitMix64) {
    let showcase = CourtMember(
      enterprise: book.found(.shell, name: CourtList.showcaseName, district: CourtList.showcaseDistrict),
      role: .searchedOnce, entry: .new)
    court.append(showcase)
    for role in CourtRole.allCases where role.isSurveyed {
      var wanted = role.quota
      if role == showcase.role { wanted -= 1 }
      let isLeaving = role == .leaves
      let bankrupt = isLeaving ? Split.bankruptAmongExited : 0
      var members = book.found(wanted - bankrupt, .shell).map { CourtMember(enterprise: $0, role: role) }
      members += book.found(bankrupt, .insolvent).map { CourtMember(enterprise: $0, role: role, isBankrupt: true) }
      if isLeaving {
        for place in random.places(Split.exitedUnderInterpretation, of: wanted) {
          members[place].leavesNarrowly = true
        }
        for place in random.places(Split.newAndExited, of: wanted) { members[place].entry = .new }
      }
      court += members
    }
  }

  private mutating func addNotSurveyed(to book: inout EnterpriseBook) {
    let bankrupt = Split.bankrupt - Split.bankruptAmongExited
    let ordinary = CourtRole.notSurveyed.quota - bankrupt - Split.courtUnregistered
    var members = (0..<Split.courtUnregistered).map { _ in
      CourtMember(enterprise: book.found(.serious, isRegistered: false), role: .notSurveyed)
    }
    members += book.found(bankrupt, .insolvent).map {
      CourtMember(enterprise: $0, role: .notSurveyed, isBankrupt: true)
    }
    members += book.found(ordinary, .serious).map { CourtMember(enterprise: $0, role: .notSurveyed) }
    // Those in the front are told apart already; the rest is dealt out in order.
    var next = members.count - ordinary
    func deal(_ count: Int, _ change: (inout CourtMember) -> Void) {
      for place in next..<(next + count) { change(&members[place]) }
      next += count
    }
    // The showcase is one new member more.
    deal(Split.newOnCourt - Split.newAndExited - Split.returned - 1) { $0.entry = .new }
    deal(Split.returned) { $0.entry = .returned }
    deal(Split.switched) { $0.entry = .switched }
    deal(Split.courtAndTax - CourtRole.alsoTax.quota + Split.courtAndProcurement) { $0.isOnAnotherList = true }
    court += members
  }

  private mutating func addGone(to book: inout EnterpriseBook) {
    for (entry, counts) in [
      (CourtMember.Entry.left, (Split.leftCourt, Split.leftTax, Split.leftProcurement)),
      (.former, (Split.formerCourt, Split.formerTax, Split.formerProcurement)),
    ] {
      court += book.found(counts.0, .serious).map { CourtMember(enterprise: $0, role: .notSurveyed, entry: entry) }
      tax += book.found(counts.1, .serious).map { OfficeMember(enterprise: $0, entry: entry) }
      procurement += book.found(counts.2, .penalised).map { OfficeMember(enterprise: $0, entry: entry) }
    }
  }

  private mutating func addOffices(to book: inout EnterpriseBook) {
    let shared = court.filter(\.isOnAnotherList).map(\.enterprise)
    let taxToo = shared.prefix(Split.courtAndTax - CourtRole.alsoTax.quota)
    tax += (court.filter { $0.role == .alsoTax }.map(\.enterprise) + taxToo).map { OfficeMember(enterprise: $0) }
    procurement += shared.dropFirst(taxToo.count).map { OfficeMember(enterprise: $0) }

    let both = book.found(Split.taxAndProcurement, .serious)
    tax += both.map { OfficeMember(enterprise: $0) }
    procurement += both.map { OfficeMember(enterprise: $0) }

    tax += (0..<Split.taxUnregistered).map { _ in OfficeMember(enterprise: book.found(.serious, isRegistered: false)) }
    procurement += (0..<Split.procurementUnregistered).map { _ in
      OfficeMember(enterprise: book.found(.serious, isRegistered: false))
    }
    tax += book.found(Split.newOnTax, .serious).map { OfficeMember(enterprise: $0, entry: .new) }
    procurement += book.found(Split.newOnProcurement, .penalised).map { OfficeMember(enterprise: $0, entry: .new) }
    let listedTax = tax.count { $0.entry.isListed }
    tax += book.found(Split.tax - Split.taxUnreadable - listedTax, .serious).map { OfficeMember(enterprise: $0) }
    let listedProcurement = procurement.count { $0.entry.isListed }
    procurement += book.found(Split.procurement - listedProcurement, .penalised).map { OfficeMember(enterprise: $0) }
  }
}
