import Foundation
import Testing

@Suite("The command line in two tongues") struct CommandLineTests {
  private func help(_ arguments: [String], locale: String) throws -> Invocation.Result {
    var invocation = Invocation(arguments: arguments)
    invocation.locale = locale
    return try invocation.run()
  }

  @Test(
    "help in Chinese tells of every option that it tells of in English, in Chinese, within the window",
    arguments: [[], ["shell"], ["run"], ["check"], ["replay"], ["tour"], ["format"], ["synthesize"]])
  func pages(command: [String]) throws {
    let english = try help(["help"] + command, locale: "C.UTF-8").output
    let chinese = try help(["help"] + command, locale: "zh_CN.UTF-8")
    #expect(chinese.exitCode == 0)
    #expect(!english.isChinese)
    let options = Set(english.matches(of: /--[a-z-]+/).map { String($0.output) })
    for option in options {
      let lines = chinese.lines.drop { !$0.hasPrefix("选项：") }
      let line = try #require(
        lines.firstIndex { $0.firstMatch(of: /^  (-., )?(--[a-z-]+)/)?.2 ?? "" == option }, "\(option)")
      #expect(lines[line].isChinese, "\(lines[line])")
    }
    let wide = chinese.lines.filter { line in
      line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } > 80
    }
    #expect(wide == [])
  }

  @Test(
    "a command line that can't be read is told in either tongue, and leaves with 2",
    arguments: [
      (["--nope"], "Error: Unknown option '--nope'. Did you mean '--load'?", "错误：没有选项“--nope”，是否指“--load”？"),
      (["-x"], "Error: Unknown option '-x'", "错误：没有选项“-x”"),
      (["--format"], "Error: Missing value for '--format <format>'", "错误：“--format <格式>”缺少值"),
      (
        ["--format", "xx"],
        "Error: The value 'xx' is invalid for '--format <format>'. Please provide one of 'table', 'csv', 'json' or 'markdown'.",
        "错误：“--format <格式>”不能是“xx”，可取 table、csv、json、markdown"
      ),
      (["--threads", "x"], "Error: The value 'x' is invalid for '--threads <number>'", "错误：“--threads <数>”不能是“x”"),
      (["--threads", "0"], "Error: --threads needs a number above 0", "错误：--threads 应大于 0"),
      (["shell", "a", "b"], "Error: 2 unexpected arguments: 'a', 'b'", "错误：2 个多余的参数：“a”“b”"),
      (["replay"], "Error: Missing expected argument '<file>'", "错误：缺少“<文件>”"),
      (
        ["--no-color=3"], "Error: The option '--no-color' does not take any value, but '3' was specified.",
        "错误：选项“--no-color”不带值，却写了“3”"
      ),
      (["nope"], "Error: Unexpected argument 'nope'", "错误：多余的参数“nope”"),
    ])
  func faults(arguments: [String], english: String, chinese: String) throws {
    for (locale, sentence) in [("C.UTF-8", english), ("zh_CN.UTF-8", chinese)] {
      let result = try help(arguments, locale: locale)
      #expect(result.exitCode == 2)
      #expect(result.errors.split(separator: "\n").first.map(String.init) == sentence)
      #expect(result.errors.isChinese == (locale != "C.UTF-8"))
    }
  }

  @Test("a file where a command could stand is told how to run it, a word what commands there are")
  func advice() throws {
    let folder = try TemporaryFolder()
    try folder.write("1 + 1", to: "s.tuiyan")
    let path = "\(folder.path)/s.tuiyan"
    #expect(try help([path], locale: "C.UTF-8").errors.contains("\nHelp:  `tuiyan run \(path)` runs it"))
    #expect(try help(["检查"], locale: "zh_CN.UTF-8").errors.contains("\n说明：子命令：shell、run、check"))
  }

  @Test("--language comes before the locale, wherever it stands")
  func language() throws {
    #expect(try help(["replay", "--help", "--language", "zh"], locale: "C.UTF-8").output.hasPrefix("演示推演记录"))
    #expect(try help(["replay", "--language=en", "--help"], locale: "zh_CN.UTF-8").output.hasPrefix("OVERVIEW: Show"))
  }
}
