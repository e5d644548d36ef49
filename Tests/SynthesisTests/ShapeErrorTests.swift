import Synthesis
import Testing
import Values

struct ShapeErrorTests {
  /// A change to the small shape that spoils it, the words at fault, and what is said of them in both tongues.
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let replaced: String
    let by: String
    let fault: String
    let english: String
    let chinese: String

    var testDescription: String { english }

    init(_ replaced: String, _ by: String, at fault: String, _ english: String, _ chinese: String) {
      self.replaced = replaced
      self.by = by
      self.fault = fault
      self.english = english
      self.chinese = chinese
    }
  }

  static let spoilt = [
    Spoilt("court {", "cuort {", at: "cuort", "`cuort` is no list", "“cuort”不是由文件读入的名单"),
    Spoilt("10%\n  rows", "110%\n  rows", at: "110%", "a share is from 0% to 100%", "占比应在 0% 至 100% 之间"),
    Spoilt("10%\n  rows", "much\n  rows", at: "much", "expected a share such as `1.2%`", "此处应为 `1.2%` 这样的占比"),
    Spoilt("\"东区\": 75%, \"西区\"", "\"东区\": 75%", at: "\"东区\": 75%", "these shares add up to 75.0%", "这些占比合计 75.0%"),
    Spoilt("status = \"吊销\"", "state = \"吊销\"", at: "state", "nothing above is called `state`", "此前没有名为“state”的内容"),
    Spoilt(
      "status = \"吊销\"", "status = \"吊消\"", at: "\"吊消\"", "the shape gives `status` no value \"吊消\"",
      "形状中“status”没有取值“吊消”"),
    Spoilt("court.clues = ", "tax.clues = ", at: "tax", "do not belong to a list `tax`", "这些记录不隶属于名单“tax”"),
    Spoilt(
      "{word}", "{wrod}", at: "\"（{filed.year}）{wrod}, {entity.district}{1..9}执{serial}号\"",
      "nothing above is called `wrod`", "此前没有名为“wrod”的内容"),
    Spoilt(
      "{word}", "{word", at: "\"（{filed.year}）{word, {entity.district}{1..9}执{serial}号\"", "this `{` is never closed",
      "`{` 没有闭合"),
    Spoilt("2020-01..2021-12", "2021-01..2020-12", at: "2020-12", "a range goes from the least to the most", "区间应从小到大"),
    Spoilt("1..3 months", "1..3 weeks", at: "weeks", "expected `days` or `months`", "此处应为 `days` 或 `months`"),
    Spoilt("filed + 1..3", "clues + 1..3", at: "clues", "nothing above is called `clues`", "此前没有名为“clues”的内容"),
    Spoilt("lower: 5%", "small: 5%", at: "small: 5%", "`small` is no form of a code or a date", "“small”不是代码或日期的写法"),
    Spoilt(
      "  entities 40000\n", "", at: "registry", "does not say how many records `registry` has", "没有说明“registry”有多少条记录"),
    Spoilt("  fine 1万元..50万元 step 5000元\n", "", at: "court", "does not say what `fine` holds", "没有说明“fine”列的内容"),
    Spoilt("searches {", "[court] {", at: "searches", "no shape says what `searches` looks like", "没有给出“searches”的形状"),
    Spoilt("\"存续\": 9,", "\"存续\": 9000000,", at: "9000000", "a weight is at most 1,000,000", "权重至多 1,000,000"),
    Spoilt("blank: 30%", "blank: 30% more", at: "more", "expected a new line or `}`", "此处应为换行或 `}`"),
  ]

  @Test(arguments: spoilt)
  func `A fault in a shape is told with its place in both tongues`(_ spoilt: Spoilt) throws {
    let shape = SmallShape.shape.replacing(spoilt.replaced, with: spoilt.by)
    #expect(shape != SmallShape.shape)
    let failure = try #require(throws: Failure.self) {
      _ = try Synthesis(readme: SmallShape.readme(shape: shape), name: "README.md")
    }
    let diagnostic = failure.diagnostics[0]
    #expect(diagnostic.message.english.contains(spoilt.english), "\(diagnostic.message.english)")
    #expect(diagnostic.message.chinese.contains(spoilt.chinese), "\(diagnostic.message.chinese)")
    let span = try #require(diagnostic.span)
    #expect(span.text == spoilt.fault)
    #expect(span.source.firstLine > 1)
  }

  @Test func `A README without a shape says so`() throws {
    let failure = try #require(throws: Failure.self) {
      _ = try Synthesis(readme: "# Empty\n", name: "x/README.md")
    }
    #expect(failure.diagnostics[0].message.english == "`x/README.md` has no block ```shape")
    #expect(failure.exitCode == 4)
  }

  @Test(arguments: [0, -1, 800_000_001])
  func `An impossible number of entities is refused`(entities: Int) throws {
    let synthesis = try Synthesis(readme: SmallShape.readme(), name: "README.md")
    #expect(throws: Failure.self) { try synthesis.write(to: "/nonexistent/folder", entities: entities) }
  }
}
