import Values

/// A day as a cell may give it.
enum DayFact: Hashable {
  case day(CalendarDate)
  case blank
  case unreadable
}

/// What the lists of a small world hold, cell by cell; nil is unknown.
struct Facts {
  struct Enterprise {
    /// The number in its code; nil for a remainder.
    var organisation: Int?
    var weight: Int64 = 1
    var district = "north"
    var size: String? = "small"
    var status: String? = "open"
  }

  struct CourtRecord {
    /// Whom it is about; nil where the code can't be identified.
    var organisation: Int?
    var number: Int
    var listed = DayFact.day(Facts.longAgo)
    var left = DayFact.blank
    var clues: Bool? = false
  }

  struct Search {
    var number: Int
    var date = DayFact.day(Facts.longAgo)
    var found: Bool? = false
  }

  struct TaxRecord {
    var organisation: Int?
    var published = DayFact.day(Facts.longAgo)
    var withdrawn = DayFact.blank
    var paid: Bool? = false
  }

  struct Penalty {
    var organisation: Int?
    var fine: Int64? = 0
    var severity: String? = "minor"
    var decided = DayFact.day(Facts.longAgo)
    var shownUntil = DayFact.blank
    var corrected: Bool? = false
  }

  /// 2022-07-31.
  static let asof = CalendarDate(dayNumber: 19_204)
  /// 2020-01-01.
  static let longAgo = CalendarDate(dayNumber: 18_262)

  var enterprises: [Enterprise] = []
  var court: [CourtRecord] = []
  var searches: [Search] = []
  var tax: [TaxRecord] = []
  var penalties: [Penalty] = []
}

/// Numbers by lot, the same for the same seed.
struct Lot: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True one time in a number.
  mutating func once(in number: Int) -> Bool { Int.random(in: 0..<number, using: &self) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// A value of some, or unknown one time in a number.
  mutating func perhaps<Element>(_ elements: [Element], unknownOnceIn number: Int) -> Element? {
    once(in: number) ? nil : pick(elements)
  }

  /// A day around the one that questions are about, the day itself and its neighbours often.
  mutating func day() -> CalendarDate {
    let distance = pick([-900, -400, -200, -30, -1, 0, 1, 30, 400])
    return CalendarDate(dayNumber: Facts.asof.dayNumber + Int32(distance))
  }

  mutating func dayFact(blankOnceIn number: Int) -> DayFact {
    if once(in: number) { return .blank }
    return once(in: 7) ? .unreadable : .day(day())
  }
}

extension Facts {
  static let sizes = ["small", "large"]
  static let states = ["open", "revoked"]
  static let severities = ["minor", "usual", "grave"]

  /// A small world by lot: overlaps, remainders, entities outside the registry, facts unknown, and if wanted codes that
  /// can't be identified.
  static func random(using lot: inout Lot, hasStrays: Bool = true) -> Facts {
    var facts = Facts()
    for organisation in 0..<6 {
      facts.enterprises.append(
        Enterprise(
          organisation: organisation, district: lot.pick(["north", "south", "west"]),
          size: lot.perhaps(sizes, unknownOnceIn: 6), status: lot.perhaps(states, unknownOnceIn: 5)))
    }
    for _ in 0..<2 {
      facts.enterprises.append(
        Enterprise(
          organisation: nil, weight: Int64.random(in: 0...9, using: &lot), district: lot.pick(["north", "south"]),
          size: lot.perhaps(sizes, unknownOnceIn: 6), status: lot.perhaps(states, unknownOnceIn: 4)))
    }
    func organisation() -> Int? { hasStrays && lot.once(in: 8) ? nil : Int.random(in: 0..<8, using: &lot) }
    for _ in 0..<7 {
      facts.court.append(
        CourtRecord(
          organisation: organisation(), number: Int.random(in: 0..<7, using: &lot),
          listed: lot.dayFact(blankOnceIn: 9), left: lot.dayFact(blankOnceIn: 2),
          clues: lot.perhaps([true, false], unknownOnceIn: 4)))
    }
    for _ in 0..<9 {
      facts.searches.append(
        Search(
          number: Int.random(in: 0..<8, using: &lot), date: lot.dayFact(blankOnceIn: 9),
          found: lot.perhaps([true, false, false], unknownOnceIn: 4)))
    }
    for _ in 0..<4 {
      facts.tax.append(
        TaxRecord(
          organisation: organisation(), published: lot.dayFact(blankOnceIn: 9), withdrawn: lot.dayFact(blankOnceIn: 2),
          paid: lot.perhaps([true, false], unknownOnceIn: 4)))
    }
    for _ in 0..<6 {
      facts.penalties.append(
        Penalty(
          organisation: organisation(), fine: lot.perhaps([0, 50_000, 100_000], unknownOnceIn: 5),
          severity: lot.perhaps(severities, unknownOnceIn: 5), decided: lot.dayFact(blankOnceIn: 9),
          shownUntil: lot.dayFact(blankOnceIn: 2), corrected: lot.perhaps([true, false], unknownOnceIn: 4)))
    }
    return facts
  }

  /// One way in which all that is unknown may turn out.
  ///
  /// A record whose entity can't be identified turns out to be about one that no other record is about. An end that is
  /// blank stays open.
  func resolved(using lot: inout Lot) -> Facts {
    var facts = self
    var stranger = 1000
    func known(_ organisation: Int?) -> Int {
      stranger += 1
      return organisation ?? stranger
    }
    func day(_ fact: DayFact, isEnd: Bool = false) -> DayFact {
      switch fact {
      case .day: fact
      case .blank where isEnd: fact
      case .blank, .unreadable: .day(lot.day())
      }
    }
    for row in enterprises.indices {
      facts.enterprises[row].size = enterprises[row].size ?? lot.pick(Facts.sizes)
      facts.enterprises[row].status = enterprises[row].status ?? lot.pick(Facts.states)
    }
    for row in court.indices {
      facts.court[row].organisation = known(court[row].organisation)
      facts.court[row].listed = day(court[row].listed)
      facts.court[row].left = day(court[row].left, isEnd: true)
      facts.court[row].clues = court[row].clues ?? Bool.random(using: &lot)
    }
    for row in searches.indices {
      facts.searches[row].date = day(searches[row].date)
      facts.searches[row].found = searches[row].found ?? Bool.random(using: &lot)
    }
    for row in tax.indices {
      facts.tax[row].organisation = known(tax[row].organisation)
      facts.tax[row].published = day(tax[row].published)
      facts.tax[row].withdrawn = day(tax[row].withdrawn, isEnd: true)
      facts.tax[row].paid = tax[row].paid ?? Bool.random(using: &lot)
    }
    for row in penalties.indices {
      facts.penalties[row].organisation = known(penalties[row].organisation)
      facts.penalties[row].fine = penalties[row].fine ?? lot.pick([0, 50_000, 100_000])
      facts.penalties[row].severity = penalties[row].severity ?? lot.pick(Facts.severities)
      facts.penalties[row].decided = day(penalties[row].decided)
      facts.penalties[row].shownUntil = day(penalties[row].shownUntil, isEnd: true)
      facts.penalties[row].corrected = penalties[row].corrected ?? Bool.random(using: &lot)
    }
    return facts
  }

  /// The facts without the records whose entity can't be identified: they were about entities counted already.
  var withoutStrays: Facts {
    var facts = self
    facts.court.removeAll { $0.organisation == nil }
    facts.tax.removeAll { $0.organisation == nil }
    facts.penalties.removeAll { $0.organisation == nil }
    return facts
  }
}
