import Evaluation
import Simulation
import Tables
import Values

// The facts as a world: tables, bound to one another by their codes and keys.
extension Facts {
  /// The world on a day.
  func world(on day: CalendarDate = Facts.asof, cache: SubresultCache? = nil) throws -> World {
    World(graph: try GraphBuilder.build(inputs).graph, asof: day, cache: cache)
  }

  private var inputs: [ListInput] {
    [
      input(
        "registry", key: "code", weight: "weight",
        [
          Column("code", .text, enterprises.map { $0.organisation.map(Facts.code) }),
          Column("district", .category, enterprises.map(\.district)),
          Column("size", .category, enterprises.map(\.size)), Column("status", .category, enterprises.map(\.status)),
          Column("weight", .integer, enterprises.map(\.weight)),
        ]),
      input(
        "court", of: "registry", key: "case", standing: StandingColumns(since: 2, until: 3),
        [
          Column("code", .text, court.map { Facts.code($0.organisation) }),
          Column("case", .text, court.map { "case \($0.number)" }), Column("listed", court.map(\.listed)),
          Column("left", court.map(\.left)), Column("clues", court.map(\.clues)),
        ]),
      input(
        "searches", of: "court", by: "case", standing: StandingColumns(on: 1),
        [
          Column("case", .text, searches.map { "case \($0.number)" }), Column("date", searches.map(\.date)),
          Column("found", searches.map(\.found)),
        ]),
      input(
        "tax", of: "registry", standing: StandingColumns(since: 1, until: 2),
        [
          Column("code", .text, tax.map { Facts.code($0.organisation) }), Column("published", tax.map(\.published)),
          Column("withdrawn", tax.map(\.withdrawn)), Column("paid", tax.map(\.paid)),
        ]),
      input(
        "penalties", of: "registry", standing: StandingColumns(since: 3, until: 4),
        [
          Column("code", .text, penalties.map { Facts.code($0.organisation) }),
          Column("fine", .money, penalties.map(\.fine)), Column("severity", .category, penalties.map(\.severity)),
          Column("decided", penalties.map(\.decided)), Column("shown_until", penalties.map(\.shownUntil)),
          Column("corrected", penalties.map(\.corrected)),
        ]),
      ListInput(name: "serious", alias: nil, source: .union(["court", "tax"])),
    ]
  }

  private func input(
    _ name: String, of parent: String? = nil, by column: String = "code", key: String? = nil, weight: String? = nil,
    standing: StandingColumns = StandingColumns(), _ columns: [Column]
  ) -> ListInput {
    ListInput(
      name: name, alias: nil,
      source: .file(Table(columns: columns, rowCount: columns[0].count), path: "\(name).csv", rowHashes: []),
      parent: parent.map { ($0, column) }, key: key, weight: weight, standing: standing)
  }

  /// A code of 18 characters that holds the organisation's number; one that names nobody for none.
  private static func code(_ organisation: Int?) -> String {
    guard let organisation else { return "320100000012345" }
    let digits = String(organisation)
    return "91320100TY" + String(repeating: "0", count: 7 - digits.count) + digits + "X"
  }
}

extension Column {
  fileprivate init(_ name: String, _ type: ValueType, _ cells: [String?]) {
    var dictionary = TextDictionary([""])
    let codes = cells.map { dictionary.code(adding: $0 ?? "") }
    self.init(
      name: name, type: type, storage: .codes(Codes(codes, distinct: dictionary.texts.count), dictionary),
      known: Column.known(cells))
  }

  fileprivate init(_ name: String, _ type: ValueType, _ cells: [Int64?]) {
    self.init(
      name: name, type: type, storage: .integers(cells.map { $0 ?? 0 }, places: 0), known: Column.known(cells))
  }

  fileprivate init(_ name: String, _ cells: [Bool?]) {
    let yes = Bitmap(cells.indices.filter { cells[$0] == true }, count: cells.count)
    self.init(name: name, type: .flag, storage: .flags(yes), known: Column.known(cells))
  }

  fileprivate init(_ name: String, _ cells: [DayFact]) {
    let days = cells.map { if case .day(let day) = $0 { day } else { CalendarDate?.none } }
    self.init(
      name: name, type: .date, storage: .days(days.map { $0?.dayNumber ?? 0 }), known: Column.known(days),
      blank: Bitmap(cells.indices.filter { cells[$0] == .blank }, count: cells.count))
  }

  private static func known<Cell>(_ cells: [Cell?]) -> Bitmap {
    Bitmap(cells.indices.filter { cells[$0] != nil }, count: cells.count)
  }
}
