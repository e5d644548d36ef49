import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Files that lose their names at once, however large they are.
///
/// What a removed file takes in memory and on the disk is given back by whoever closes it last, and that takes a second
/// for some gigabytes. Who has asked the work to stop does not wait for it: a process that goes on for that long holds
/// the files open meanwhile.
enum LargeFileRemoval {
  /// Fewer bytes are given back sooner than a process is started.
  private static let manyBytes = 32 << 20

  /// Removes files.
  /// - Parameters:
  ///   - paths: Their paths; those that lead nowhere are passed over.
  ///   - limit: From how many bytes on in all a process gives them back.
  static func remove(_ paths: [String], holdingFrom limit: Int = manyBytes) {
    let sizes = paths.map { path in
      var status = stat()
      return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
    #if canImport(Glibc)
      if sizes.reduce(0, +) >= limit, let holder = Holder(of: paths) {
        defer { holder.release() }
        for path in paths { unlink(path) }
        return
      }
    #endif
    for path in paths { unlink(path) }
  }
}

#if canImport(Glibc)
  /// A process that holds files open until it is released.
  private struct Holder {
    /// Both ends of a pipe: once nobody can write to it any more the process ends.
    private let pipe: (read: CInt, write: CInt)

    /// Nil where no process can be started, or no file opened.
    init?(of paths: [String]) {
      var ends: [CInt] = [-1, -1]
      guard Glibc.pipe(&ends) == 0 else { return nil }
      pipe = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      let files = paths.map { open($0, O_RDONLY | O_CLOEXEC) }.filter { $0 >= 0 }
      // The process has its own by now, or there is none.
      defer { for file in files { close(file) } }
      guard !files.isEmpty, Holder.start(reading: pipe.read, holding: files) else {
        release()
        return nil
      }
    }

    func release() {
      close(pipe.read)
      close(pipe.write)
    }

    private static func start(reading pipe: CInt, holding files: [CInt]) -> Bool {
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      guard posix_spawn_file_actions_init(&actions) == 0 else { return false }
      defer { posix_spawn_file_actions_destroy(&actions) }
      guard posix_spawnattr_init(&attributes) == 0 else { return false }
      defer { posix_spawnattr_destroy(&attributes) }
      // What is typed at the terminal from now on is not meant for it.
      posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETPGROUP))
      // Behind all that are open, so that none is written over.
      let first = ([pipe] + files).reduce(3, max) + 1
      for (place, file) in files.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, file, first + CInt(place))
      }
      posix_spawn_file_actions_adddup2(&actions, pipe, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      // The shell leaves `cat` behind and ends, so that nobody has to wait for the end of `cat`.
      let command: [String] = ["sh", "-c", "exec 3<&0; /bin/cat <&3 &"]
      let words = command.map { word in strdup(word) }
      defer { for word in words { free(word) } }
      var shell: pid_t = 0
      guard posix_spawn(&shell, "/bin/sh", &actions, &attributes, words + [nil], nil) == 0 else { return false }
      var status: CInt = 0
      while waitpid(shell, &status, 0) < 0, errno == EINTR {}
      return status == 0
    }
  }
#endif
