import Foundation
import Testing

@Suite("The page for man and the completions", .timeLimit(.minutes(3)))
struct ManualTests {
  private static let man = "/usr/bin/man"

  private func commands() throws -> [String] {
    let help = try Invocation(arguments: ["--help"]).run()
    let lines = help.lines.drop { !$0.hasPrefix("SUBCOMMANDS:") }.dropFirst().prefix { $0.hasPrefix("  ") }
    return lines.filter { !$0.hasPrefix("   ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  private func page(in tongue: String) throws -> Invocation.Result {
    try Invocation(arguments: ["manual", "--language", tongue]).run()
  }

  @Test("the page names every command and every option of each, in either tongue", arguments: ["en", "zh"])
  func page(tongue: String) throws {
    let page = try page(in: tongue)
    #expect(page.exitCode == 0)
    let commands = try commands()
    #expect(commands.contains("replay") && commands.contains("tour") && !commands.contains("manual"))
    for command in commands {
      let start = try #require(page.lines.firstIndex(of: ".SS \(command)"), "\(command)")
      let section = page.lines[(start + 1)...].prefix { !$0.hasPrefix(".S") }
      #expect(section.contains { $0.isChinese } == (tongue == "zh"), "\(command) is not told in \(tongue)")
      let help = try Invocation(arguments: ["help", command]).run().output
      for option in help.matches(of: /--[a-z-]+/).map({ String($0.output) }) {
        #expect(page.output.contains(option.replacingOccurrences(of: "-", with: "\\-")), "\(command) \(option)")
      }
    }
  }

  @Test(
    "man shows it without a warning and within the window", .enabled(if: FileManager.default.fileExists(atPath: man)),
    arguments: [("en", "Show a session"), ("zh", "演示推演记录")])
  func rendering(tongue: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(page(in: tongue).output, to: "tuiyan.1")
    let (output, errors) = ("\(folder.path)/output", "\(folder.path)/errors")
    let writing = O_WRONLY | O_CREAT
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: Self.man, arguments: ["--warnings", "-E", "UTF-8", "-l", "tuiyan.1"],
        environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80", "HOME": folder.path],
        folder: folder.path,
        streams: [
          .file("/dev/null", flags: O_RDONLY), .file(output, flags: writing), .file(errors, flags: writing),
        ]))
    #expect(child.wait(until: .now + .seconds(60)) == 0)
    #expect(try folder.read("errors") == "")
    let text = try folder.read("output")
    #expect(text.contains(words))
    #expect(text.contains("--step"))
  }

  @Test("each shell gets completions that know every command", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Invocation(arguments: ["--generate-completion-script", shell]).run()
    #expect(script.exitCode == 0)
    for word in try commands() + ["step", "keep-going"] { #expect(script.output.contains(word), "\(word)") }
  }

  @Test("bash reads its completions, and offers commands by their beginning")
  func bash() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Invocation(arguments: ["--generate-completion-script", "bash"]).run().output, to: "tuiyan.bash")
    try folder.write(
      """
      source tuiyan.bash
      COMP_WORDS=(tuiyan re); COMP_CWORD=1; COMP_LINE='tuiyan re'; COMP_POINT=9; COMPREPLY=()
      _tuiyan tuiyan re tuiyan
      printf '%s\\n' "${COMPREPLY[@]}"
      """, to: "ask.bash")
    let output = "\(folder.path)/output"
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: "/bin/bash", arguments: ["--norc", "ask.bash"], environment: ["PATH": "/usr/bin:/bin"],
        folder: folder.path,
        streams: [
          .file("/dev/null", flags: O_RDONLY), .file(output, flags: O_WRONLY | O_CREAT),
          .file("\(folder.path)/errors", flags: O_WRONLY | O_CREAT),
        ]))
    #expect(child.wait(until: .now + .seconds(60)) == 0)
    let complaints = try folder.read("errors")
    #expect(try folder.read("output").contains("replay"), "\(complaints)")
  }
}

extension String {
  /// Whether a Chinese character stands in it.
  var isChinese: Bool { unicodeScalars.contains { $0.value >= 0x4E00 && $0.value < 0xA000 } }
}
