import ArgumentParser
import Foundation
import Values
import Workbench

extension OutputFormat: ExpressibleByArgument {}

/// A tongue on the command line.
enum Language: String, ExpressibleByArgument, CaseIterable {
  case en, zh
}

/// What all commands share.
struct CommonOptions: ParsableArguments {
  @Option(help: "How results are written.")
  var format: OutputFormat = .table

  @Option(help: "The language of messages and headings; otherwise LANG decides.")
  var language: Language?

  @Option(
    name: .customLong("allow-write"), help: ArgumentHelp("A folder that documents may write to.", valueName: "dir"))
  var writableFolders: [String] = []

  @Option(name: .customLong("load"), help: ArgumentHelp("A dataset or policy to load first.", valueName: "path"))
  var documents: [String] = []

  @Flag(name: .customLong("keep-going"), help: "Go on after a statement that failed.")
  var keepsGoing = false

  @Flag(name: .customLong("no-color"), help: "Use no colour.")
  var isPlain = false

  @Flag(
    name: .customLong("no-snapshots"),
    help: "Read every dataset from its files, and keep no snapshot of it in the cache folder.")
  var isWithoutSnapshots = false
  @Flag(name: .customLong("no-config"), help: "The shell neither reads nor keeps the user's settings.")
  var ignoresSettings = false

  @Option(help: ArgumentHelp("How many threads to use; otherwise one for each processor.", valueName: "number"))
  var threads: Int?

  func validate() throws {
    guard threads.map({ $0 > 0 }) ?? true else { throw ValidationError("--threads needs a number above 0") }
  }

  /// The options as the workbench takes them.
  var resolved: CommandRunner.Options {
    Threads.use(threads ?? 0)
    return CommandRunner.Options(
      format: format, tongue: language.flatMap { Tongue(rawValue: $0.rawValue) } ?? CommonOptions.localeTongue,
      wantsColour: !isPlain, writableFolders: writableFolders, documents: documents, keepsGoing: keepsGoing,
      isTongueAsked: language != nil, readsSettings: !ignoresSettings, keepsSnapshots: !isWithoutSnapshots)
  }

  /// The tongue of the locale, in the order in which the variables decide.
  static var localeTongue: Tongue {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return Tongue(locale: locale ?? "")
  }
}
