import Foundation
import Language
import Values

/// What the user has set, kept for later shells: a file of `set` statements, one a line, that can be read and edited.
///
/// Only the shell reads it: scripts give the same results whoever runs them.
struct SettingsFile {
  /// Where it is.
  let path: String

  /// The file in the user's configuration folder (XDG); nil where there is no home.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { $0 + "/.config" }
    guard let folder, folder.hasPrefix("/") else { return nil }
    path = "\(folder)/tuiyan/settings"
  }

  private static let heading = "# Settings of the shell, one `set` statement a line. 交互界面的设置，每行一条。\n"

  /// What the file sets, in its order, and what in it says nothing.
  func read() -> (values: [(Setting, String)], warnings: [Phrase]) {
    guard let data = FileManager.default.contents(atPath: path) else { return ([], []) }
    var values: [(Setting, String)] = []
    var warnings: [Phrase] = []
    for (position, line) in lines(String(decoding: data, as: UTF8.self)).enumerated() {
      guard !SettingsFile.isEmpty(line) else { continue }
      let place = "\(path):\(position + 1)"
      guard let (name, word) = SettingsFile.statement(line) else {
        warnings.append(
          Phrase("\(place): only `set NAME VALUE` can stand here; left out", "\(place)：此处只能写 `设置 名称 值`，已略过"))
        continue
      }
      var scratch = Settings()
      if let setting = Setting(word: name) {
        if setting.set(word, in: &scratch) {
          values.append((setting, word))
        } else {
          warnings.append(Phrase("\(place): ", "\(place)：") + setting.expectation + Phrase("; left out", "，已略过"))
        }
      } else {
        warnings.append(
          Phrase("\(place): there is no setting `\(name)`; left out", "\(place)：没有设置项“\(name)”，已略过"))
      }
    }
    return (values, warnings)
  }

  /// Keeps some settings as they are now; the other lines stay as the user has written them.
  /// - Throws: What the system says where the file can't be written.
  func keep(_ changed: [Setting], of settings: Settings) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // Another shell may be at the same.
    let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if place >= 0 { close(place) } }
    if place >= 0 { flock(place, LOCK_EX) }
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    var lines = lines(text ?? SettingsFile.heading)
    if lines.last == "" { lines.removeLast() }
    for setting in changed {
      let line = "set \(setting.rawValue) \(setting.word(in: settings))"
      let former = lines.lastIndex { SettingsFile.statement($0).flatMap { Setting(word: $0.name) } == setting }
      if let former { lines[former] = line } else { lines.append(line) }
    }
    try FileReplacement.write(lines.map { $0 + "\n" }.joined(), to: path, permissions: 0o600)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
  }

  private static func isEmpty(_ line: String) -> Bool {
    line.allSatisfy(\.isWhitespace) || line.first { !$0.isWhitespace } == "#"
  }

  private static func statement(_ line: String) -> (name: String, word: String)? {
    let program = Parser.parse(SourceText(line))
    guard program.diagnostics.isEmpty, program.statements.count == 1,
      case .set(let name, let value) = program.statements[0].kind
    else { return nil }
    return (name.text, value.settingWord)
  }
}
