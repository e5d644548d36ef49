import Foundation
import Terminal
import Testing
import Values

@testable import Workbench

@Suite("What could stand at the cursor") struct CompletionTests {
  private static let definitions = """
    load "."
    given limit "上限" integer = 3
    metric serious "严重" = entities(court)
    let threshold = 2
    scenario out "退出情景" (n = 2, reading = "plan") = exit court where count(searches where not found) >= n
    target fewer "减少" = court_ratio < 1% by 2022-12-31
    """

  private func bench(_ more: String = "") throws -> Bench {
    let bench = try Bench()
    try bench.run(CompletionTests.definitions + "\n" + more)
    return bench
  }

  /// What is shown for a text with its cursor at `‸`.
  private func labels(_ marked: String, on bench: Bench) -> [String] {
    completion(marked, on: bench).candidates.map(\.label)
  }

  private func completion(_ marked: String, on bench: Bench) -> Completion {
    let parts = marked.components(separatedBy: "‸")
    return Completer(state: bench.workbench.state, folder: bench.folder)
      .completion(of: parts.joined(), at: parts[0].unicodeScalars.count)
  }

  /// The text after the only candidate was inserted, or what all have in common.
  private func completed(_ marked: String, on bench: Bench) -> String {
    let completion = completion(marked, on: bench)
    guard completion.candidates.count == 1 else { return "\(completion.candidates.count) candidates" }
    let text = Array(marked.replacing("‸", with: "").unicodeScalars)
    let scalars =
      text[..<completion.replace.lowerBound] + completion.candidates[0].text.unicodeScalars
      + text[completion.replace.upperBound...]
    return String(String.UnicodeScalarView(scalars))
  }

  @Test(
    "Exactly what is expected is offered, in order",
    arguments: [
      ("show l‸", ["lists"]),
      (
        "court | by clues ‸| sort",
        [
          "count", "entities", "any(", "sum(", "mean(", "median(", "quantile(", "first(", "last(", "min(", "max(",
          "share(", "|",
        ]
      ),
      ("explain ‸", ["out", "base"]),
      ("why 3 ‸", ["of", "in"]),
      ("compare ‸", ["out", "base"]),
      ("compare base, o‸", ["out"]),
      ("compare out(‸", ["n", "reading", "limit", "threshold"]),
      ("compare base, out against ‸", ["out", "base"]),
      ("sweep out(‸", ["n", "reading", "limit", "threshold"]),
      ("reach f‸", ["fewer", "first("]),
      ("reach fewer w‸", ["with"]),
      ("reach fewer with ‸", ["out", "base"]),
      ("court where clues = ‸", ["yes", "no"]),
      ("court where district = ‸", ["玄武区", "秦淮区"]),
      ("court where district in (\"玄武区\", ‸", ["玄武区", "秦淮区"]),
      ("court where entity.district = \"秦‸", ["秦淮区"]),
      ("court where registry.district != 玄‸", ["玄武区"]),
      ("count(court where district = ‸)", ["玄武区", "秦淮区"]),
      ("count(‸", ["registry", "court", "searches", "all"]),
      ("court where count(‸", ["searches"]),
      ("searches where court.l‸", ["listed", "left", "last("]),
      ("court where entity.na‸", ["name"]),
      ("count(searches where fou‸", ["found"]),
      ("count(searches where court.cl‸", ["clues"]),
      ("court where count(searches where d‸", ["date", "district", "day(", "deadline("]),
      ("court | join ‸", ["registry", "court", "searches"]),
      ("max(searches.‸", ["date"]),
      ("court | by clues sum(w‸", ["weight", "working_days("]),
      ("court where listed > le‸", ["left"]),
      ("set ‸", ["language", "rows", "seed", "timing", "cache", "mask", "snapshots"]),
      ("set language ‸", ["en", "zh"]),
      ("set timing ‸", ["on", "off"]),
      ("lock ‸", ["limit"]),
      ("entities where listed(‸", ["court", "searches"]),
      ("entities where listed(court, in: ‸", ["out", "base"]),
      ("trend court_ratio by ‸", ["week", "month", "quarter", "year"]),
      ("scenario x = e‸", ["exit", "exempt"]),
      ("scenario x = update court set ‸", ["case", "code", "listed", "left", "clues", "name", "district", "weight"]),
      ("scenario x = exit court where cl‸", ["clues"]),
      ("scenario x = {\n  exit court\n  ‸", ["prospective", "exit", "exempt", "repair", "strike", "update", "admit"]),
      ("given x per‸", ["percentage"]),
      ("let x = c‸", ["court_ratio", "count(", "contains(", "coalesce("]),
      ("court ; show m‸", ["metrics"]),
      ("court | by clues | sort c‸", ["clues", "count", "contains(", "coalesce("]),
      ("court | by clues | where c‸", ["clues", "count", "contains(", "coalesce("]),
      (
        "court | by clues, listed max(listed) | sort m‸",
        ["max(listed)", "mod(", "month(", "matches(", "months_between("]
      ),
      ("compare base, out on court_ratio | select s‸", ["scenario", "starts("]),
      ("show metrics | select n‸", ["name", "not"]),
      ("court | derive waited = asof - listed | where wa‸", ["waited"]),
      ("court | select case, listed | sort l‸", ["listed", "left", "last(", "listed(", "limit"]),
      ("nonsense nonsense ‸", []), ("let new‸", []), ("court # co‸", []), ("court where listed > 202‸", []),
    ])
  func offered(text: String, expected: [String]) throws {
    let found = labels(text, on: try bench())
    #expect(found == expected)
  }

  @Test(
    "The only candidate is written as it has to be",
    arguments: [
      ("loa‸", "load "), ("court whe‸", "court where "), ("regis‸", "registry"), ("cou‸ | by", "3 candidates"),
      ("court where cou‸", "court where count("), ("compare out(re‸", "compare out(reading: "),
      ("court where district = 秦‸ and", "court where district = \"秦淮区\" and"),
      ("court where district = \"秦‸\" and", "court where district = \"秦淮区\" and"),
      ("court where district = “秦‸", "court where district = “秦淮区”"),
      ("court where 移‸", "court where 移出时间"), ("court where [移‸", "court where [移出时间]"),
      ("court where 【移‸】", "court where 【移出时间】"), ("load \"REA‸", "load \"README.md\""),
      ("load REA‸", "load \"README.md\""), ("load x from fol‸", "load x from \"folder/"),
      ("court | export fol‸", "court | export \"folder/"),
      ("load \"fol‸", "load \"folder/"), ("load \"folder/in‸\"", "load \"folder/inner.csv\""),
      ("court | export \"folder/in‸", "court | export \"folder/inner.csv\""), ("why \"甲‸", "why \"甲公司\""),
      ("查看 名‸", "2 candidates"), ("解读 退‸", "解读 退出情景"), ("失信 筛‸", "失信 筛选 "), ("help wher‸", "help where"),
      ("(court_r‸ + 1)", "(court_ratio + 1)"), ("court where odd_‸", "court where [odd_heading（元）]"),
    ])
  func written(text: String, expected: String) throws {
    let bench = try bench()
    try bench.write("a,odd_heading（元）\n1,2\n", to: "folder/inner.csv")
    if text.contains("odd_") {
      try bench.run("load odd from \"folder/inner.csv\"")
      #expect(completed(text.replacing("court", with: "odd"), on: bench) == expected.replacing("court", with: "odd"))
    } else {
      #expect(completed(text, on: bench) == expected)
    }
  }

  @Test("The user's tongue decides which of two words is offered where nothing was typed")
  func tongue() throws {
    let bench = try bench("set language zh")
    #expect(labels("对比 ‸", on: bench) == ["退出情景", "现状"])
    #expect(labels("失信 筛选 线索 ＝ ‸", on: bench) == ["是", "否"])
    #expect(labels("失信｜按 线索｜排序 ‸", on: bench).prefix(2) == ["线索", "记录数"])
    #expect(labels("查看 li‸", on: bench) == ["lists"], "what was typed decides before that")
    #expect(completion("对比 ‸", on: bench).candidates.first?.meaning == "out · 情景")
  }

  @Test("What holds the letters is offered where nothing begins with them")
  func holding() throws {
    #expect(labels("court where 间‸", on: try bench()) == ["发布时间", "移出时间"])
    #expect(labels("explain 情景‸", on: try bench()) == ["退出情景"])
  }

  @Test("Of very many values the first are named and the others counted, with what all have in common")
  func manyValues() throws {
    let rows = (0..<1000).map { "企业\(String(format: "%03d", ($0 * 577) % 1000)),\($0)" }
    let bench = try Bench(["many.csv": "名称,数\n" + rows.joined(separator: "\n") + "\n"])
    try bench.run("load many from \"many.csv\"")
    let all = completion("many where 名称 = ‸", on: bench)
    #expect(all.candidates.first?.label == "企业000")
    #expect(all.candidates.count == 200 && all.candidates.last?.label == "企业199")
    #expect(all.omitted == 800)
    #expect(all.shared == "\"企业")
    #expect(labels("many where 名称 = \"企业99‸", on: bench) == (990..<1000).map { "企业\($0)" })
  }

  @Test("What can be typed at any cursor of any example completes without a fault")
  func everywhere() throws {
    let bench = try bench()
    for topic in Help.topics {
      for example in topic.examples.flatMap({ [$0.english, $0.chinese] }) {
        let count = example.unicodeScalars.count
        for cursor in 0...count {
          let completion = Completer(state: bench.workbench.state, folder: bench.folder)
            .completion(of: example, at: cursor)
          #expect(completion.replace.upperBound <= cursor, "\(example) at \(cursor)")
        }
      }
    }
  }
}

@Suite("A pasted transcript") struct TranscriptTests {
  @Test("Its prompts and outputs are left out, statements of several lines stay whole")
  func stripped() throws {
    let transcript = try #require(
      Transcript(
        """
        > count(
        . court)
          12

        > 查看 名单
          名单
          court
        > half a^C
        >
        > 1 + 1
        2
        > 
        """))
    #expect(transcript.statements == "count(\ncourt)\n查看 名单\n1 + 1")
    #expect(transcript.count == 3)
    #expect(transcript.omitted == 4)
    #expect(transcript.note.english == "3 statements pasted; left out: the prompts and 4 lines of output")
  }

  @Test("One that begins with an answer is known by what it holds")
  func beginningWithAnswer() {
    #expect(Transcript("Tuiyan 推演 · help\n> 1 + 1\n2\n")?.statements == "1 + 1")
  }

  @Test(
    "What is no transcript stays as it is",
    arguments: [
      "court\n| by district", "count(court where fine\n> 500)", "1 + 1", "", "  > 5", "let x = (5\n> 3)", ">5\n1",
    ])
  func others(text: String) {
    #expect(Transcript(text) == nil)
  }
}
