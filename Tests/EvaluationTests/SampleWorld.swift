// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Evaluation
import GRDB
import Tables
import Values

/// A registry, court records that belong to it and searches that belong to the records, with unknown cells everywhere:
/// once as a graph and once as tables of SQLite.
struct SampleWorld {
  static let registry = 0
  static let court = 1
  static let searches = 2

  struct Company { let code: String?, district: String?, size: Int64?, weight: Int64 }
  struct Record {
    let key: String?, code: String?, n: Int64?, fine: Int64?, rate: Int64?, share: Int64?, name: String?, kind: String?
    let clues: Bool?, filed: Int32?, period: Int32?
  }
  struct Search { let key: String?, found: Bool?, minutes: Int64?, date: Int32? }

  let companies: [Company]
  let records: [Record]
  let searches: [Search]

  init(records count: Int, seed: Int) {
    var dice = Dice(seed &* 31 &+ count)
    func maybe<Wrapped>(_ value: Wrapped) -> Wrapped? { dice.one(of: 5) ? nil : value }
    func integer(_ range: ClosedRange<Int64>) -> Int64? { maybe(Int64.random(in: range, using: &dice)) }
    func day() -> Int32? { maybe(Int32.random(in: 18_900...19_300, using: &dice)) }
    let texts = ["a", "ab", "b", "玄武区", "江宁区", ""]
    let companyCount = count / 3 + 2
    companies = (0..<companyCount).map { row in
      let isNameless = dice.one(of: 7)
      return Company(
        code: isNameless ? nil : organisationCode(row), district: maybe(["东", "西", "南"].randomElement(using: &dice)!),
        size: integer(0...5), weight: isNameless ? Int64.random(in: 0...20, using: &dice) : 1)
    }
    records = (0..<count).map { row in
      // Some records share a key, some codes are in no registry.
      Record(
        key: maybe("CASE\(dice.one(of: 6) ? row / 2 : row)"),
        code: maybe(organisationCode(Int.random(in: 0..<companyCount + 3, using: &dice))), n: integer(-3...6),
        fine: integer(-200...900), rate: integer(-300...300), share: integer(0...10_000),
        name: maybe(texts.randomElement(using: &dice)!), kind: maybe(texts.randomElement(using: &dice)!),
        clues: maybe(dice.one(of: 2)), filed: day(), period: maybe(Int32.random(in: 24_260...24_275, using: &dice)))
    }
    searches = (0..<count * 2).map { _ in
      Search(
        key: maybe("CASE\(Int.random(in: 0...count, using: &dice))"), found: maybe(dice.one(of: 2)),
        minutes: integer(-4...9), date: day())
    }
  }

  func graph() throws -> Graph {
    try GraphBuilder.build([
      input(
        "registry",
        [
          Column("code", texts: companies.map(\.code)), Column("district", .category, texts: companies.map(\.district)),
          Column("size", .integer, integers: companies.map(\.size)),
          Column("weight", .integer, integers: companies.map(\.weight)),
        ], key: "code", weight: "weight"),
      input(
        "court",
        [
          Column("key", texts: records.map(\.key)), Column("code", texts: records.map(\.code)),
          Column("n", .integer, integers: records.map(\.n)), Column("fine", .money, integers: records.map(\.fine)),
          Column("rate", .decimal, integers: records.map(\.rate), places: 2),
          Column("share", .percentage, integers: records.map(\.share), places: 4),
          Column("name", texts: records.map(\.name)), Column("kind", .category, texts: records.map(\.kind)),
          Column("clues", flags: records.map(\.clues)), Column("filed", .date, days: records.map(\.filed)),
          Column("period", .month, days: records.map(\.period)),
        ], parent: ("registry", "code"), key: "key"),
      input(
        "searches",
        [
          Column("key", texts: searches.map(\.key)), Column("found", flags: searches.map(\.found)),
          Column("minutes", .integer, integers: searches.map(\.minutes)),
          Column("date", .date, days: searches.map(\.date)),
        ], parent: ("court", "key")),
    ]).graph
  }

  func database() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(
        sql: """
          CREATE TABLE registry (id INTEGER PRIMARY KEY, code TEXT UNIQUE, district TEXT, size INTEGER, weight INTEGER);
          CREATE TABLE court (
            id INTEGER PRIMARY KEY, key TEXT, code TEXT, n INTEGER, fine INTEGER, rate INTEGER, share INTEGER, name TEXT,
            kind TEXT, clues INTEGER, filed INTEGER, period INTEGER);
          CREATE TABLE searches (id INTEGER PRIMARY KEY, key TEXT, found INTEGER, minutes INTEGER, date INTEGER);
          CREATE INDEX court_key ON court (key, id);
          CREATE INDEX searches_key ON searches (key);
          """)
      for (row, company) in companies.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO registry VALUES (?, ?, ?, ?, ?)").execute(
          arguments: [row, company.code, company.district, company.size, company.weight])
      }
      for (row, record) in records.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO court VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
          arguments: [
            row, record.key, record.code, record.n, record.fine, record.rate, record.share, record.name, record.kind,
            record.clues, record.filed, record.period,
          ])
      }
      for (row, search) in searches.enumerated() {
        try database.cachedStatement(sql: "INSERT INTO searches VALUES (?, ?, ?, ?, ?)").execute(
          arguments: [row, search.key, search.found, search.minutes, search.date])
      }
    }
    return queue
  }
}
