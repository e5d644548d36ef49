import CLibFuzzer
import Foundation
import Properties

/// The words of the language, so that the fuzzer need not spell them out letter by letter.
let dictionary = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-language-\(getpid()).dict")
try LanguageProperties.fuzzerDictionary.write(to: dictionary, atomically: true, encoding: .utf8)

/// One input in so many is also timed, repeated to 64 KB.
nonisolated(unsafe) var untilTimed = 200

var arguments = (CommandLine.arguments + ["-dict=\(dictionary.path)"]).map { strdup($0) } + [nil]
var count = Int32(arguments.count - 1)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(Violation) {
      try LanguageProperties.check(bytes)
      untilTimed -= 1
      if untilTimed == 0 {
        untilTimed = 200
        try TimeProperties.check(bytes, repeatedTo: 1 << 16)
      }
    } catch {
      fatalError("\(error)")
    }
    return 0
  }
}
try? FileManager.default.removeItem(at: dictionary)
exit(status)
