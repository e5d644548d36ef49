import CLibEdit

/// Whether the terminal has gone away: its window was closed, or the connection was lost.
///
/// The process lives on until it has come to an end of its own: what runs is interrupted, and readers say that the input
/// has ended.
public enum HangUp {
  /// Takes notice of SIGHUP, unless the process was started with it ignored, as under `nohup`.
  public static func install() { cle_hangup_install() }

  /// Whether it has gone away.
  public static var hasCome: Bool { cle_hangup_has_come() }
}
