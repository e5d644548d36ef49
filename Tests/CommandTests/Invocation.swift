import Foundation
import Glibc
import Testing

/// One run of the command from start to end, without a terminal.
struct Invocation {
  var arguments: [String]
  /// Bytes on standard input, through a pipe.
  var input: [UInt8] = []
  /// The locale by which it chooses its language.
  var locale = "C.UTF-8"
  /// Variables besides the usual ones.
  var environment: [String: String] = [:]
  /// Where standard output goes instead of into the result.
  var outputFile: String?
  /// The folder in which it runs.
  var folder = "/tmp"

  /// What a run left behind.
  struct Result {
    let exitCode: Int32
    let output: String
    let errors: String

    /// The lines of standard output.
    var lines: [String] {
      var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return lines
    }
  }

  /// Runs the command.
  func run(_ program: BuiltProgram? = nil, within limit: Duration = .seconds(60)) throws -> Result {
    let program = try program ?? .tuiyan()
    let scratch = try TemporaryFolder()
    let (output, errors) = ("\(scratch.path)/output", "\(scratch.path)/errors")
    let pipe = try InputPipe(in: scratch)
    let writing = O_WRONLY | O_CREAT
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: program.path, arguments: arguments, environment: variables(scratch), folder: folder,
        streams: [
          .file(pipe.path, flags: O_RDONLY), .file(outputFile ?? output, flags: writing), .file(errors, flags: writing),
        ]))
    pipe.send(input)
    let code = try #require(child.wait(until: .now + limit), "it did not end within \(limit)")
    return Result(exitCode: code, output: try text(of: output), errors: try text(of: errors))
  }

  private func variables(_ scratch: TemporaryFolder) -> [String: String] {
    let usual = ["PATH": "/usr/bin:/bin", "HOME": scratch.path, "LANG": locale]
    return usual.merging(environment) { $1 }
  }

  private func text(of file: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: file) else { return "" }
    return try #require(String(validating: data, as: UTF8.self), "what was written is not UTF-8")
  }
}

extension Invocation {
  /// Runs statements, each with an `-e` of its own, in a folder.
  static func statements(
    _ statements: String..., options: [String] = [], in folder: TemporaryFolder? = nil, locale: String = "C.UTF-8"
  ) throws -> Result {
    let arguments = options + statements.flatMap { ["-e", $0] }
    return try Invocation(arguments: arguments, locale: locale, folder: folder?.path ?? "/tmp").run()
  }

  /// Sends statements through a pipe.
  static func pipe(_ text: String, options: [String] = [], in folder: TemporaryFolder? = nil) throws -> Result {
    try Invocation(arguments: options, input: Array(text.utf8), folder: folder?.path ?? "/tmp").run()
  }
}

/// A pipe to a program's standard input. It has a name, so that no other program that starts meanwhile inherits it.
private final class InputPipe {
  let path: String
  private let reader: CInt
  private var writer: CInt

  init(in folder: TemporaryFolder) throws {
    path = "\(folder.path)/input"
    guard mkfifo(path, 0o600) == 0 else { throw ChildProcess.NotStarted(code: errno) }
    // Held open so that a program that reads nothing ends no test when it is written to.
    reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    writer = open(path, O_WRONLY | O_CLOEXEC)
    guard reader >= 0, writer >= 0 else { throw ChildProcess.NotStarted(code: errno) }
  }

  deinit {
    close(reader)
    if writer >= 0 { close(writer) }
  }

  /// `F_SETPIPE_SZ`, which the C library only shows to programs that ask for its extensions.
  private static let setSize: CInt = 1031

  /// Sends everything and closes the pipe, which is made large enough never to be waited for.
  func send(_ bytes: [UInt8]) {
    _ = fcntl(writer, InputPipe.setSize, CInt(max(bytes.count, 65_536)))
    precondition(write(writer, bytes, bytes.count) == bytes.count)
    close(writer)
    writer = -1
  }
}
