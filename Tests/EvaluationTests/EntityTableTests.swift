import Tables
import Testing
import Values

@testable import Evaluation

@Suite("Entities by their codes") struct EntityTableTests {
  /// Codes of organisations, so many apart that no two are the same.
  private func subject(_ number: Int) -> CreditCode.Subject {
    CreditCode.Subject(OrganisationCode(number: UInt64(number) * 1_000_003 % 101_559_956_668_416), checkHolds: true)
  }

  @Test(
    "A registry's rows get the first row with their code, near or far, whatever room the table was made with",
    arguments: [0, 1, 255, 256, 257, 5_000], [0, 10_000])
  func rows(count: Int, room: Int) throws {
    // Each third row has the code of the row before it, each seventh that of one long before, each fifth names nobody.
    var numbers: [Int?] = []
    for row in 0..<count {
      numbers.append(row % 5 == 4 ? nil : row % 3 == 2 ? row - 1 : row % 7 == 6 ? row / 2 : row)
    }
    let known = Bitmap(words: Bitmap(repeating: true, count: count).words.map { $0 & ~(1 << 11) }, count: count)
    let column = Column(
      name: "code", type: .text,
      storage: .codes(
        Codes((0..<count).map { UInt32($0) }, distinct: max(1, count)), TextDictionary((0..<count).map(String.init))),
      known: known)
    let subjects = numbers.map { $0.map(subject) ?? .unidentifiable }
    var expected: [Int: Int32?] = [:]
    var firsts: [Int: Int32] = [:]
    for row in 0..<count where known.contains(row) {
      guard let number = numbers[row] else {
        expected[row] = .some(nil)
        continue
      }
      firsts[number] = firsts[number] ?? Int32(row)
      expected[row] = firsts[number]
    }
    var table = EntityTable(room: room)
    var found: [Int: Int32?] = [:]
    try table.addRows(of: column, subjects) { row, entity in found[row] = .some(entity) }
    #expect(found == expected && table.count == firsts.count)
    // Those outside have none, glanced at or not.
    let sought = (0..<count + 10).map { subject($0).organisation }
    var glances: [EntityTable.Glance] = []
    table.glance(at: sought, into: &glances)
    for (number, code) in sought.enumerated() {
      let code = try #require(code)
      #expect(table.entity(code) == firsts[number] && table.entity(code, after: glances[number]) == firsts[number])
    }
  }
}
