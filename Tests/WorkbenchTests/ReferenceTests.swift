import Foundation
import Language
import Testing
import Values

@testable import Workbench

@Suite("The reference of the language") struct ReferenceTests {
  @Test("Documentation/Language.md ends with what the tables give: `make reference` writes it")
  func document() throws {
    let text = try String(contentsOfFile: "\(HelpTests.root)/Documentation/Language.md", encoding: .utf8)
    let start = try #require(text.range(of: Reference.start))
    let written = text[start.lowerBound...].split(separator: "\n", omittingEmptySubsequences: false)
    let made = Reference.lines + [""]
    let difference = zip(written, made).first { $0 != $1 }
    #expect(difference == nil)
    #expect(written.count == made.count)
  }

  @Test("Every keyword stands in the reference in all of its forms", arguments: Keyword.allCases)
  func keywords(keyword: Keyword) {
    let forms = keyword.chineseForms.joined(separator: "、")
    #expect(Reference.lines.contains { $0.hasPrefix("| `\(keyword.rawValue)` | \(forms) | `") })
  }

  /// All that is called with arguments in brackets.
  static let callables: [String] =
    AggregateFunction.allCases.map(\.rawValue) + Function.allCases.map(\.rawValue) + Reading.allCases.map(\.rawValue)
    + [Keyword.share.rawValue, Keyword.listed.rawValue]

  @Test("Whatever is called has its types, and says what unknown and nothing give", arguments: callables)
  func signatures(name: String) throws {
    let topic = try #require(Help.topics.first { $0.keyword?.rawValue == name })
    let signature = try #require(topic.signature)
    #expect(!signature.types.isEmpty)
    #expect(signature.types.allSatisfy { $0.english.contains("→") && $0.chinese.contains("→") })
    #expect(signature.unknown.english.contains("unknown") && signature.unknown.chinese.contains("不详"))
    let isAggregate = AggregateFunction(rawValue: name) != nil || ["share", "listed"].contains(name)
    #expect((signature.empty != nil) == isAggregate)
  }

  @Test("Nothing gives what the table says", arguments: AggregateFunction.allCases)
  func empty(function: AggregateFunction) throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let arguments =
      switch function {
      case .count, .entities, .any: "court where no"
      case .first, .last: "court.clues where no"
      case .quantile: "registry.weight where no, 90%"
      case .sum, .mean, .median, .min, .max: "registry.weight where no"
      }
    let signature = try #require(Help.topics.first { $0.keyword?.rawValue == function.rawValue }?.signature)
    #expect(try bench.answer("\(function.rawValue)(\(arguments))") == signature.empty?.words.english)
  }

  @Test(
    "An unknown value makes a sum, a mean, a middle or an end unknown, as the table says",
    arguments: [
      "sum", "mean", "median", "min", "max",
    ])
  func unknownValues(function: String) throws {
    var files = Bench.files
    files["registry.csv"] = Bench.registry.replacingOccurrences(of: "秦淮区,1\n91320115", with: "秦淮区,?\n91320115")
    files["README.md"] = Bench.readme.replacingOccurrences(of: "\"户数\" weight", with: "\"户数\"")
      .replacingOccurrences(of: "assert entities(registry) = 100", with: "")
    let bench = try Bench(files)
    try bench.run("load \".\"")
    #expect(try bench.answer("\(function)(registry.weight)").hasPrefix("unknown"))
  }

  @Test("The grammar names every word that is not a function, and no other")
  func grammar() throws {
    let text = Grammar.rules.joined(separator: "\n")
    let words = text.matches(of: /"([a-z]+)"/).map { String($0.1) }
    let further = ["reference", "discard"]
    for word in words where !further.contains(word) {
      #expect(Keyword(form: word) != nil, "\(word) is no word of the language")
    }
    let named = Set(words + ["registry", "entity"] + Self.callables)
    for keyword in Keyword.allCases { #expect(named.contains(keyword.rawValue), "\(keyword) has no rule") }
  }

  @Test("Every rule that the grammar uses is there, and is used")
  func rules() {
    let text = Grammar.rules.map { $0.replacing(/"[^"]*"/, with: "") }.joined(separator: "\n")
    let defined = text.matches(of: /(?m)^([a-z]+) +=/).map { String($0.1) }
    let used = Set(text.replacing(/(?m)^[a-z]+ +=/, with: "").matches(of: /[a-z]+/).map { String($0.0) })
    #expect(Set(defined).subtracting(used) == ["program"])
    #expect(used.subtracting(defined).isEmpty)
  }

  @Test("No sentence of a topic begins with a sign that Markdown takes for its own", arguments: Help.topics.indices)
  func sentences(position: Int) {
    let topic = Help.topics[position]
    for text in [topic.brief.english, topic.brief.chinese] {
      #expect(!text.isEmpty && !"#-+*>|<=".contains(text.prefix(1)), "\(text)")
    }
  }
}
