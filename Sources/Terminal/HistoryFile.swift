import Glibc

/// The statements of earlier sessions: a UTF-8 file with one statement a line, oldest first.
///
/// Inside a line `\n` stands for a line end, `\r` for a carriage return and `\\` for a backslash. Lines that are empty,
/// not UTF-8 or have another escape are skipped on reading and stay in the file: the file is only ever appended to,
/// under a lock, so that sessions side by side do not lose each other's statements. It is created readable and
/// writable for its owner alone.
public final class HistoryFile: Sendable {
  /// Where the file is.
  public let path: String

  /// A history at a path; the file need not exist, its directory must.
  public init(path: String) {
    self.path = path
  }

  /// The last `limit` statements, oldest first; none when there is no file yet.
  public func load(last limit: Int) throws(TerminalFailure) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw failure()
    }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH) == 0 else { throw failure() }
    var bytes: [UInt8] = []
    do {
      while case .bytes(let block) = try Descriptor(number: descriptor).take() { bytes += block }
    } catch {
      throw failure()
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let statements = lines.reversed().lazy.compactMap(HistoryFile.statement).prefix(max(limit, 0))
    return Array(statements).reversed()
  }

  /// Adds a statement at the end.
  public func append(_ statement: String) throws(TerminalFailure) {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX) == 0 else { throw failure() }
    fchmod(descriptor, 0o600)
    // Another program's crash may have left half a line; ours must not be glued to it.
    let start = endsInsideLine(descriptor) ? "\n" : ""
    let line = start + HistoryFile.escape(statement) + "\n"
    if let code = Descriptor(number: descriptor).write(line.utf8) {
      throw .unusableHistory(path: path, code: code)
    }
  }

  /// A statement as the line that stands for it, without its line end.
  static func escape(_ statement: String) -> String {
    var line = ""
    for scalar in statement.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The statement that a line stands for, or nil when the line is a bad one.
  static func statement(ofLine bytes: some Collection<UInt8>) -> String? {
    guard !bytes.isEmpty, let line = String(validating: bytes, as: UTF8.self) else { return nil }
    var statement = ""
    var scalars = line.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        guard scalar != "\0" else { return nil }
        statement.unicodeScalars.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": statement += "\\"
      case "n": statement += "\n"
      case "r": statement += "\r"
      default: return nil
      }
    }
    return statement
  }

  private func endsInsideLine(_ descriptor: CInt) -> Bool {
    guard lseek(descriptor, -1, SEEK_END) >= 0 else { return false }
    var last: UInt8 = 0
    return read(descriptor, &last, 1) == 1 && last != UInt8(ascii: "\n")
  }

  private func failure() -> TerminalFailure { .unusableHistory(path: path, code: errno) }
}
