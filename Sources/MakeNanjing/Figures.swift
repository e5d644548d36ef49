/// The days on which the figures hold.
enum Moment {
  static let lastYearEnd = Day(2021, 12, 31)
  static let newYear = Day(2022, 1, 1)
  /// The as-of date of the published figures.
  static let asOf = Day(2022, 7, 31)
  /// When the city's plan began to be carried out.
  static let campaignStart = Day(2022, 4, 20)
  /// When the courts' searches were drawn, six weeks after the lists.
  static let searchesDrawn = Day(2022, 9, 13)
  /// Courts number their execution cases in the present form from here on.
  static let firstFiling = Day(2016, 1, 4)
}

/// What the city published, and what the data must give back exactly.
enum Published {
  static let registered = 649_000
  static let serious = 8_177
  static let seriousLastYear = 8_363
  static let penalised = 5_005
  static let penalisedLastYear = 6_216
  static let surveyed = 3_748
  static let exited = 3_342
  static let exemptPenalties = 217
  static let mitigatedPenalties = 629
  static let exemptCases = 97
  static let casesFewer = 2_238
}

/// How the published totals are split over the lists. Nothing here is published: it is the made-up part.
///
/// An entity on two lists counts once, so `court + tax + procurement − both` gives the published 8,177.
enum Split {
  static let court = 7_641
  static let tax = 612
  static let procurement = 159
  static let courtAndTax = 171
  static let courtAndProcurement = 44
  static let taxAndProcurement = 20

  /// Records whose code can't be read: each counts as an entity.
  static let courtUnreadable = 30
  static let taxUnreadable = 2
  static let penaltyUnreadable = 9

  /// Enterprises that the register doesn't hold.
  static let courtUnregistered = 12
  static let taxUnregistered = 2
  static let procurementUnregistered = 1
  static let penaltyUnregistered = 5

  /// Entities that came onto the serious list in 2022. As many and 186 more left it in the same months.
  static let newOnCourt = 430
  /// Of those on the court's list: surveyed and found empty within the year; on it again after a time away.
  static let newAndExited = 57
  static let returned = 20
  static let newOnTax = 52
  static let newOnProcurement = 30
  static let leftTax = 50
  static let leftProcurement = 16
  static var leftCourt: Int {
    Published.seriousLastYear - (Published.serious - newOnCourt - newOnTax - newOnProcurement) - leftTax
      - leftProcurement
  }

  /// Entities that lost one record and got another in 2022, so that they stand on both dates.
  static let switched = 24

  /// Entities that had left before 2022.
  static let formerCourt = 330
  static let formerTax = 18
  static let formerProcurement = 6

  static let naturalPersons = 124
  static let bankrupt = 180
  static let bankruptAmongExited = 74
  /// Of those that leave by the rule, the ones that also leave as the judicial interpretation reads it.
  static let exitedUnderInterpretation = 2_411
  static let taxPaidInTime = 92

  /// Penalised entities that came in 2022.
  static let newPenalised = 2_300
  static let formerPenalised = 1_900
  static let penaltyRecordsStanding = 5_731
  /// Entities on the serious list that are penalised too: on both dates or by a new decision, and until 2022.
  static let seriousAndPenalised = 300
  static let seriousAndOncePenalised = 60
}

/// Why an entity that was surveyed leaves the court's list by the plan's rule, or why it doesn't.
enum CourtRole: CaseIterable, Sendable {
  /// Two searches or more without property on every case, and no clues.
  case leaves
  /// Whether a second search found property was not recorded.
  case resultUnknown
  /// Whether anybody gave clues was not recorded.
  case cluesUnknown
  /// The rule fires on all its cases, but the tax office lists it too.
  case alsoTax
  /// The rule fires on one case and not on another.
  case secondCase
  case propertyFound
  case cluesGiven
  /// One search only.
  case searchedOnce
  case notSurveyed

  /// How many identified entities have the role.
  var quota: Int {
    switch self {
    case .leaves: Published.exited
    case .resultUnknown: 202
    case .cluesUnknown: 18
    case .alsoTax: 32
    case .secondCase: 28
    case .propertyFound: 45
    case .cluesGiven: 41
    case .searchedOnce: 40
    case .notSurveyed: Split.court - Split.courtUnreadable - Published.surveyed
    }
  }

  var isSurveyed: Bool { self != .notSurveyed }
  /// Of the entities whose outcome hangs on a result that is missing, those with two such results: 231 searches in all.
  static let withTwoResultsMissing = 29
}
