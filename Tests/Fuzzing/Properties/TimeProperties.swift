import Foundation
import Values

@testable import Language

/// What must hold of the time that a text takes.
public enum TimeProperties {
  /// Reads and lays out a text, repeated until it is long.
  /// - Parameters:
  ///   - bytes: The text.
  ///   - size: The bytes to repeat it to.
  /// - Throws: A violation where a text of `size` bytes takes more than two and a half times what eight of an eighth
  ///   of it take, in each of three tries, or four times in one.
  public static func check(_ bytes: [UInt8], repeatedTo size: Int) throws(Violation) {
    guard !bytes.isEmpty else { return }
    var times: [(part: Double, whole: Double)] = []
    for _ in 0..<3 {
      let part = seconds(String(decoding: repeated(bytes, to: size / 8), as: UTF8.self))
      let whole = seconds(String(decoding: repeated(bytes, to: size), as: UTF8.self))
      // What is over so soon is not worth a measurement.
      guard whole > 0.1, whole > 20 * part else { return }
      times.append((part, whole))
      // Where it is four times what it should be, no other try will help.
      if whole > 32 * part { break }
    }
    throw Violation("time grows as the text does", "\(times): \(String(decoding: bytes, as: UTF8.self))")
  }

  private static func repeated(_ bytes: [UInt8], to size: Int) -> [UInt8] {
    var result: [UInt8] = []
    let line = bytes + [UInt8(ascii: "\n")]
    while result.count < size { result += line }
    return result
  }

  /// The processor's seconds that a text takes, whoever else has work for it.
  private static func seconds(_ text: String) -> Double {
    let start = processorTime()
    for isDocument in [false, true] {
      let source = SourceText(text)
      if LanguageProperties.parse(source, isDocument: isDocument).diagnostics.isEmpty {
        _ = try? Formatter.format(source, isDocument: isDocument)
      }
    }
    return processorTime() - start
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
