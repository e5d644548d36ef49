// swift-format-ignore-file: NeverForceUnwrap

import GRDB

/// Lists full of unknown cells, once as the files of a dataset and once as tables of SQLite.
///
/// In SQL dates and months are ISO 8601 text, amounts whole 分, rates hundredths, shares ten-thousandths, flags 0 and 1.
struct OracleWorld {
  /// The seeds, a world each.
  static let seeds = sizes.indices

  /// How many rows each list has: nothing at all, searches of no record, one record, more and more.
  private static let sizes = [
    (companies: 0, records: 0, searches: 0, penalties: 0), (companies: 3, records: 0, searches: 5, penalties: 2),
    (companies: 1, records: 1, searches: 2, penalties: 1), (companies: 5, records: 12, searches: 24, penalties: 12),
    (companies: 14, records: 40, searches: 80, penalties: 40),
    (companies: 31, records: 90, searches: 180, penalties: 90),
  ]

  struct Company { let code: String?, district: String?, size: Int?, weight: Int }
  struct Record {
    let key: String?, code: String?, n: Int?, fine: Int?, rate: Int?, share: Int?, name: String?, kind: String?
    let clues: Bool?, filed: String?, heard: String?, period: String?
  }
  struct Search { let key: String?, found: Bool?, minutes: Int?, date: String? }
  struct Penalty {
    let code: String?, fine: Int?, severity: String?, decided: String?
    /// What the file says: nothing where there is no end, a word that is no date where it is unknown.
    let ended: String?
    static let unreadable = "未详日"
  }

  let companies: [Company]
  let records: [Record]
  let searches: [Search]
  let penalties: [Penalty]

  private static let names = [
    "a", "A", "ab", "b", "b*", "a?c", "abc", "50%", "a_b", "[x]", "x", "a\"b", "a,b", "玄武区", "江宁区", "南京市玄武区", "区",
  ]

  init(seed: Int) {
    let size = OracleWorld.sizes[seed]
    var dice = Dice(seed: UInt64(seed) &* 7919 &+ 17)
    func maybe<Wrapped>(_ value: Wrapped) -> Wrapped? { dice.one(of: 5) ? nil : value }
    func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
    func pick(_ texts: [String]) -> String { texts.randomElement(using: &dice)! }
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    func day() -> String {
      let (year, month) = (integer(2019...2023), integer(1...12))
      let last = [31, year == 2020 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      return "\(year)-\(padded(month))-\(padded(dice.one(of: 2) ? last - integer(0...1) : integer(1...last)))"
    }
    func code(_ bound: Int) -> String { "A00000\(100 + integer(0...bound))" }
    companies = (0..<size.companies).map { row in
      let isNameless = dice.one(of: 6)
      return Company(
        code: isNameless ? nil : "A00000\(100 + row)", district: maybe(pick(["东", "西", "南"])),
        size: maybe(integer(0...4)), weight: isNameless ? integer(0...20) : 1)
    }
    records = (0..<size.records).map { row in
      Record(
        key: maybe("CASE\(dice.one(of: 6) ? row / 2 : row)"), code: maybe(code(size.companies + 2)),
        n: maybe(integer(-3...6)), fine: maybe(integer(-200...900)), rate: maybe(integer(-300...300)),
        share: maybe(integer(0...10_000)), name: maybe(pick(OracleWorld.names)), kind: maybe(pick(["甲", "乙", "x"])),
        clues: maybe(dice.one(of: 2)), filed: maybe(day()), heard: maybe(day()),
        period: maybe("202\(integer(1...2))-\(padded(integer(1...12)))"))
    }
    searches = (0..<size.searches).map { _ in
      Search(
        key: maybe("CASE\(integer(0...size.records))"), found: maybe(dice.one(of: 2)), minutes: maybe(integer(-4...9)),
        date: dice.one(of: 10) ? nil : day())
    }
    penalties = (0..<size.penalties).map { _ in
      Penalty(
        code: maybe(code(size.companies + 2)), fine: maybe(integer(-200...900)),
        severity: maybe(pick(["轻微", "一般", "严重"])),
        decided: dice.one(of: 10) ? nil : day(),
        ended: dice.one(of: 2) ? nil : dice.one(of: 6) ? Penalty.unreadable : day())
    }
  }

  // MARK: Files

  static let asof = "2022-07-31"

  private static let readme = """
    # Lists with unknown cells

    ```tuiyan
    asof \(asof)
    list registry from "registry.csv" key code {
      id       integer  "id"
      code     text     "code"
      district category "district"
      size     integer  "size"
      weight   integer  "weight" weight
    }
    list court of registry by code from "court.csv" key key {
      id     integer    "id"
      key    text       "key"
      code   text       "code"
      n      integer    "n"
      fine   money      "fine" unit 元
      rate   decimal    "rate"
      share  percentage "share"
      name   text       "name"
      kind   category   "kind"
      clues  flag       "clues" yes "有" no "没有"
      filed  date       "filed"
      heard  date       "heard"
      period month      "period"
    }
    list searches of court by key from "searches.csv" {
      id      integer "id"
      key     text    "key"
      found   flag    "found" yes "有" no "没有"
      minutes integer "minutes"
      date    date    "date" on
    }
    list penalties of registry by code from "penalties.csv" {
      id       integer  "id"
      code     text     "code"
      fine     money    "fine" unit 元
      severity category "severity"
      decided  date     "decided" since
      ended    date     "ended" until
    }
    ```

    """

  /// The dataset's files, by their names.
  var files: [String: String] {
    [
      "README.md": OracleWorld.readme,
      "registry.csv": csv(
        "id,code,district,size,weight",
        companies.map { [$0.code, $0.district, $0.size.map(String.init), String($0.weight)] }),
      "court.csv": csv(
        "id,key,code,n,fine,rate,share,name,kind,clues,filed,heard,period",
        records.map {
          [
            $0.key, $0.code, $0.n.map(String.init), $0.fine.map(hundredths), $0.rate.map(hundredths),
            $0.share.map { "\(hundredths($0))%" }, $0.name, $0.kind, $0.clues.map(word), $0.filed, $0.heard, $0.period,
          ]
        }),
      "searches.csv": csv(
        "id,key,found,minutes,date",
        searches.map { [$0.key, $0.found.map(word), $0.minutes.map(String.init), $0.date] }),
      "penalties.csv": csv(
        "id,code,fine,severity,decided,ended",
        penalties.map { [$0.code, $0.fine.map(hundredths), $0.severity, $0.decided, $0.ended] }),
    ]
  }

  private func csv(_ header: String, _ rows: [[String?]]) -> String {
    let lines = rows.enumerated().map { row, cells in
      ([String(row)] + cells.map { "\"\(($0 ?? "").replacing("\"", with: "\"\""))\"" }).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private func word(_ flag: Bool) -> String { flag ? "有" : "没有" }

  private func hundredths(_ number: Int) -> String {
    let rest = abs(number) % 100
    return "\(number < 0 ? "-" : "")\(abs(number) / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  // MARK: Tables

  /// The lists as SQL sees them: `sure` says of a row that it stands however the unknown facts turn out, and each list
  /// with dates of its own has its rows that may stand in a view, all of them in a table beside it.
  func database() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(
        sql: """
          PRAGMA case_sensitive_like = ON;
          CREATE TABLE registry (id INTEGER PRIMARY KEY, code TEXT UNIQUE, district TEXT, size INTEGER, weight INTEGER);
          CREATE TABLE court (
            id INTEGER PRIMARY KEY, key TEXT, code TEXT, n INTEGER, fine INTEGER, rate INTEGER, share INTEGER, name TEXT,
            kind TEXT, clues INTEGER, filed TEXT, heard TEXT, period TEXT);
          CREATE TABLE all_searches (id INTEGER PRIMARY KEY, key TEXT, found INTEGER, minutes INTEGER, date TEXT);
          CREATE TABLE all_penalties (
            id INTEGER PRIMARY KEY, code TEXT, fine INTEGER, severity TEXT, decided TEXT, ended TEXT, endless INTEGER);
          CREATE VIEW searches AS SELECT *, date IS NOT NULL AS sure FROM all_searches
            WHERE date IS NULL OR date <= '\(OracleWorld.asof)';
          CREATE VIEW penalties AS
            SELECT *, decided IS NOT NULL AND (endless OR ended IS NOT NULL) AS sure FROM all_penalties
            WHERE (decided IS NULL OR decided <= '\(OracleWorld.asof)')
              AND (ended IS NULL OR ended > '\(OracleWorld.asof)');
          """)
      for (row, company) in companies.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO registry VALUES (?, ?, ?, ?, ?)").execute(
          arguments: [row, company.code, company.district, company.size, company.weight])
      }
      for (row, record) in records.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO court VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
          arguments: [
            row, record.key, record.code, record.n, record.fine, record.rate, record.share, record.name, record.kind,
            record.clues, record.filed, record.heard, record.period,
          ])
      }
      for (row, search) in searches.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO all_searches VALUES (?, ?, ?, ?, ?)").execute(
          arguments: [row, search.key, search.found, search.minutes, search.date])
      }
      for (row, penalty) in penalties.enumerated() {
        let ended = penalty.ended == Penalty.unreadable ? nil : penalty.ended
        try database.cachedStatement(sql: "INSERT INTO all_penalties VALUES (?, ?, ?, ?, ?, ?, ?)").execute(
          arguments: [
            row, penalty.code, penalty.fine, penalty.severity, penalty.decided, ended, penalty.ended == nil,
          ])
      }
    }
    return queue
  }
}

/// Numbers that look random and are the same on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func one(of chances: Int) -> Bool { Int.random(in: 0..<chances, using: &self) == 0 }
}
