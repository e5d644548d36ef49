import Foundation
import Glibc
import Testing

/// A terminal window with the shell in it.
final class TerminalWindow {
  private(set) var screen: TerminalScreen
  private let controller: CInt
  private let child: ChildProcess
  /// Everything that the shell wrote.
  private(set) var transcript: [UInt8] = []

  /// Opens a window and starts the shell in a folder; its history is kept in the home.
  init(
    _ arguments: [String] = [], in folder: TemporaryFolder, home: TemporaryFolder,
    environment: [String: String] = [:], columns: Int = 100, height: Int = 30
  ) throws {
    screen = TerminalScreen(columns: columns, height: height)
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, isLocked): (CInt, CInt) = (0, 0)
    try #require(controller >= 0 && ioctl(controller, TerminalWindow.setLock, &isLocked) == 0)
    try #require(ioctl(controller, TerminalWindow.getNumber, &number) == 0)
    let path = "/dev/pts/\(number)"
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(controller, UInt(TIOCSWINSZ), &size) == 0)
    let usual = [
      "PATH": "/usr/bin:/bin", "HOME": home.path, "XDG_STATE_HOME": home.path + "/state", "LANG": "C.UTF-8",
      "TERM": "xterm-256color", "PAGER": "cat",
    ]
    child = try ChildProcess(
      ChildProcess.Launch(
        path: BuiltProgram.tuiyan().path, arguments: arguments, environment: usual.merging(environment) { $1 },
        folder: folder.path, streams: Array(repeating: .file(path, flags: O_RDWR), count: 3), leadsSession: true))
  }

  deinit { close(controller) }

  /// `TIOCSPTLCK` and `TIOCGPTN`, which are macros that Swift can't read; the C functions made of them (`unlockpt`,
  /// `ptsname`) are only shown to programs that ask for them.
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  // MARK: The keyboard

  /// Keys that are no letters.
  enum Key: String {
    case enter = "\r"
    case tab = "\t"
    case backspace = "\u{7F}"
    case left = "\u{1B}[D"
    case up = "\u{1B}[A"
    case home = "\u{1B}[H"
    case interrupt = "\u{3}"
    case endOfInput = "\u{4}"
  }

  /// Types a text.
  func type(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    let deadline = ContinuousClock.now + TerminalWindow.patience
    while !bytes.isEmpty {
      try #require(ContinuousClock.now < deadline, "the shell takes no more keys")
      // A terminal holds little of what nobody has read; reading what comes back keeps both sides going.
      let count = write(controller, Array(bytes.prefix(256)), min(bytes.count, 256))
      if count > 0 { bytes = bytes.dropFirst(count) }
      read(for: 0)
    }
  }

  /// Presses a key, several times.
  func press(_ key: Key, times: Int = 1) throws {
    try type(String(repeating: key.rawValue, count: times))
  }

  /// Pastes a text as a terminal does that was asked for marks around it.
  func paste(_ text: String) throws {
    try type("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
  }

  // MARK: The screen

  /// How long something may take to appear.
  private static let patience = Duration.seconds(60)

  /// Waits until the screen is as described.
  func wait(
    for description: String, sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (TerminalScreen) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + TerminalWindow.patience
    while !condition(screen) {
      let isOver = child.hasEnded
      read(for: isOver ? 0 : 50)
      if condition(screen) { return }
      guard !isOver, ContinuousClock.now < deadline else {
        let state = isOver ? "the shell has left with \(child.exitCode ?? -1)" : "the shell still runs"
        try #require(Bool(false), "no \(description); \(state):\n\(screen.text)", sourceLocation: sourceLocation)
        return
      }
    }
  }

  /// Waits until a text stands on the screen.
  func wait(forText text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait(for: "`\(text)`", sourceLocation: sourceLocation) { $0.text.contains(text) }
  }

  /// Waits until the row of the cursor is exactly this one.
  func wait(forRow row: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait(for: "row `\(row)`", sourceLocation: sourceLocation) { $0.cursorRow == row }
  }

  /// Waits for an empty prompt.
  func waitForPrompt(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait(forRow: "> ", sourceLocation: sourceLocation)
  }

  /// Types a statement at the prompt, runs it, and waits for the next prompt.
  /// - Returns: The rows between the two.
  func run(_ statement: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    try waitForPrompt(sourceLocation: sourceLocation)
    try type(statement)
    try wait(forRow: "> " + statement, sourceLocation: sourceLocation)
    return try runTyped(sourceLocation: sourceLocation)
  }

  /// Runs what stands at the prompt and waits for the next one.
  /// - Returns: The rows between the two.
  func runTyped(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    let before = screen.rows.count
    try press(.enter)
    try wait(for: "answer and prompt", sourceLocation: sourceLocation) {
      $0.rows.count > before && $0.cursorRow == "> "
    }
    return Array(screen.rows[before...].dropLast())
  }

  /// Waits until the shell has left.
  /// - Returns: Its exit code.
  func exitCode(sourceLocation: SourceLocation = #_sourceLocation) throws -> Int32 {
    let deadline = ContinuousClock.now + TerminalWindow.patience
    while !child.hasEnded {
      try #require(ContinuousClock.now < deadline, "the shell does not leave", sourceLocation: sourceLocation)
      read(for: 50)
    }
    return try #require(child.exitCode)
  }

  /// Kills the shell, which can do nothing about it, and waits until it is gone.
  func kill() {
    child.send(signal: SIGKILL)
    _ = child.wait(until: .now + TerminalWindow.patience)
  }

  /// Takes what the shell has written, waiting some milliseconds for it.
  private func read(for milliseconds: CInt) {
    var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return }
    guard waiting.revents & Int16(POLLIN) != 0 else {
      // Nobody holds the other side yet, or any more, and asking again at once would only spin.
      poll(nil, 0, min(milliseconds, 10))
      return
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(controller, &buffer, buffer.count)
    guard count > 0 else { return }
    transcript += buffer[..<count]
    screen.receive(buffer[..<count])
  }
}
