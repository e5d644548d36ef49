import ArgumentParser
import Foundation
import Values
import Workbench

extension OutputFormat: ExpressibleByArgument {}

/// A tongue on the command line.
enum Language: String, ExpressibleByArgument, CaseIterable {
  case en, zh

  var tongue: Tongue {
    switch self {
    case .en: .english
    case .zh: .chinese
    }
  }
}

/// What all commands share.
struct CommonOptions: ParsableArguments {
  static let languageValue = Phrase("language", "语言")

  @Option(help: ArgumentHelp(Phrase("How results are written.", "结果的格式。"), value: Phrase("format", "格式")))
  var format: OutputFormat = .table

  @Option(
    help: ArgumentHelp(
      Phrase("The language of messages and headings; otherwise LANG decides.", "提示和表头的语言；不写时依 LANG。"),
      value: CommonOptions.languageValue))
  var language: Language?

  @Option(
    name: .customLong("allow-write"),
    help: ArgumentHelp(
      Phrase("A folder that documents may write to.", "文档可以写入的文件夹。"), value: Phrase("dir", "文件夹")))
  var writableFolders: [String] = []

  @Option(
    name: .customLong("load"),
    help: ArgumentHelp(
      Phrase("A dataset or policy to load first.", "先行导入的数据集或政策。"), value: Phrase("path", "路径")))
  var documents: [String] = []

  @Flag(name: .customLong("keep-going"), help: ArgumentHelp(Phrase("Go on after a statement that failed.", "语句出错后继续。")))
  var keepsGoing = false

  @Flag(name: .customLong("no-color"), help: ArgumentHelp(Phrase("Use no colour.", "不用颜色。")))
  var isPlain = false

  @Flag(
    name: .customLong("no-snapshots"),
    help: ArgumentHelp(
      Phrase(
        "Read every dataset from its files, and keep no snapshot of it in the cache folder.",
        "总从原文件读取数据集，不在缓存中保存快照。")))
  var isWithoutSnapshots = false

  @Flag(
    name: .customLong("no-config"),
    help: ArgumentHelp(Phrase("The shell neither reads nor keeps the user's settings.", "交互界面不读取也不保存用户设置。")))
  var ignoresSettings = false

  @Option(
    help: ArgumentHelp(
      Phrase("How many threads to use; otherwise one for each processor.", "使用的线程数；不写时每个处理器一个。"),
      value: Phrase("number", "数")))
  var threads: Int?

  func validate() throws {
    guard threads.map({ $0 > 0 }) ?? true else {
      throw ValidationError(Phrase("--threads needs a number above 0", "--threads 应大于 0").said)
    }
  }

  /// The options as the workbench takes them.
  var resolved: CommandRunner.Options {
    Threads.use(threads ?? 0)
    return CommandRunner.Options(
      format: format, tongue: CommonOptions.tongue,
      wantsColour: !isPlain, writableFolders: writableFolders, documents: documents, keepsGoing: keepsGoing,
      isTongueAsked: language != nil, readsSettings: !ignoresSettings, keepsSnapshots: !isWithoutSnapshots)
  }

  /// The tongue that the command line asks for, readable or not; else that of the locale, in the order in which the
  /// variables decide. Help and errors speak it before the options are known.
  static let tongue: Tongue = {
    let arguments = CommandLine.arguments.prefix { $0 != "--" }
    for (argument, next) in zip(arguments, arguments.dropFirst() + [""]) where argument.hasPrefix("--language") {
      let value = argument == "--language" ? next : String(argument.dropFirst("--language=".count))
      if let language = Language(rawValue: value) { return language.tongue }
    }
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return Tongue(locale: locale ?? "")
  }()
}

extension Phrase {
  /// The wording in the command line's tongue.
  var said: String { text(in: CommonOptions.tongue) }
}

extension ArgumentHelp {
  /// Help in the command line's tongue, with what stands for the value in it.
  init(_ abstract: Phrase, value: Phrase? = nil) {
    self.init(stringLiteral: abstract.said)
    valueName = value?.said
  }
}
