import Foundation
import Language
import Tables
import Terminal
import Values

/// The shell: reads statements at a terminal, runs them, shows what they give, and goes on after errors.
struct Shell {
  let workbench: Workbench
  let options: CommandRunner.Options
  let console: Console

  init(workbench: Workbench, options: CommandRunner.Options) {
    self.workbench = workbench
    self.options = options
    console = Console(format: options.format, isInteractive: true, wantsColour: options.wantsColour)
    console.mask = { [workbench] in workbench.mask }
  }

  /// Runs until the input ends. - Returns: The exit code.
  func run() -> Int32 {
    readSettings()
    let greeting = Phrase(
      "Tuiyan 推演 · help for help · Tab completes · Ctrl-D leaves", "推演 Tuiyan · 输入 帮助 查看帮助 · Tab 补全 · Ctrl-D 退出")
    console.write(greeting.text(in: workbench.tongue) + "\n")
    InterruptFlag.install()
    Interruption.watch { InterruptFlag.isRaised }
    let folder = keepingFolder()
    let reader: any StatementReader
    do {
      reader = try makeReader(history: folder.map { HistoryFile(path: $0 + "/history") })
    } catch {
      console.report(
        Failure(.environment, Phrase("the terminal can't be used: \(error)", "无法使用终端：\(error)")),
        tongue: workbench.tongue)
      return Diagnostic.Kind.environment.exitCode
    }
    if let folder { openJournal(in: folder) }
    var isHistoryTold = tellHistoryFailure(of: reader)
    defer { workbench.recovery?.journal.close() }
    for path in options.documents {
      attempt {
        if let answer = try workbench.load(path) { try console.show(answer, tongue: workbench.tongue) }
      }
    }
    while true {
      guard let event = try? reader.next() else { return 0 }
      switch event {
      case .endOfInput:
        // What a shell gives for a program that the loss of its terminal ended.
        if HangUp.hasCome { return 128 + SIGHUP }
        console.write("\n")
        return 0
      case .interrupted:
        // The line editor has moved on to a new row; a terminal without one has not.
        if reader is PlainReader { console.write("\n") }
      case .invalidInput(let offset, _):
        console.report(
          Failure(.data, Phrase("the input is not UTF-8 at byte \(offset)", "输入的第 \(offset) 字节不是 UTF-8")),
          tongue: workbench.tongue)
      case .statement(let text, _):
        guard !text.allSatisfy(\.isWhitespace) else { continue }
        reader.remember(text)
        if !isHistoryTold { isHistoryTold = tellHistoryFailure(of: reader) }
        perform(text)
      }
    }
  }

  private func perform(_ text: String) {
    if Parser.parse(SourceText(text)).statements.map(\.kind) == [.tour] {
      var options = options
      options.tongue = workbench.tongue
      _ = CommandRunner(options).tour()
      return
    }
    let settings = workbench.state.settings
    attempt {
      try workbench.run(SourceText(text)) { try console.show($0, tongue: workbench.tongue) }
    }
    keepSettings(changedSince: settings, by: text)
  }

  private func attempt(_ body: () throws -> Void) {
    // A key that came too late for the statement is not kept for the next.
    defer { InterruptFlag.take() }
    do {
      try console.telling(in: workbench.tongue, body)
      for note in workbench.snapshots?.takeNotes() ?? [] { console.report(note, tongue: workbench.tongue) }
    } catch let failure as Failure {
      console.report(failure, tongue: workbench.tongue)
    } catch is Interruption {
      console.report(Failure.interruptedOutput, tongue: workbench.tongue)
    } catch {
      console.report(Failure(.environment, .same("\(error)")), tongue: workbench.tongue)
    }
  }

  private func makeReader(history: HistoryFile?) throws -> any StatementReader {
    guard isInteractive(), ProcessInfo.processInfo.environment["TERM"] != "dumb" else {
      var readerOptions = PlainReader.Options()
      readerOptions.isComplete = Parser.isComplete
      readerOptions.prompts = ("> ", ". ")
      return PlainReader(options: readerOptions)
    }
    var readerOptions = EditLineReader.Options()
    readerOptions.palette = console.palette
    readerOptions.isComplete = Parser.isComplete
    readerOptions.history = history
    readerOptions.complete = { [workbench] text, cursor in
      var completion = Completer(state: workbench.state, folder: FileManager.default.currentDirectoryPath)
        .completion(of: text, at: cursor)
      if let mask = workbench.mask { completion.candidates.removeAll { mask.hides($0.text) || mask.hides($0.meaning) } }
      return completion
    }
    readerOptions.colourise = Highlighting.styles
    readerOptions.readPaste = { [workbench] text in
      guard let transcript = Transcript(text) else { return (text, nil) }
      return (transcript.statements, transcript.note.text(in: workbench.tongue))
    }
    return try EditLineReader(options: readerOptions)
  }
}
