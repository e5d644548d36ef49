import Foundation
import Language
import Testing
import Values
import Workbench

@Suite("Saving and checking") struct SavingTests {
  private func check(_ bench: Bench, _ name: String) throws -> (holds: Bool, compared: Int, changed: [String]) {
    let session = try DocumentSession(file: "\(bench.folder)/\(name)", workbench: Workbench())
    let check = try session.check()
    return (check.holds, check.compared, check.changedFiles)
  }

  private static let statements = """
    load "."
    scenario s = exit court where count(searches where not found) >= 2 and not clues
    compare base, s on entities(court) by district
    count(court where clues)
    court | by entity.district entities
    load more from "court.csv"
    """

  @Test("A saved session replays as it was, wherever it lies", arguments: ["s.md", "sessions/deep/s.md"])
  func roundTrip(name: String) throws {
    let bench = try Bench()
    try bench.run(Self.statements)
    #expect(try bench.answer("save \"\(name)\"").contains("saved 6 statements to \(name)"))
    let result = try check(bench, name)
    #expect(result.holds)
    #expect(result.compared == 5)
    #expect(result.changed.isEmpty)
    #expect(try !bench.read(name).contains(bench.folder))
  }

  @Test("A session tells when a file that it rests on has changed, and what that did")
  func changedFile() throws {
    let bench = try Bench()
    try bench.run("load \".\"\ncount(court)\nsave \"s.md\"")
    try bench.write(Bench.court + "(2021)苏4号,91320115TY6573138H,2021-05-01,,无\n", to: "court.csv")
    let result = try check(bench, "s.md")
    #expect(!result.holds)
    #expect(result.changed == ["court.csv"])
  }

  @Test("Accepting a check writes the results as they are now")
  func accepting() throws {
    let bench = try Bench()
    try bench.run("load \".\"\ncount(court)\nsave \"s.md\"")
    try bench.write(try bench.read("s.md").replacingOccurrences(of: "\n3\n", with: "\n4\n"), to: "s.md")
    let session = try DocumentSession(file: "\(bench.folder)/s.md", workbench: Workbench())
    let check = try session.check()
    #expect(check.differences.map(\.written) == ["4"])
    #expect(check.differences.map(\.replayed) == ["3"])
    try session.accept(check)
    #expect(try self.check(bench, "s.md").holds)
  }

  @Test("A statement that is expected to fail stands in a session with its error")
  func expectedFailure() throws {
    let bench = try Bench()
    try bench.write("```tuiyan\ncount(nowhere)\n```\n", to: "s.md")
    let session = try DocumentSession(file: "\(bench.folder)/s.md", workbench: Workbench())
    let check = try session.check()
    #expect(check.accepted.contains("error: "))
    try session.accept(check)
    #expect(try self.check(bench, "s.md").holds)
  }

  @Test(
    "A document that doesn't say its tongue may be checked, mended and run in either",
    arguments: Values.Tongue.allCases)
  func unsaidTongue(tongue: Values.Tongue) throws {
    let bench = try Bench()
    let statements = ["load \".\"", "court | by district", "count(nowhere)", "count(court)"]
    try bench.write(statements.map { "```tuiyan\n\($0)\n```\n" }.joined(separator: "\n"), to: "s.md")
    func session(_ reader: Values.Tongue) throws -> DocumentSession {
      try DocumentSession(file: "\(bench.folder)/s.md", workbench: Workbench(tongue: reader))
    }
    let first = try session(tongue)
    try first.accept(first.check())
    let whole = try bench.read("s.md")
    for reader in Values.Tongue.allCases {
      #expect(try session(reader).check().holds)
      var count = 0
      try session(reader).run { _ in count += 1 }
      #expect(count == statements.count)
    }
    try bench.write(whole.replacingOccurrences(of: "\n3\n", with: "\n4\n"), to: "s.md")
    for reader in Values.Tongue.allCases {
      let check = try session(reader).check()
      #expect(check.differences.map(\.written) == ["4"])
      #expect(check.accepted == whole)
    }
  }

  @Test("Statements that failed are not in a saved session")
  func failuresLeftOut() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    _ = try bench.failure("count(nowhere)")
    try bench.run("save \"s.md\"")
    #expect(try !bench.read("s.md").contains("nowhere"))
  }

  @Test("A document may write nothing unless its folder is allowed")
  func writing() throws {
    let closed = try Bench()
    #expect(try closed.failure("save \"x.md\"", in: true).contains("a document may not write `x.md`"))
    #expect(!FileManager.default.fileExists(atPath: "\(closed.folder)/x.md"))
    let open = try Bench(writable: ["out"])
    #expect(try open.failure("save \"out/x.md\"", in: true) == "")
    #expect(FileManager.default.fileExists(atPath: "\(open.folder)/out/x.md"))
    #expect(try open.failure("save \"out/../x.md\"", in: true).contains("may not write"))
    #expect(try open.failure("save \"outside.md\"", in: true).contains("may not write"))
  }

  @Test("A link out of the allowed folder is no way around")
  func links() throws {
    let bench = try Bench(Bench.files(with: "out/kept.md", ""), writable: ["out"])
    try FileManager.default.createDirectory(atPath: "\(bench.folder)/secret", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(bench.folder)/out/link", withDestinationPath: "\(bench.folder)/secret")
    #expect(try bench.failure("save \"out/link/x.md\"", in: true).contains("may not write"))
  }
}
