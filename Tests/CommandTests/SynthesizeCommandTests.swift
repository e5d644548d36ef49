import Foundation
import Testing

@Suite("tuiyan synthesize") struct SynthesizeCommandTests {
  @Test("Nanjing's lists can be made up at another size, load, and carry its policy")
  func nanjing() throws {
    let folder = try TemporaryFolder()
    let made = try Invocation(
      arguments: ["synthesize", Checkout.nanjing, "--out", "made", "--entities", "30000", "--seed", "3"],
      folder: folder.path
    ).run()
    #expect(made.exitCode == 0)
    #expect(made.output.isEmpty)
    #expect(made.errors.hasPrefix("made: registry ") && made.errors.contains(" MB/s"))
    let result = try Invocation.statements(
      "load \"made\"", "load \"\(Checkout.nanjing)/policy.md\"", "entities(registry)",
      "compare court_exits on serious_ratio", options: ["--keep-going", "--format", "json"], in: folder)
    #expect(result.lines.contains("[{\"entities(registry)\":30000}]"))
    #expect(result.lines.last?.contains("\"scenario\":\"court_exits\"") ?? false)
    #expect(try folder.read("made/README.md").contains("**Every record here is made up.**"))
  }

  @Test("the dataset's own folder is not overwritten")
  func ownFolder() throws {
    let result = try Invocation(
      arguments: ["synthesize", Checkout.nanjing, "--out", Checkout.nanjing + "/"], folder: "/tmp"
    ).run()
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("would take the place of the dataset's own"))
  }

  @Test(
    "a fault in a shape is shown in its place, in either tongue",
    arguments: [("en", "错误", "error"), ("zh", "error", "错误")])
  func fault(language: String, other: String, word: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "# City\n\n```tuiyan\nlist registry from \"r.csv\" key code { code text }\n```\n\n```shape\nregistry {\n  entities many\n}\n```\n",
      to: "city/README.md")
    let result = try Invocation(
      arguments: ["synthesize", "city", "--out", "made", "--language", language], folder: folder.path
    ).run()
    #expect(result.exitCode == 3)
    #expect(result.errors.contains(word) && !result.errors.contains(other))
    #expect(result.errors.contains("city/README.md:9:12") && result.errors.contains("^^^^"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/made"))
  }

  @Test("a dataset that is not there, or has no shape, is a fault of the data", arguments: ["nowhere", "plain"])
  func missing(dataset: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("# Plain\n", to: "plain/README.md")
    let result = try Invocation(arguments: ["synthesize", dataset, "--out", "made"], folder: folder.path).run()
    #expect(result.exitCode == 4)
  }

  @Test("a folder that can't be written to is a fault of the environment")
  func unwritable() throws {
    let result = try Invocation(
      arguments: ["synthesize", Checkout.nanjing, "--out", "/proc/nothing", "--entities", "10"], folder: "/tmp"
    ).run()
    #expect(result.exitCode == 5)
    #expect(result.errors.contains("can't write to `/proc/nothing`"))
  }
}

@Suite("set timing") struct TimingTests {
  @Test("each statement's time goes to standard error, in the tongue of messages")
  func told() throws {
    let result = try Invocation.statements("1 + 1", "set timing on", "2 + 2", "设置 语言 zh", "设置 计时 关", "3 + 3")
    #expect(result.output == "2\n4\n6\n")
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.wholeMatch(of: /(took [0-9]+\.[0-9]{3} ms)|(用时 [0-9]+\.[0-9]{3} 毫秒)/) != nil })
    #expect(lines.last?.hasPrefix("用时") ?? false)
  }
}
