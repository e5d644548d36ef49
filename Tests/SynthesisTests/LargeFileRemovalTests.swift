import Foundation
import Testing

@testable import Synthesis

struct LargeFileRemovalTests {
  @Test(arguments: [0, Int.max])
  func `Removed files have lost their names, whether a process gives back what they took or not`(limit: Int) throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "removal-\(UUID())").path
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: folder) }
    let paths = (0..<20).map { "\(folder)/a list \($0)'s.part" }
    for path in paths { try Data("rows".utf8).write(to: URL(fileURLWithPath: path)) }
    try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(folder)/kept"))
    LargeFileRemoval.remove(paths + ["\(folder)/nowhere"], holdingFrom: limit)
    #expect(try manager.contentsOfDirectory(atPath: folder) == ["kept"])
  }

  @Test func `Whoever was holding a removed file open ends when it is removed`() throws {
    let manager = FileManager.default
    let path = manager.temporaryDirectory.appending(path: "removal-\(UUID())").path
    mkfifo(path, 0o600)
    // A pipe with a name can be written to only as long as somebody has it open for reading.
    let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(writer) }
    LargeFileRemoval.remove([path], holdingFrom: 0)
    close(reader)
    let isWritten = { [UInt8](arrayLiteral: 1).withUnsafeBytes { write(writer, $0.baseAddress, 1) } == 1 }
    signal(SIGPIPE, SIG_IGN)
    for _ in 0..<2_000 where isWritten() { usleep(5_000) }
    #expect(!isWritten())
    #expect(!manager.fileExists(atPath: path))
  }
}
