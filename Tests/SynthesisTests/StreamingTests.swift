import Language
import Testing
import Values

@testable import Synthesis

struct StreamingTests {
  private static func makers(entities: Int, rows: String = "rows all") throws -> [RecordMaker] {
    let program = Parser.parse(document: SourceText(SmallShape.declarations))
    let declarations = program.statements.compactMap { statement in
      if case .list(let declaration) = statement.kind { declaration } else { nil }
    }
    let shape = try ShapeParser.parse([SourceText(SmallShape.shape.replacing("rows all", with: rows))])
    let (plan, signs) = try PlanBuilder.plan(shape, declarations)
    return plan.lists.indices.map { RecordMaker(plan, signs, list: $0, entities: entities, seed: 1) }
  }

  @Test(arguments: [0, 1, 2])
  func `A chunk holds nothing of the chunks before it`(list: Int) throws {
    var maker = try Self.makers(entities: 100_000_000)[list]
    var sizes: [Int] = []
    for chunk in [0, 1, 5000, 99_999] as [UInt64] {
      maker.make(chunk * 1000..<chunk * 1000 + 1000)
      sizes.append(maker.output.count)
    }
    #expect(sizes.allSatisfy { $0 > 1000 && $0 < 200_000 })
    #expect(maker.output.capacity < 500_000)
    #expect(maker.drawn.count < 30)
  }

  @Test func `Remainders are counted by group, however many entities there are`() throws {
    var maker = try Self.makers(entities: 1_000_000, rows: "rows listed")[0]
    maker.make(0..<20_000)
    let groups = maker.remainders.count
    maker.make(20_000..<60_000)
    #expect(groups == 4)
    #expect(maker.remainders.count == groups)
  }

  @Test(arguments: [1, 2, 3, 10, 31, 1000, 65_537] as [UInt64])
  func `Scattering goes through every number once`(count: UInt64) {
    let scattering = Scattering(count: count, seed: 9)
    #expect(Set((0..<count).map { scattering($0) }) == Set(0..<count))
  }

  @Test func `A chunk is the same whenever it is made`() throws {
    var (first, second) = (try Self.makers(entities: 50_000)[2], try Self.makers(entities: 50_000)[2])
    first.make(0..<10_000)
    first.make(10_000..<20_000)
    second.make(10_000..<20_000)
    #expect(first.output == second.output && !first.output.isEmpty)
  }
}
