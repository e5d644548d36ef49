import Glibc

@testable import Terminal

/// A directory that goes away with its test.
final class TestDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/terminal-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure(code: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { unlink(path + "/" + name) }
    }
    closedir(directory)
    rmdir(path)
  }
}

/// A pipe that is closed with its test.
final class TestPipe {
  let reading: CInt
  private var writing: CInt

  init() throws {
    var ends: [CInt] = [0, 0]
    guard pipe(&ends) == 0 else { throw TestFailure(code: errno) }
    (reading, writing) = (ends[0], ends[1])
  }

  func write(_ bytes: some Sequence<UInt8>) {
    Descriptor(number: writing).write(bytes)
  }

  func finish() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  deinit {
    finish()
    close(reading)
  }
}

/// A pseudo-terminal of a given size.
final class TestTerminal {
  let descriptor: CInt
  private let master: CInt

  init(columns: Int, rows: Int) throws {
    var master: CInt = -1
    var descriptor: CInt = -1
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &descriptor, nil, nil, &size) == 0 else { throw TestFailure(code: errno) }
    (self.master, self.descriptor) = (master, descriptor)
  }

  deinit {
    close(descriptor)
    close(master)
  }
}

struct TestFailure: Error {
  let code: Int32
}
