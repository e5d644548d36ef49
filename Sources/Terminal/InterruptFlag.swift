import CLibEdit

/// Whether the user pressed Ctrl-C, for work that looks now and then and stops by itself.
///
/// The flag is one for the process, and each time it is raised it ends one thing: the line that is being typed, which a
/// reader drops as it takes the flag, or the statement at work, which polls `isRaised` (one relaxed atomic load); whoever
/// ran that takes the flag when it is over. Nobody takes it down before something begins: the key may have been meant for
/// that.
public enum InterruptFlag {
  /// Lets Ctrl-C raise the flag instead of ending the process. Does nothing where SIGINT is ignored from the start,
  /// as under `nohup`, and nothing the second time.
  /// - Parameter once: Whether a second Ctrl-C ends the process after all, for programs that leave at the first one.
  public static func install(once: Bool = false) { cle_interrupt_install(once) }

  /// Whether Ctrl-C was pressed since the flag was cleared. May be asked from any thread.
  public static var isRaised: Bool { cle_interrupt_is_raised() }

  /// Raises the flag as Ctrl-C does.
  public static func raise() { cle_interrupt_raise() }

  /// Takes the flag down. - Returns: Whether it was raised.
  @discardableResult public static func take() -> Bool { cle_interrupt_take() }
}
