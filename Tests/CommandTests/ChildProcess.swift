import Foundation
import Glibc

/// A program that was started, killed at the latest when nobody holds on to it any more.
final class ChildProcess {
  /// How it is started.
  struct Launch {
    var path: String
    var arguments: [String] = []
    var environment: [String: String] = [:]
    var folder: String
    /// What each of its descriptors 0, 1 and 2 is.
    var streams: [Stream]
    /// Whether it leads a session of its own; a terminal that it opens is then its controlling terminal.
    var leadsSession = false
  }

  /// A file that is one of the program's descriptors.
  struct Stream {
    let path: String
    let flags: CInt

    static func file(_ path: String, flags: CInt) -> Stream { Stream(path: path, flags: flags) }
  }

  /// Why the program could not be started: an `errno`.
  struct NotStarted: Error { let code: CInt }

  private let identifier: pid_t
  private(set) var exitCode: Int32?

  init(_ launch: Launch) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in launch.streams.enumerated() {
      posix_spawn_file_actions_addopen(&actions, CInt(number), stream.path, stream.flags, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whatever runs the tests may ignore signals; the program must find them as a user's shell leaves them.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGTSTP, SIGQUIT] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let session = launch.leadsSession ? ChildProcess.ownSession : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | session)

    var started: pid_t = 0
    let words = [ChildProcess.starter, "-C", launch.folder, launch.path] + launch.arguments
    let arguments = words.map { strdup($0) } + [nil]
    let environment = launch.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    let code = posix_spawn(&started, ChildProcess.starter, &actions, &attributes, arguments, environment)
    guard code == 0 else { throw NotStarted(code: code) }
    identifier = started
  }

  deinit { kill() }

  /// Goes to a folder and becomes the program.
  private static let starter = "/usr/bin/env"

  /// `POSIX_SPAWN_SETSID`, which the C library only shows to programs that ask for its extensions.
  private static let ownSession: Int16 = 0x80

  /// Waits until it has ended; nil when it is still running at the deadline.
  func wait(until deadline: ContinuousClock.Instant) -> Int32? {
    while !hasEnded {
      guard ContinuousClock.now < deadline else { return nil }
      // Gives the processor away until there may be news.
      poll(nil, 0, 5)
    }
    return exitCode
  }

  /// Whether it has ended; its exit code is known from then on, 128 and the signal's number where one ended it.
  var hasEnded: Bool {
    guard exitCode == nil else { return true }
    var status: CInt = 0
    let result = waitpid(identifier, &status, WNOHANG)
    if result == 0 { return false }
    let signal = status & 0x7F
    exitCode = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    return true
  }

  func send(signal: CInt) {
    if !hasEnded { Glibc.kill(identifier, signal) }
  }

  private func kill() {
    guard !hasEnded else { return }
    Glibc.kill(identifier, SIGKILL)
    var status: CInt = 0
    waitpid(identifier, &status, 0)
    exitCode = 128 + SIGKILL
  }
}
