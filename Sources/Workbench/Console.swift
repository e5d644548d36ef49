import Foundation
import Presentation
import Tables
import Terminal
import Values

/// Where answers and messages go: results to standard output, all else to standard error.
final class Console {
  /// How results are written.
  let format: OutputFormat
  /// Whether long results may be paged and tables are fitted to the window.
  let isInteractive: Bool
  /// Colours for standard error.
  let errorPalette: Palette
  /// Colours for standard output.
  let palette: Palette
  /// Whether everything written so far reached standard output.
  private(set) var isIntact = true
  private var hasShown = false
  private let progress = ProgressLine()
  /// What hides whom data are about, while that is asked for.
  var mask: () -> NameMask? = { nil }

  init(format: OutputFormat, isInteractive: Bool, wantsColour: Bool) {
    self.format = format
    self.isInteractive = isInteractive
    palette = Palette.suited(to: STDOUT_FILENO, wantsColour: wantsColour && format == .table)
    errorPalette = Palette.suited(to: STDERR_FILENO, wantsColour: wantsColour)
  }

  /// Runs statements, telling how far long work has come until something is written.
  func telling<Result>(in tongue: Tongue, _ body: () throws -> Result) rethrows -> Result {
    try progress.telling(in: tongue, body)
  }

  /// Writes a result.
  /// - Throws: `Interruption` where the user stopped it midway.
  func show(_ answer: Answer, tongue: Tongue) throws {
    let answer = mask()?.masked(answer) ?? answer
    let width = format == .table ? TerminalSize.current(of: STDOUT_FILENO)?.columns : nil
    var text = format.writer(width: width).text(of: answer, tongue: tongue)
    // Without a blank line between them two Markdown tables are one.
    if format == .markdown, hasShown { text = "\n" + text }
    hasShown = true
    try Interruption.check()
    progress.erase()
    if isInteractive { Pager().show(text) } else { try writeInParts(text) }
    guard format == .csv || format == .json else { return }
    for note in answer.notes { report(note, tongue: tongue) }
  }

  /// Writes a statement's result, and how long it took if that was asked for.
  /// - Throws: `Interruption` where the user stopped it midway.
  func show(_ outcome: Workbench.Outcome, tongue: Tongue) throws {
    if let answer = outcome.answer { try show(answer, tongue: tongue) }
    guard let elapsed = outcome.elapsed else { return }
    let milliseconds = String(format: "%.3f", elapsed / .milliseconds(1))
    report(Phrase("took \(milliseconds) ms", "用时 \(milliseconds) 毫秒"), tongue: tongue)
  }

  private func writeInParts(_ text: String) throws {
    var rest = text[...]
    while !rest.isEmpty {
      try Interruption.check()
      // Whole lines, so that what is there when it stops can be read.
      let end = rest.utf8.index(rest.startIndex, offsetBy: 1 << 16, limitedBy: rest.endIndex) ?? rest.endIndex
      let lineEnd =
        rest[end...].utf8.firstIndex(of: UInt8(ascii: "\n")).map { rest.utf8.index(after: $0) } ?? rest.endIndex
      write(String(rest[..<lineEnd]))
      rest = rest[lineEnd...]
    }
  }

  /// Writes text to standard output.
  func write(_ text: String) {
    progress.erase()
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      isIntact = false
    }
  }

  /// Writes a message to standard error; at a terminal its lines break between words.
  func report(_ message: Phrase, tongue: Tongue) {
    let text = message.text(in: tongue)
    guard let window = TerminalSize.current(of: STDERR_FILENO)?.columns else { return complain(text) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      TextWrap.lines(of: line, within: window, hanging: line.prefix { $0 == " " }.count + 2)
    }
    complain(lines.joined(separator: "\n"))
  }

  /// Writes why a statement failed.
  func report(_ failure: Failure, tongue: Tongue) {
    // A quoted line that wrapped would leave its carets under the wrong words.
    let window = TerminalSize.current(of: STDERR_FILENO)?.columns
    let renderer = DiagnosticRenderer(tongue: tongue, width: window.map { min(100, $0 - 5) } ?? 100, window: window)
    let text = renderer.text(of: mask()?.masked(failure) ?? failure)
    let label = text.prefix { $0 != ":" && $0 != "：" }
    complain(
      errorPalette.apply(.error, to: String(label)) + text.dropFirst(label.count),
      isBehindKey: failure.exitCode == Diagnostic.Kind.interrupted.exitCode && isatty(STDERR_FILENO) == 1)
  }

  /// Writes a line, on a row of its own where the terminal has just shown the key `^C`: that may stand behind the statement
  /// itself, as what was written a moment before the key can be lost.
  private func complain(_ line: String, isBehindKey: Bool = false) {
    let start = !progress.erase() && isBehindKey ? "\n" : ""
    // There is nowhere left to say that standard error is gone.
    try? FileHandle.standardError.write(contentsOf: Data((start + line + "\n").utf8))
  }
}
