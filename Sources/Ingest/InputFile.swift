import Values

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is open for reading from its beginning to its end.
struct InputFile: ~Copyable {
  private let descriptor: Int32
  private let displayPath: String
  /// The size of the file; 0 for what has none, such as a pipe.
  let byteCount: Int

  /// Opens a file.
  /// - Throws: A `Failure` that names the file as the user wrote it, and near names where there is no such file.
  init(path: String, displayPath: String) throws(Failure) {
    self.displayPath = displayPath
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw openingFailure(errno, path: path, displayPath: displayPath) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw readingFailure(code, displayPath: displayPath)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw Failure(
        .data, Phrase("\(displayPath) is a folder, not a file", "\(displayPath) 是文件夹，不是文件"),
        notes: filesNote(in: path))
    }
    byteCount = max(0, Int(status.st_size))
  }

  deinit { close(descriptor) }

  /// Reads the next bytes into a part of a space until it is full or the file ends.
  /// - Returns: How many bytes were read; fewer than there was room for only at the end of the file.
  func read(into space: inout MutableSpan<UInt8>, at places: Range<Int>) throws(Failure) -> Int {
    var position = places.lowerBound
    while position < places.upperBound {
      let count = space.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[position..<places.upperBound])
        return systemRead(descriptor, rest.baseAddress, rest.count)
      }
      if count == 0 { break }
      if count > 0 {
        position += count
      } else if errno != EINTR {
        throw readingFailure(errno, displayPath: displayPath)
      }
    }
    return position - places.lowerBound
  }

  /// Reads some bytes from anywhere in the file into the front of a space.
  /// - Returns: How many bytes were read; fewer than asked for only where the file ends before.
  func read(_ count: Int, at offset: Int, into space: inout [UInt8]) throws(Failure) -> Int {
    precondition(count <= space.count, "no room for the bytes")
    var position = 0
    while position < count {
      let read = space.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[position...]).baseAddress, count - position,
          off_t(offset + position))
      }
      if read == 0 { break }
      if read > 0 {
        position += read
      } else if errno != EINTR {
        throw readingFailure(errno, displayPath: displayPath)
      }
    }
    return position
  }
}

/// `read` of the C library, out of the way of the method's name.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func openingFailure(_ code: Int32, path: String, displayPath: String) -> Failure {
  switch code {
  case ENOENT, ENOTDIR:
    Failure(
      .data, Phrase("there is no file \(displayPath)", "没有文件 \(displayPath)"), notes: nearFilesNote(path, displayPath))
  case EACCES, EPERM:
    Failure(
      .environment,
      Phrase("no permission to read \(displayPath)", "没有读取 \(displayPath) 的权限"))
  default: readingFailure(code, displayPath: displayPath)
  }
}

private func readingFailure(_ code: Int32, displayPath: String) -> Failure {
  let reason = String(cString: strerror(code))
  return Failure(
    .environment, Phrase("\(displayPath) can't be read: \(reason)", "无法读取 \(displayPath)：\(reason)"))
}

private func nearFilesNote(_ path: String, _ displayPath: String) -> [Phrase] {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  let name = parts.last.map(String.init) ?? path
  let isRelative = parts.count < 2
  let folder = isRelative ? "." : parts.dropLast().joined(separator: "/") + "/"
  guard let files = visibleFiles(in: folder) else {
    let shown = displayPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    guard !shown.isEmpty else { return [Phrase("its folder does not exist", "所在文件夹不存在")] }
    return [Phrase("the folder `\(shown)` does not exist", "文件夹“\(shown)”不存在")]
  }
  let near = Nearness.names(near: name, among: files)
  guard !near.isEmpty else { return filesNote(in: folder) }
  let list = near.joined(separator: ", ")
  return [Phrase("files of a near name there: \(list)", "该文件夹中名称相近的文件：\(list)")]
}

/// Names some files of a folder, as a hint on what might have been meant.
private func filesNote(in folder: String) -> [Phrase] {
  let files = (visibleFiles(in: folder) ?? []).filter { $0.lowercased().hasSuffix(".csv") }
  guard !files.isEmpty else { return [] }
  let list = files.prefix(5).joined(separator: ", ") + (files.count > 5 ? " …" : "")
  return [Phrase("CSV files there: \(list)", "该文件夹中的 CSV 文件：\(list)")]
}

private func visibleFiles(in folder: String) -> [String]? {
  (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { !$0.hasPrefix(".") }.sorted()
}
