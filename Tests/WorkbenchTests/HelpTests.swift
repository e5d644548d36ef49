import Foundation
import Language
import Testing
import Values

@testable import Workbench

@Suite("Help") struct HelpTests {
  private static let dataset =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  @Test("Every example of the help runs on Nanjing's lists")
  func examples() throws {
    let workbench = Workbench()
    let origin = Workbench.Origin.typed(in: Self.dataset)
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
      do {
        // Loading takes away what the other examples ask about.
        let isLoading = topic.keyword == .load
        try (isLoading ? Workbench() : workbench).run(
          SourceText(topic.example), origin: isLoading ? origin : .typed(in: folder))
      } catch {
        Issue.record("\(topic.example): \(error)")
      }
    }
  }

  @Test("Every topic is found under its word in both tongues", arguments: Values.Tongue.allCases)
  func words(tongue: Values.Tongue) {
    for topic in Help.topics {
      let answer = Help.answer(topic.keyword.words.text(in: tongue))
      #expect(answer.prose?.first == topic.usage)
    }
  }
}
