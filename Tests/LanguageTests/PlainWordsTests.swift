import Testing
import Values

@testable import Language

@Suite("Conditions in plain words") struct PlainWordsTests {
  private func words(_ text: String, _ tongue: Tongue) throws -> String {
    guard case .pipeline(let pipeline)? = statement("court where \(text)"),
      case .expression(let rows) = pipeline.source, case .selection(_, let condition) = rows.kind
    else { return "" }
    let naming = Naming(schema: TestScope().schema, list: TestScope().schema.list(named: "court"))
    return PlainWords(tongue: tongue, naming: naming).text(of: condition)
  }

  @Test(
    "以上 and 以下 include their number, days are not before or not after",
    arguments: [
      ("n >= 2", "n is 2 or more", "件数在 2 以上（含）"), ("n <= 2", "n is 2 or less", "件数在 2 以下（含）"),
      ("n > 2", "n is more than 2", "件数超过 2"), ("n < 2", "n is less than 2", "件数不足 2"),
      ("filed >= 2022-01-01", "filed is not before 2022-01-01", "立案时间不早于 2022-01-01"),
      (
        "filed <= asof - 6 months", "filed is not after 6 months before the day asked about", "立案时间不晚于 观察日前 6个月"
      ),
      ("clues", "clues: yes", "有效财产线索为是"), ("not clues", "clues: no", "有效财产线索为否"),
      ("filed is known", "filed is known", "立案时间已知"),
      ("clues and n = 1", "clues: yes and n is 1", "有效财产线索为是，且件数为 1"),
      ("n = 1 or n = 2 and clues", "n is 1 or (n is 2 and clues: yes)", "件数为 1，或（件数为 2，且有效财产线索为是）"),
      (
        "count(searches where not found) >= 2", "the number of searches with found: no is 2 or more",
        "查控中“发现可供执行财产为否”的条数在 2 以上（含）"
      ),
      ("matches(memo, \"a*\")", "matches(memo, \"a*\")", "形如(备注, \"a*\")"),
    ])
  func words(condition: String, english: String, chinese: String) throws {
    #expect(try words(condition, .english) == english)
    #expect(try words(condition, .chinese) == chinese)
  }
}
