import Foundation
import Language
import Presentation
import Terminal
import Values

// What outlives a shell: settings, history, and the journal of statements.
extension Shell {
  /// Takes over what the user has set before; the command line has the last word.
  func readSettings() {
    guard options.readsSettings, let file = SettingsFile() else { return }
    let (values, warnings) = file.read()
    var settings = workbench.state.settings
    for (setting, word) in values where setting != .language || !options.isTongueAsked {
      _ = setting.set(word, in: &settings)
    }
    workbench.begin(with: settings)
    for warning in warnings { console.report(warning, tongue: workbench.tongue) }
  }

  /// Keeps for later shells what a statement has set.
  func keepSettings(changedSince before: Settings, by text: String) {
    let after = workbench.state.settings
    let changed = Setting.allCases.filter { $0.isKept && $0.word(in: before) != $0.word(in: after) }
    guard options.readsSettings, !changed.isEmpty, let file = SettingsFile() else { return }
    // A document that was loaded sets things for itself.
    let isAsked = Parser.parse(SourceText(text)).statements.contains { statement in
      switch statement.kind {
      case .set, .undo: true
      default: false
      }
    }
    guard isAsked else { return }
    do {
      try file.keep(changed, of: after)
    } catch {
      let path = VisibleText.line(file.path)
      console.report(
        Phrase("this holds for this shell only: `\(path)` can't be written", "仅在本次有效：无法写入“\(path)”"),
        tongue: workbench.tongue)
    }
  }

  /// The folder in which history and journals are kept; nil where there is none, which is told if one was expected.
  func keepingFolder() -> String? {
    guard let path = Shell.statePath else { return nil }
    do {
      try Shell.makeFolder(path)
      return path
    } catch {
      let reason = WriteFault.reason(of: error)
      let place = VisibleText.line(path)
      console.report(
        Phrase("neither history nor what `recover` needs can be kept in `\(place)`: ", "历史和“找回”所需的内容无法留存于“\(place)”：")
          + reason,
        tongue: workbench.tongue)
      return nil
    }
  }

  /// Says why a statement could not be put into the history, if it could not.
  /// - Returns: Whether there was something to say.
  func tellHistoryFailure(of reader: any StatementReader) -> Bool {
    guard case .unusableHistory(let path, let code)? = (reader as? EditLineReader)?.historyFailure else { return false }
    let place = VisibleText.line(path)
    console.report(
      Phrase("the history can't be kept in `\(place)`: ", "历史无法留存于“\(place)”：") + WriteFault.reason(code: code),
      tongue: workbench.tongue)
    return true
  }

  /// Opens the journal, and tells of one that a dead shell has left.
  func openJournal(in state: String) {
    let folder = state + "/journals"
    do { try Shell.makeFolder(folder) } catch { return }
    JournalFile.prune(folder)
    let journal = StatementJournal(folder: folder)
    journal.onFault = { [console, workbench] in console.report($0, tongue: workbench.tongue) }
    let left = JournalFile.newestDead(in: folder)
    workbench.recovery = Workbench.Recovery(folder: folder, journal: journal, left: left)
    guard let left, let last = left.entries.last else { return }
    let count = left.entries.count { $0.outcome != .failed }
    let (time, place) = (Shell.localTime(last.time), VisibleText.line(last.folder))
    console.report(
      Phrase(
        "a shell in \(place) ended at \(time) without being left: `recover` brings its \(count) statement\(count == 1 ? "" : "s") back, `recover discard` gives \(count == 1 ? "it" : "them") up",
        "\(place) 中的交互界面于 \(time) 未正常退出：“找回”可恢复其 \(count) 条语句，“找回 丢弃”则放弃"),
      tongue: workbench.tongue)
  }

  /// This program's place in the user's state folder (XDG); nil where the user has none.
  private static var statePath: String? {
    let environment = ProcessInfo.processInfo.environment
    guard let home = environment["XDG_STATE_HOME"] ?? environment["HOME"].map({ $0 + "/.local/state" }),
      home.hasPrefix("/")
    else { return nil }
    return home + "/tuiyan"
  }

  /// Makes a folder for its owner alone.
  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private static func localTime(_ text: String) -> String {
    guard let date = try? Date(text, strategy: .iso8601) else { return text }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm"
    return formatter.string(from: date)
  }
}
