import Foundation
import Language
import Presentation
import Testing
import Values
@testable import Workbench

/// Statements that fail, in a file of their own, and beside it what a user sees of the failure in both tongues.
///
/// The folder says how the statements reach the program: those of `Documents` are loaded as a file, those of `Empty` are
/// typed before anything is loaded, all others are typed over the small dataset in `City`. Paths start from `Errors`.
struct ErrorFixture: Sendable, CustomTestStringConvertible {
  /// The path below `Errors`, without an extension.
  let path: String

  var testDescription: String { path }

  /// The folder of the fixtures.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Errors")

  /// Every fixture there is, in the order of the paths.
  static let all: [ErrorFixture] = paths(endingIn: ".tuiyan").map { ErrorFixture(path: $0) }

  /// The paths of renderings, without their extension.
  static var renderings: [String] { paths(endingIn: ".txt") }

  private static func paths(endingIn ending: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  /// The file with the statements, as it is named from `Errors`.
  private var file: String { "\(path).tuiyan" }

  /// What is expected to be seen; nil where nothing has been accepted yet.
  var expected: String? { try? String(contentsOf: renderingFile, encoding: .utf8) }

  private var renderingFile: URL { ErrorFixture.folder.appendingPathComponent("\(path).txt") }

  /// Takes a rendering for the expected one.
  func accept(_ rendering: String) throws { try Data(rendering.utf8).write(to: renderingFile) }

  private static var origin: Workbench.Origin { .typed(in: folder.path) }

  /// What there is when the small dataset has been loaded: read once for all fixtures.
  private static let city = Result {
    let workbench = Workbench()
    try workbench.run(SourceText("load \"City\""), origin: origin)
    return workbench.state
  }

  /// Runs the statements. - Returns: Why they failed; nil where they did not.
  func failure() throws -> Failure? {
    let workbench = Workbench()
    let origin = ErrorFixture.origin
    do {
      if path.hasPrefix("Documents/") {
        try workbench.run(SourceText("load \"\(file)\""), origin: origin)
      } else {
        if !path.hasPrefix("Empty/") { workbench.state = try ErrorFixture.city.get() }
        let text = try String(contentsOf: ErrorFixture.folder.appendingPathComponent(file), encoding: .utf8)
        try workbench.run(SourceText(text), origin: origin)
      }
      return nil
    } catch let failure as Failure {
      return failure
    }
  }

  /// A failure as the shell writes it, in one tongue and in the other.
  static func rendering(of failure: Failure) -> String {
    let texts = [("English", Tongue.english), ("中文", .chinese)].map { title, tongue in
      "\(title)\n\n" + DiagnosticRenderer(tongue: tongue).text(of: failure) + "\n"
    }
    return texts.joined(separator: "\n")
  }
}

/// A quoted line with its carets, as a rendering has them.
struct QuotedLine {
  /// The line, without the indent that sets quotations off.
  let text: String
  /// The columns before the first caret.
  let indent: Int
  /// How many carets there are.
  let carets: Int

  /// The first quotation of a rendering; nil where nothing is quoted.
  init?(in rendering: String) {
    let lines: [Substring] = rendering.split(separator: "\n", omittingEmptySubsequences: false)
    let isCaretLine = { (line: Substring) in line.contains("^") && line.allSatisfy { $0 == " " || $0 == "^" } }
    guard let position = lines.firstIndex(where: isCaretLine), position > 0 else { return nil }
    text = String(lines[position - 1].dropFirst(4))
    indent = lines[position].prefix { $0 == " " }.count - 4
    carets = lines[position].count { $0 == "^" }
  }

  /// The text before the carets, above them, and after them, by display columns.
  var parts: (before: String, under: String, after: String) {
    var parts = (before: "", under: "", after: "")
    var column = 0
    for character in text {
      switch column {
      case ..<indent: parts.before.append(character)
      case ..<(indent + carets): parts.under.append(character)
      default: parts.after.append(character)
      }
      column += QuotedLine.columns(of: String(character))
    }
    return parts
  }

  /// The columns of a text whose Han characters and full-width forms take two, as the fixtures use them.
  static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { total, scalar in
      switch scalar.value {
      case 0x3000...0x303E, 0x4E00...0x9FFF, 0xFF01...0xFF60: total + 2
      default: total + 1
      }
    }
  }
}

/// The line of a source that a span begins on, cut at the span.
struct SpannedLine {
  let before: String
  let under: String
  let after: String

  /// What is missing at a text's end is missed on its last line that has words.
  init(_ span: SourceSpan) {
    let bytes = Array(span.source.text.utf8)
    let newline = UInt8(ascii: "\n")
    let lastWord = bytes.lastIndex { $0 != newline }.map { $0 + 1 } ?? 0
    let start = span.range.lowerBound < bytes.count ? span.range.lowerBound : lastWord
    let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
    let end = min(max(start, span.range.upperBound), lineEnd)
    before = String(decoding: bytes[lineStart..<start], as: UTF8.self)
    under = String(decoding: bytes[start..<end], as: UTF8.self)
    after = String(decoding: bytes[end..<lineEnd], as: UTF8.self)
  }
}
