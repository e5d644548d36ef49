import Foundation
import Glibc
import Testing

/// Snapshots as the program keeps them for its user, over a dataset that is just large enough to be kept.
@Suite("Snapshots between runs", .serialized, .timeLimit(.minutes(5)))
struct SnapshotCommandTests {
  private let folder: TemporaryFolder
  private let home: TemporaryFolder

  private static let rows = 9_000
  private static let questions = ["-e", "load \"city\"", "-e", "papers | by kind"]

  init() throws {
    folder = try TemporaryFolder()
    home = try TemporaryFolder(named: "home")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/city", withIntermediateDirectories: true)
    try folder.write(
      """
      ```tuiyan
      list papers from "papers.csv" { number integer
        kind category
        text text }
      ```
      """, to: "city/README.md")
    let text = String(repeating: "一纸空文", count: 90)
    var lines = "number,kind,text\n"
    for row in 0..<SnapshotCommandTests.rows { lines += "\(row),k\(row % 7),\(row)\(text)\n" }
    try folder.write(lines, to: "city/papers.csv")
  }

  private func run(
    _ arguments: [String] = questions, environment: [String: String] = [:]
  ) throws -> Invocation.Result {
    try Invocation(
      arguments: arguments, environment: ["HOME": home.path].merging(environment) { $1 }, folder: folder.path
    ).run(within: .seconds(120))
  }

  private var kept: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(home.path)/.cache/tuiyan/snapshots")) ?? []).sorted()
  }

  @Test("The second run answers out of what the first has kept; `--no-snapshots` keeps nothing")
  func secondRun() throws {
    let plain = try run(SnapshotCommandTests.questions + ["--no-snapshots"])
    #expect(plain.exitCode == 0 && plain.output.contains("k6"))
    #expect(kept.isEmpty)
    for _ in 0..<2 {
      let result = try run()
      #expect(result.exitCode == 0 && result.output == plain.output && result.errors.isEmpty, "\(result.errors)")
      #expect(kept.count == 1)
    }
    let papers = "\(home.path)/.cache/tuiyan/snapshots/\(try #require(kept.first))/0-papers.arrow"
    var bytes = try #require(FileManager.default.contents(atPath: papers))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: papers))
    let result = try run()
    #expect(result.exitCode == 0 && result.output == plain.output)
    #expect(result.errors.contains("was damaged"), "\(result.errors)")
  }

  @Test("A cache folder that can't be written to is told, and nothing else changes")
  func noFolder() throws {
    let plain = try run(SnapshotCommandTests.questions + ["--no-snapshots"])
    let result = try run(environment: ["XDG_CACHE_HOME": "\(folder.path)/city/papers.csv"])
    #expect(result.exitCode == 0 && result.output == plain.output)
    #expect(result.errors.hasPrefix("no snapshot of the dataset is kept: "), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test("A disk that takes no more bytes midway is told, and nothing half written stays")
  func fullDisk() throws {
    let plain = try run(SnapshotCommandTests.questions + ["--no-snapshots"])
    let scratch = try TemporaryFolder(named: "scratch")
    let streams = ["output", "errors"].map { "\(scratch.path)/\($0)" }
    let words = SnapshotCommandTests.questions.map { "'\($0)'" }.joined(separator: " ")
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: "/bin/sh",
        arguments: ["-c", "trap '' XFSZ; ulimit -f 1000; exec \(try BuiltProgram.tuiyan().path) \(words)"],
        environment: ["HOME": home.path, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"], folder: folder.path,
        streams: [.file("/dev/null", flags: O_RDONLY)] + streams.map { .file($0, flags: O_WRONLY | O_CREAT) }))
    #expect(child.wait(until: .now + .seconds(120)) == 0)
    #expect(try String(contentsOfFile: streams[0], encoding: .utf8) == plain.output)
    let errors = try String(contentsOfFile: streams[1], encoding: .utf8)
    #expect(errors.hasPrefix("no snapshot of the dataset is kept: "), "\(errors)")
    #expect(kept.isEmpty)
  }

  @Test(
    "Whenever the program is ended, what it leaves is a whole snapshot or none",
    arguments: [SIGINT, SIGKILL], [0, 20, 60, 120, 250])
  func ended(signal: CInt, milliseconds: Int) throws {
    let scratch = try TemporaryFolder(named: "scratch")
    let streams = ["output", "errors"].map { "\(scratch.path)/\($0)" }
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: try BuiltProgram.tuiyan().path, arguments: SnapshotCommandTests.questions,
        environment: ["HOME": home.path, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"], folder: folder.path,
        streams: [.file("/dev/null", flags: O_RDONLY)] + streams.map { .file($0, flags: O_WRONLY | O_CREAT) }))
    // Writing begins when the folder is there.
    while kept.isEmpty, !child.hasEnded { poll(nil, 0, 2) }
    poll(nil, 0, CInt(milliseconds))
    child.send(signal: signal)
    let code = try #require(child.wait(until: .now + .seconds(60)))
    #expect(signal == SIGINT ? [0, 130].contains(code) : [0, 128 + SIGKILL].contains(code))
    if signal == SIGINT { #expect(kept.allSatisfy { !$0.hasPrefix(".") }, "\(kept)") }
    let result = try run()
    let plain = try run(SnapshotCommandTests.questions + ["--no-snapshots"])
    #expect(result.exitCode == 0 && result.output == plain.output && result.errors.isEmpty, "\(result.errors)")
    #expect(kept.filter { !$0.hasPrefix(".") }.count == 1)
  }
}
