import Foundation
import Language
import Presentation
import Testing
import Values

@testable import Workbench

@Suite("Help") struct HelpTests {
  static let root =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  @Test("Every example of the help runs on Nanjing's lists, in both tongues", arguments: Values.Tongue.allCases)
  func examples(tongue: Values.Tongue) throws {
    let workbench = Workbench()
    let origin = Workbench.Origin.typed(in: Self.root)
    try workbench.run(
      SourceText(
        """
        load "Datasets/nanjing-2022"
        load "Datasets/nanjing-2022/policy.md"
        """), origin: origin)
    // What writes files runs in a folder of its own.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("help-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for topic in Help.topics {
      #expect(!topic.examples.isEmpty, "\(topic.title.english) has no example")
      // Only a shell has what another one has left.
      guard topic.keyword != .recover else { continue }
      for example in topic.examples.map({ $0.text(in: tongue) }) {
        do {
          // Loading takes away what the other examples ask about.
          let isLoading = topic.keyword == .load
          try (isLoading ? Workbench() : workbench).run(
            SourceText(example), origin: isLoading ? origin : .typed(in: folder))
        } catch let failure as Failure {
          Issue.record("\(DiagnosticRenderer(tongue: .english).text(of: failure))")
        }
      }
    }
  }

  @Test("Every topic is found under each of its names in both tongues", arguments: Help.topics.indices)
  func names(position: Int) {
    let topic = Help.topics[position]
    for name in topic.names.flatMap({ [$0.english, $0.chinese] }) {
      #expect(Help.topics(named: name).contains { $0.title == topic.title }, "\(name)")
      #expect(Help.answer(.topic(name)).prose?.contains(topic.usage[0]) == true, "\(name)")
    }
  }

  @Test("Every keyword in each of its forms is explained somewhere", arguments: Keyword.allCases)
  func keywords(keyword: Keyword) {
    for form in [keyword.rawValue] + keyword.chineseForms {
      #expect(!Help.topics(named: form).isEmpty, "\(form)")
    }
  }

  @Test("Case does not count when a topic is named")
  func capitals() {
    #expect(Help.answer(.topic("LET")) == Help.answer(.topic("let")))
    #expect(Help.answer(.topic("Money")) == Help.answer(.topic("金额")))
  }

  @Test("A word that is no topic gets what comes near")
  func misspelling() {
    let prose = Help.answer(.topic("medain")).prose ?? []
    #expect(prose.contains { $0.english.contains("`median`") })
  }

  @Test("The help on let says that it binds now, and what is evaluated anew")
  func binding() {
    let text = Help.answer(.topic("let")).prose?.map(\.english).joined(separator: "\n") ?? ""
    #expect(text.contains("binds a value now"))
    #expect(text.contains("a metric and a scenario are evaluated anew"))
  }

  @Test(
    "A search looks at names, usage and meaning in both tongues",
    arguments: [
      ("working day", "deadline"), ("工作日", "deadline"), ("WORKING_DAYS", "working_days"), ("未知", "unknown"),
      ("以上", "comparison"), ("population", "strike"), ("总体", "strike"), ("顺延", "deadline"),
    ])
  func search(text: String, topic: String) {
    let answer = Help.answer(.find(text))
    #expect(answer.table.rows.contains { $0.first == .phrase(Help.topics(named: topic)[0].title) })
  }

  @Test("A search finds what holds all of its words, and says so where nothing does")
  func words() {
    let both = Help.answer(.find("median quantile")).table.rows
    #expect(both.count < Help.answer(.find("median")).table.rows.count || both.isEmpty)
    let nothing = Help.answer(.find("blockchain"))
    #expect(nothing.table.rows.isEmpty)
    #expect(nothing.prose?.first == Phrase("nothing in the help holds `blockchain`", "帮助中没有“blockchain”"))
  }

  @Test(
    "Help is asked for in either tongue",
    arguments: [
      ("help", HelpRequest.overview), ("帮助", .overview), ("help let", .topic("let")), ("帮助 令", .topic("令")),
      ("help not in", .topic("not in")), ("help \"+\"", .topic("+")), ("help --find working day", .find("working day")),
      ("帮助 --查找 工作日", .find("工作日")), ("帮助 －－查找 “工作日”", .find("工作日")), ("help reference", .reference),
      ("帮助 参考", .reference), ("help where", .topic("where")), ("help +", .topic("+")),
    ])
  func requests(text: String, request: HelpRequest) throws {
    #expect(Parser.isComplete(text))
    // What stands on the next line is no part of what was asked about.
    let program = Parser.parse(SourceText(text + "\n1 + 1"))
    #expect(program.diagnostics.isEmpty)
    #expect(program.statements.map(\.kind).first == .help(request))
    #expect(program.statements.count == 2)
  }

  @Test("A search without a text says what is missing")
  func emptySearch() throws {
    let message = try Bench([:]).failure("help --find")
    #expect(message.contains("expected a text to look for"))
  }

  @Test("Help is readable in 80 columns", arguments: Values.Tongue.allCases)
  func width(tongue: Values.Tongue) {
    let answers =
      [Help.answer(.overview), Help.answer(.find("e"))] + Help.topics.map { Help.answer(.topic($0.title.english)) }
    for line in answers.flatMap({ $0.prose ?? [] }).map({ $0.text(in: tongue) }) {
      #expect(TextWidth.columns(of: line) <= 80, "\(TextWidth.columns(of: line)): \(line)")
    }
  }

  @Test("The overview names every topic")
  func overview() {
    let text = Help.answer(.overview).prose?.map(\.english).joined(separator: "\n") ?? ""
    for topic in Help.topics { #expect(text.contains(topic.title.english)) }
    #expect(Help.answer(.overview).table.rows.count == Help.topics.count)
  }
}
