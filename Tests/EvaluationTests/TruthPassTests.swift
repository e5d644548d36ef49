import Language
import Tables
import Testing
import Values

@testable import Evaluation

@Suite("Several conditions at once") struct TruthPassTests {
  @Test(
    "Conditions asked together are true and unknown for the same rows as asked one by one, kept or not",
    arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097, 20_000], [0, SubresultCache.defaultLimit])
  func together(size: Int, limit: Int) throws {
    let graph = try SampleWorld(records: size, seed: size).graph()
    let scope = GraphScope(graph: graph)
    let everything = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
    func evaluator(_ cache: SubresultCache?) -> Evaluator {
      Evaluator(Frame(graph: graph, asof: scope.asof, standing: everything, existing: everything, cache: cache))
    }
    var conditions = Conditions(seed: size + 3)
    let texts = (0..<40).map { _ in
      conditions.overRecord(Int.random(in: 0...2, using: &conditions.dice)).text
    }
    // Some part is asked again, and another list has its turn.
    var questions: [Evaluator.Question] = try (texts + ["clues", "not clues", texts[0]]).map {
      (try scope.check($0, in: .row(of: SampleWorld.court)), SampleWorld.court)
    }
    for text in ["found", "not found", "found or date < 2022-03-01"] {
      questions.append((try scope.check(text, in: .row(of: SampleWorld.searches)), SampleWorld.searches))
    }
    let wanted = try questions.map { try evaluator(nil).truth($0.condition, over: $0.list) }
    for threads in [1, 2, 5] {
      Threads.use(threads)
      let together = evaluator(SubresultCache(limit: limit))
      for _ in 0..<2 { #expect(try together.truths(questions) == wanted) }
      // What was kept of them is what one asked alone finds.
      #expect(try together.truth(questions[0].condition, over: SampleWorld.court) == wanted[0])
    }
    Threads.use(0)
    #expect(try evaluator(nil).truths([]).isEmpty)
  }

  @Test("A number that is too large in one of them is said to be so")
  func overflow() throws {
    let graph = try SampleWorld(records: 65, seed: 1).graph()
    let scope = GraphScope(graph: graph)
    let everything = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
    let evaluator = Evaluator(Frame(graph: graph, asof: scope.asof, standing: everything, existing: everything))
    let questions: [Evaluator.Question] = try ["clues", "(n + 9223372036854775800) * 9 > 1"].map {
      (try scope.check($0, in: .row(of: SampleWorld.court)), SampleWorld.court)
    }
    #expect(throws: Failure.self) { try evaluator.truths(questions) }
  }
}
