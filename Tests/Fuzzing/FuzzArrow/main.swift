import CLibFuzzer
import Foundation
import Properties

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-arrow-\(getpid())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
  do {
    try ArrowProperties.check(Array(UnsafeBufferPointer(start: bytes, count: count)), folder: folder)
  } catch {
    fatalError("\(error)")
  }
  return 0
}
try? FileManager.default.removeItem(at: folder)
exit(status)
