import Foundation
import Synthesis
import Tables
import Testing
import Values
import Workbench

struct SynthesisTests {
  private static let files = ["registry.csv", "court.csv", "searches.csv", "README.md"]

  @Test(arguments: [1, 3])
  func `The same seed gives the same bytes with any number of threads`(threads: Int) throws {
    let (first, second) = (ScratchFolder(), ScratchFolder())
    try made(first)
    try made(second, threads: threads)
    for file in Self.files { #expect(try first.data(file) == second.data(file)) }
  }

  /// What was written when this test was: a change of it changes every made-up dataset there is.
  @Test func `The bytes are those of every machine`() throws {
    let folder = ScratchFolder()
    try made(folder, entities: 500, seed: 7)
    #expect(try Array(folder.lines("court.csv").prefix(3)) == Self.firstLines)
    let hash = try Self.files.dropLast().reduce(UInt64(0xCBF2_9CE4_8422_2325)) { hash, file in
      try folder.data(file).reduce(hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    #expect(hash == Self.hash)
  }

  private static let firstLines = [
    "案号,代码,立案时间,移出时间,财产线索,金额（万元）",
    "\"（2020）丙, 西区1执975号\",９１３２０１０２ＴＹ１ＵＤＭ８Ｆ９８,2020年4月19日,,有,5",
    "\"（2021）丙, 西区3执981号\",91320102TYWYBQ1E6B,2021/7/3,2021-10-03,有,38",
  ]
  private static let hash: UInt64 = 17_886_655_789_419_805_081

  @Test func `Another seed gives other bytes`() throws {
    let (first, second) = (ScratchFolder(), ScratchFolder())
    try made(first, entities: 1000)
    try made(second, entities: 1000, seed: 2)
    for file in Self.files { #expect(try first.data(file) != second.data(file)) }
  }

  @Test func `Lists grow as the number of entities does`() throws {
    let (small, large) = (ScratchFolder(), ScratchFolder())
    let (few, many) = (try made(small, entities: 20_000), try made(large, entities: 100_000))
    for (one, five) in zip(few.lists, many.lists) {
      let ratio = Double(five.count.rows) / Double(one.count.rows)
      #expect(abs(ratio - 5) < 0.3, "\(one.name)")
    }
    #expect(many.lists[0].count.rows == 100_000)
  }

  @Test(arguments: [
    ("registry where district = \"东区\"", "registry", 0.75),
    ("registry where status = \"吊销\"", "registry", 0.10),
    ("all court where entity.status = \"吊销\"", "all court", 0.05 / 0.14),
    ("all court where clues is unknown", "all court", 0.30),
    ("all court where clues", "all court", 0.20),
    ("all court where left is known", "all court", 0.25),
    ("all court where fine >= 25.5万元", "all court", 0.5),
    ("all court where not clues and count(all searches) = 2", "all court where not clues", 0.5),
    ("all searches where found is unknown", "all searches", 0.3),
  ])
  func `Shares are those of the description`(part: String, whole: String, share: Double) throws {
    let folder = ScratchFolder()
    try made(folder)
    let workbench = Workbench()
    func count(_ rows: String) throws -> Double {
      let answer = try #require(try answers(workbench, "\(rows) | count").last)
      return try #require(answer.number)
    }
    _ = try answers(workbench, "load \"\(folder.path)\"")
    let found = try count(part) / count(whole)
    #expect(abs(found - share) < 0.02, "\(part): \(found)")
  }

  @Test func `A made-up dataset loads with as many problems as were put in`() throws {
    let folder = ScratchFolder()
    let report = try made(folder)
    let workbench = Workbench()
    _ = try answers(workbench, "load \"\(folder.path)\"")
    let table = try #require(try answers(workbench, "show problems").last).table
    func problems(_ list: String, _ kind: Problem.Kind) -> Int {
      table.rows.filter { $0.first == .value(.text(list)) && $0[2] == .phrase(kind.name) }.reduce(0) { $0 + $1.integer }
    }
    let court = report.lists[1].count
    #expect(court.duplicates > 50 && court.orphans > 30 && court.ragged > 10)
    #expect(problems("court", .duplicateRow) == court.duplicates)
    #expect(problems("court", .raggedRow) == court.ragged)
    // An orphan's row may be the one with a cell too many, and is then not asked for its entity.
    #expect((court.orphans - 3...court.orphans).contains(problems("court", .notInRegistry)))
    #expect(abs(problems("searches", .noParent) - report.lists[2].count.orphans) <= court.ragged * 2)
    let rows = Double(court.rows)
    #expect(abs(Double(problems("court", .unidentified)) / rows - 0.05) < 0.01)
    #expect(abs(Double(problems("court", .badValue)) / rows - 0.01) < 0.005)
    #expect(abs(Double(problems("court", .sentinelDate)) / rows - 0.02) < 0.007)
    #expect(problems("court", .checkDigit) == 0)
  }

  @Test func `Remainders stand for the entities that no list names`() throws {
    let folder = ScratchFolder()
    let readme = SmallShape.readme(shape: SmallShape.shape.replacing("rows all", with: "rows listed"))
    let report = try made(folder, readme: readme, entities: 10_000)
    #expect(report.lists[0].count.rows < 3000)
    let workbench = Workbench()
    let loaded = try answers(workbench, "load \"\(folder.path)\"\nentities(registry)")
    #expect(loaded.last?.number == 10_000)
  }

  @Test func `The page beside the lists describes them anew`() throws {
    let (first, second) = (ScratchFolder(), ScratchFolder())
    try made(first, entities: 800, seed: 5)
    let page = try #require(String(data: try first.data("README.md"), encoding: .utf8))
    #expect(page.contains("Every record here is made up") && page.contains("seed 5") && page.contains("虚构"))
    try made(second, readme: page, entities: 800, seed: 5)
    for file in Self.files.dropLast() { #expect(try first.data(file) == second.data(file)) }
  }

  @Test func `Every code lies in the series TY and its check characters are right`() throws {
    let folder = ScratchFolder()
    try made(folder, entities: 5000)
    let codes = try folder.lines("registry.csv").dropFirst().compactMap {
      $0.split(separator: ",").first.map(String.init)
    }
    #expect(Set(codes).count == 5000)
    for code in codes {
      guard case .organisation(let organisation, let holds) = CreditCode.normalised(code) else {
        Issue.record("\(code) names no organisation")
        continue
      }
      #expect(organisation.hasPrefix("TY") && holds)
    }
  }
}

/// The answers of statements.
private func answers(_ workbench: Workbench, _ statements: String) throws -> [Answer] {
  var answers: [Answer] = []
  try workbench.run(SourceText(statements)) { if let answer = $0.answer { answers.append(answer) } }
  return answers
}

extension Answer {
  /// The number in the last cell of the only row.
  fileprivate var number: Double? {
    let value: Value
    switch table.rows.first?.last {
    case .value(let exact)?: value = exact
    case .ranged(let range)?: value = range.headline
    default: return nil
    }
    guard let number = value.number else { return nil }
    return Double(number.numerator) / Double(number.denominator)
  }
}

extension [Cell] {
  /// The first number in a row.
  fileprivate var integer: Int {
    lazy.compactMap { cell in
      if case .value(.integer(let integer)) = cell { Int(integer) } else { nil }
    }.first ?? 0
  }
}
