import Language
import Values

/// A stretch of a shell's window that was copied with its prompts and answers: its statements, to be run again.
///
/// A line behind the prompt `> ` begins a statement, lines behind `. ` directly below it go on with it; all else is what
/// the shell answered.
struct Transcript {
  /// The statements, one below the other.
  let statements: String
  /// How many statements there are.
  let count: Int
  /// How many lines were left out, empty ones not counted.
  let omitted: Int

  /// Reads a text as a transcript.
  /// - Returns: Nil where it is not plainly one: where its first line has no prompt, unless the text as it stands can't
  ///   be read and the lines with prompts can.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var statements: [[Substring]] = []
    var omitted = 0
    var isOpen = false
    for line in lines {
      if let beginning = Transcript.rest(of: line, behind: ">") {
        statements.append([beginning])
        isOpen = true
      } else if isOpen, let more = Transcript.rest(of: line, behind: ".") {
        statements[statements.count - 1].append(more)
      } else {
        isOpen = false
        if !line.allSatisfy(\.isWhitespace) { omitted += 1 }
      }
    }
    // What Ctrl-C dropped was no statement, and an empty prompt is none.
    let kept = statements.filter { !($0.last?.hasSuffix("^C") ?? true) && $0 != [""] }
    self.statements = kept.map { $0.joined(separator: "\n") }.joined(separator: "\n")
    self.count = kept.count
    self.omitted = omitted
    guard !kept.isEmpty else { return nil }
    let first = lines.first { !$0.allSatisfy(\.isWhitespace) }
    guard first.flatMap({ Transcript.rest(of: $0, behind: ">") }) == nil else { return }
    guard !Transcript.isReadable(text), Transcript.isReadable(self.statements) else { return nil }
  }

  /// What stands behind a prompt; nil where the line has none.
  private static func rest(of line: Substring, behind prompt: Character) -> Substring? {
    guard line.first == prompt else { return nil }
    let rest = line.dropFirst()
    if rest.isEmpty { return rest }
    return rest.first == " " ? rest.dropFirst() : nil
  }

  private static func isReadable(_ text: String) -> Bool { Parser.parse(SourceText(text)).diagnostics.isEmpty }

  /// What is said of it.
  var note: Phrase {
    let lines =
      omitted == 0
      ? Phrase("the prompts", "提示符")
      : Phrase("the prompts and \(omitted) line\(omitted == 1 ? "" : "s") of output", "提示符和 \(omitted) 行输出")
    return Phrase(
      "\(count) statement\(count == 1 ? "" : "s") pasted; left out: \(lines.english)",
      "已粘贴 \(count) 条语句，略去\(lines.chinese)")
  }
}
