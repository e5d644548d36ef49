import CLibEdit
import Glibc

extension EditLineReader {
  /// What the keyboard gave.
  enum Key {
    case scalar(Unicode.Scalar), end, interrupted
  }

  /// Brings the screen up to date and waits for the next key, looking after signals meanwhile.
  func readScalar() -> Key {
    do {
      if !hasTakenTypedAhead {
        keyboard.takeTypedAhead()
        hasTakenTypedAhead = true
      }
      while true {
        if case .interrupted = outcome { return .interrupted }
        // A signal from here on ends the wait below at once, and all of this is looked at again.
        if HangUp.hasCome { return .end }
        if InterruptFlag.take() { return interrupt() }
        handleEvents()
        if !isPasting { editor.repairPicture(in: size) }
        paintWhenIdle()
        guard try keyboard.wait() == .readable else { continue }
        switch try keyboard.read() {
        case .end: return .end
        case .nothing: continue
        case .byte(let byte):
          guard let scalar = decoder.decode(byte) else { continue }
          if isAlone(scalar, signalKeys.interrupt) { return interrupt() }
          if isAlone(scalar, signalKeys.stop) {
            stop()
            continue
          }
          if case .note = footer, !isPasting { footer = .none }
          return .scalar(isLoneEscape(scalar) ? Sequences.loneEscape : scalar)
        }
      }
    } catch {
      outcome = .failed(error)
      return .end
    }
  }

  /// Paints unless more keys are waiting already: a fast paste is painted once.
  private func paintWhenIdle() {
    guard !isPasting, !keyboard.hasInput() else { return }
    paint()
  }

  /// The vi keys give Escape a meaning of its own. It also starts the sequences of other keys, but those come at once.
  private func isLoneEscape(_ scalar: Unicode.Scalar) -> Bool {
    editor.hasViKeys && scalar == "\u{1B}" && !isPasting && !keyboard.hasInput(within: 50)
  }

  /// Whether a key was pressed that would be a signal. In the middle of what is pasted it is a character like any other.
  private func isAlone(_ scalar: Unicode.Scalar, _ key: UInt8?) -> Bool {
    key.map { Unicode.Scalar($0) } == scalar && (!isPasting || !keyboard.hasInput(within: 50))
  }

  /// Lets keys be signals again before a statement begins.
  func handOver() {
    // The terminal shows the key where it is a signal.
    if keyboard.sendSignals(for: signalKeys.interrupt) { screen.write("^C") }
  }

  private func interrupt() -> Key {
    footer = .none
    paint(caret: editor.text.count)
    screen.write("^C" + painter.leave())
    outcome = .interrupted
    return .interrupted
  }

  private func handleEvents() {
    let events = cle_take_events()
    guard events != 0 else { return }
    if events & UInt32(cle_event_stop_asked) != 0 { stop() }
    if events & UInt32(cle_event_continued) != 0 { resume() }
    if events & UInt32(cle_event_resized) != 0 { fitWindow() }
  }

  /// Ctrl-Z: leaves the terminal to the shell as it was found, and takes it again afterwards.
  private func stop() {
    leaveArea()
    screen.write(Sequences.endPasteMarks)
    editor.setEditingModes(false)
    cle_stop()
    resume()
  }

  /// Takes the terminal after someone else had it. Its cursor may be anywhere; its column is taken for the first.
  private func resume() {
    _ = cle_take_events()
    // Only leaving the editing modes first makes libedit set them again.
    editor.setEditingModes(false)
    editor.setEditingModes(true)
    screen.write(Sequences.startPasteMarks)
    painter.forget()
    measureWindow()
  }

  func measureWindow() {
    size = .current(of: screen.number) ?? .usual
    editor.resize()
  }

  /// The window's size changed. Terminals that re-flow lines have moved the caret to where the new width puts it.
  private func fitWindow() {
    measureWindow()
    let row = TerminalKind.current.reflowsLines ? min(layout().caretRow, size.rows - 1) : painter.caretRow
    screen.write(painter.erase(caretRow: row))
  }
}

/// What is known about the terminal that can't be asked of it.
struct TerminalKind {
  /// Whether lines that were wrapped join and part again when the window's width changes.
  let reflowsLines: Bool

  /// By the environment: nearly all of today's terminals re-flow; xterm, GNU screen and the console do not.
  static let current: TerminalKind = {
    let name = environment("TERM") ?? ""
    let isInTmux = environment("TMUX") != nil
    let isInScreen = environment("STY") != nil && !isInTmux
    let isXterm = environment("XTERM_VERSION") != nil && !isInTmux
    return TerminalKind(reflowsLines: !isInScreen && !isXterm && !name.hasPrefix("linux") && !name.hasPrefix("vt"))
  }()
}
