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

  /// Opens the journal, and tells of one that a dead shell has left.
  func openJournal() {
    guard let folder = Shell.stateFolder(named: "journals") else { return }
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

  /// The history in the user's state folder; none where it can't be made.
  func historyFile() -> HistoryFile? {
    Shell.stateFolder().map { HistoryFile(path: "\($0)/history") }
  }

  /// A folder in the user's state folder (XDG), made for its owner alone; nil where it can't be.
  private static func stateFolder(named name: String? = nil) -> String? {
    let environment = ProcessInfo.processInfo.environment
    guard let home = environment["XDG_STATE_HOME"] ?? environment["HOME"].map({ $0 + "/.local/state" }),
      home.hasPrefix("/")
    else { return nil }
    let folder = "\(home)/tuiyan" + (name.map { "/\($0)" } ?? "")
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { return nil }
    return folder
  }

  private static func localTime(_ text: String) -> String {
    guard let date = try? Date(text, strategy: .iso8601) else { return text }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm"
    return formatter.string(from: date)
  }
}
