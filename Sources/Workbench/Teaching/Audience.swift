import Foundation
import Language
import Presentation
import Terminal
import Values

/// Those to whom a session is shown: a person who presses keys, or nobody.
final class Audience {
  /// What somebody wants.
  enum Wish {
    case next, leave, interrupt
    /// To try a statement of their own.
    case attempt
  }

  /// The tongue in which they are spoken to.
  let tongue: Tongue
  /// Their colours.
  let palette: Palette
  private let keys: KeyReader?
  private var reader: (any StatementReader)?
  private let bench = BenchInUse()

  /// An audience at the terminal.
  /// - Parameters:
  ///   - tongue: The tongue in which they are spoken to.
  ///   - palette: Their colours.
  ///   - isAsked: Whether anybody is waited for; where no person sits at a terminal, nobody is.
  init(tongue: Tongue, palette: Palette, isAsked: Bool) {
    self.tongue = tongue
    self.palette = palette
    keys = isAsked ? KeyReader() : nil
  }

  /// The window's columns, or what is usual.
  var columns: Int { TerminalSize.current()?.columns ?? 80 }

  /// The window's rows; without a window there is no end to them.
  var rows: Int { keys == nil ? .max : TerminalSize.current()?.rows ?? 24 }

  // MARK: Keys

  /// Waits for a key that means something. Nobody wants to go on at once.
  func wish(on console: Console) -> Wish {
    guard let keys else { return InterruptFlag.isRaised ? .interrupt : .next }
    let hint = Phrase("Space next · t try a statement · q leave", "空格 下一步 · t 自己试一句 · q 离开").text(in: tongue)
    var prompt = palette.apply(.faint, to: hint)
    defer { console.write("\r\u{1B}[K") }
    while true {
      let key = keys.next(showing: prompt)
      prompt = ""
      switch key {
      case .enter, .character(" "), .character("n"), .character("　"): return .next
      case .character("q"), .character("Q"), .endOfInput: return .leave
      case .character("t"), .character("T"), .character(":"), .character("："): return .attempt
      case .interrupt: return .interrupt
      case .character, .other: continue
      }
    }
  }

  /// The pause between two characters as they are typed, and the longest that a statement may take.
  private static let pause = (key: 12_000, most: 700_000)

  /// Shows a statement, for a person as if it were being typed.
  func type(_ statement: String, on console: Console) {
    let lines = VisibleText.lines(statement).split(separator: "\n", omittingEmptySubsequences: false)
    let pause = keys == nil ? 0 : min(Audience.pause.key, Audience.pause.most / max(1, statement.count))
    func show() {
      for (position, line) in lines.enumerated() {
        console.write(palette.apply(.prompt, to: position == 0 ? "> " : ". "))
        if pause == 0 {
          console.write(String(line))
        } else {
          for character in line {
            console.write(String(character))
            usleep(UInt32(pause))
          }
        }
        console.write("\n")
      }
    }
    withoutEcho(show)
  }

  /// Does something during which no key that is pressed is shown.
  func withoutEcho<Result>(_ body: () throws -> Result) rethrows -> Result {
    if let keys { try keys.withoutEcho(body) } else { try body() }
  }

  // MARK: Attempts

  /// Lets somebody type statements of their own, until an empty line. What they do is done to a copy.
  func attempt(in copy: Workbench, on console: Console) {
    let hint = Phrase(
      "try anything: it is done in a copy; Ctrl-D goes on with the session", "随意尝试：只在副本中进行；Ctrl-D 回到演示")
    console.write(palette.apply(.faint, to: hint.text(in: tongue)) + "\n")
    bench.workbench = copy
    guard let reader = statementReader() else { return }
    defer { console.write("\n") }
    while let event = try? reader.next() {
      if event == .interrupted { continue }
      guard case .statement(let text, _) = event else { return }
      defer { InterruptFlag.take() }
      do {
        try copy.run(SourceText(text)) { try console.show($0, tongue: copy.tongue) }
      } catch let failure as Failure {
        console.report(failure, tongue: copy.tongue)
      } catch is Interruption {
        console.report(Failure.interruptedOutput, tongue: copy.tongue)
      } catch {
        console.report(Failure(.environment, .same("\(error)")), tongue: copy.tongue)
      }
    }
  }

  private func statementReader() -> (any StatementReader)? {
    if let reader { return reader }
    var options = EditLineReader.Options()
    options.prompt = "? "
    options.palette = palette
    options.isComplete = Parser.isComplete
    options.complete = { [bench] text, cursor in
      guard let state = bench.workbench?.state else { return .none }
      return Completer(state: state, folder: FileManager.default.currentDirectoryPath).completion(of: text, at: cursor)
    }
    reader = try? EditLineReader(options: options)
    return reader
  }
}

/// The workbench whose names are offered for completion; each attempt has another.
private final class BenchInUse {
  var workbench: Workbench?
}
