import Foundation
import Testing

@Suite("Nanjing's lists")
struct NanjingTests {
  static let files = [
    "registry.csv", "court.csv", "searches.csv", "tax.csv", "procurement.csv", "penalties.csv", "leniency.csv",
  ]

  @Test("making the lists twice gives the bytes that stand in the dataset")
  func sameBytes() throws {
    for _ in 1...2 {
      let folder = try TemporaryFolder()
      let result = try Invocation(arguments: ["\(folder.path)/lists"]).run(.makeNanjing(), within: .seconds(120))
      #expect(result.exitCode == 0, "\(result.errors)")
      let made = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/lists")
      #expect(Set(made) == Set(NanjingTests.files))
      for file in NanjingTests.files {
        #expect(
          FileManager.default.contentsEqual(
            atPath: "\(folder.path)/lists/\(file)", andPath: "\(Checkout.nanjing)/\(file)"), "\(file)")
      }
    }
  }

  @Test(
    "make-nanjing says what it takes, and that it can't write",
    arguments: [([], 2), (["--nope"], 2), (["a", "b"], 2), (["a", "--seed"], 2), (["/proc/lists"], 5)]
      as [([String], Int32)])
  func makerExitCodes(arguments: [String], code: Int32) throws {
    let result = try Invocation(arguments: arguments).run(.makeNanjing())
    #expect(result.exitCode == code)
    #expect(!result.errors.isEmpty)
  }

  @Test("every published figure comes out")
  func publishedFigures() throws {
    let result = try Invocation.statements(
      "serious_ratio", options: ["--load", Checkout.nanjing, "--format", "json"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let note = try #require(result.errors.split(separator: "\n").first { $0.contains("published figures reconciled") })
    let counts = note.split(separator: " ").compactMap { Int($0) }
    #expect(counts.count == 2 && counts[0] == counts[1], "\(note)")
    #expect(result.errors.contains("as of 2022-07-31"))
    #expect(result.lines.last?.hasPrefix(#"[{"serious_ratio":0.0125993836"#) == true)
  }

  @Test("the court's list, in GB18030, is asked in Chinese")
  func chineseQuestion() throws {
    let statement = "失信被执行人｜按 所属区 主体数｜排序 主体数 降序｜取前 3"
    let result = try Invocation.statements(
      statement, options: ["--load", Checkout.nanjing, "--format", "csv", "--language", "zh"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.lines.suffix(3).allSatisfy { $0.contains("区,") })
  }
}
