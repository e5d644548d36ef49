import Documents
import Foundation
import Language
import Presentation
import Values

/// Lays out files in the canonical layout: statements alone, and the statements in Markdown documents, whose prose and
/// results stay as they are.
public struct FormatRunner {
  private let tongue: Tongue?
  private let messages: Tongue
  private let changesNothing: Bool
  private let console: Console

  /// A run over files.
  /// - Parameters:
  ///   - tongue: The tongue of the keywords; nil for each statement's own.
  ///   - messages: The tongue of messages.
  ///   - changesNothing: Whether files are only checked.
  ///   - wantsColour: Whether colours may be used where a terminal shows them.
  public init(tongue: Tongue?, messages: Tongue, changesNothing: Bool, wantsColour: Bool) {
    self.tongue = tongue
    self.messages = messages
    self.changesNothing = changesNothing
    console = Console(format: .table, isInteractive: false, wantsColour: wantsColour)
  }

  /// Formats files one after another; `-` is standard input, which is printed to standard output. A file that can't be
  /// read as statements is left alone.
  /// - Returns: The exit code of the first file that has one; 1 where a check finds a file laid out otherwise.
  public func run(files: [String]) -> Int32 {
    var code: Int32 = 0
    for file in files {
      do {
        try format(file)
      } catch let failure as Failure {
        console.report(failure, tongue: messages)
        code = code == 0 ? failure.exitCode : code
      } catch {
        console.report(Failure(.environment, .same(error.localizedDescription)), tongue: messages)
        code = code == 0 ? Diagnostic.Kind.environment.exitCode : code
      }
    }
    guard !console.isIntact else { return code }
    console.report(
      Failure(.environment, Phrase("can't write to standard output", "无法写入标准输出")), tongue: messages)
    return Diagnostic.Kind.environment.exitCode
  }

  private func format(_ file: String) throws {
    let isInput = file == "-"
    let data = isInput ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: file)
    let shown = VisibleText.line(file)
    guard let data else { throw Failure(.data, Phrase("can't read `\(shown)`", "无法读取“\(shown)”")) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.data, Phrase("`\(shown)` is not UTF-8", "“\(shown)”不是 UTF-8 编码"))
    }
    let formatted = try FormattedFile(text, name: file).text(in: tongue)
    if changesNothing {
      guard formatted != text else { return }
      throw Failure(
        .assertion, Phrase("`\(shown)` is laid out otherwise", "“\(shown)”的版式不合规范"),
        notes: [Phrase("`tuiyan format \(shown)` lays it out anew", "可用 `tuiyan format \(shown)` 重新排版")])
    }
    if isInput { return console.write(formatted) }
    guard formatted != text else { return }
    try write(formatted, to: file, shown: shown)
  }

  /// Written beside and moved into place: a crash leaves the old file or the new one. A link stays one.
  private func write(_ text: String, to file: String, shown: String) throws {
    do {
      let target = URL(fileURLWithPath: RealPath.resolving(file) ?? file)
      let permissions = try FileManager.default.attributesOfItem(atPath: target.path)[.posixPermissions]
      try Data(text.utf8).write(to: target, options: .atomic)
      if let permissions {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: target.path)
      }
    } catch {
      throw Failure(
        .environment, Phrase("can't write `\(shown)`", "无法写入“\(shown)”"),
        notes: WriteFault.notes(on: error, writing: file))
    }
  }
}

/// A file's text with its lines, of which only those that hold statements are laid out anew.
struct FormattedFile {
  private let document: Document
  /// The lines as they are, line ends included.
  private let lines: [Substring]
  private let isProgram: Bool

  /// A file's text; statements alone where the name ends in `.tuiyan`, or where nothing in standard input is fenced.
  init(_ text: String, name: String) {
    let markdown = Document(markdown: text, name: name)
    let isFenced = markdown.blocks.contains { $0.kind == .program }
    isProgram = name.hasSuffix(".tuiyan") || (name == "-" && !isFenced)
    document = isProgram ? Document(program: text, name: name) : markdown
    lines = FormattedFile.lines(of: text)
  }

  /// The text in the canonical layout.
  /// - Throws: `Failure` with every error of its statements.
  func text(in tongue: Tongue?) throws(Failure) -> String {
    var parts: [String] = []
    var diagnostics: [Diagnostic] = []
    var next = 0
    for block in document.blocks where block.kind == .program {
      let source = SourceText(block.text, name: document.name == "-" ? nil : document.name, firstLine: block.firstLine)
      do {
        let formatted = try Formatter.format(source, tongue: tongue)
        guard diagnostics.isEmpty else { continue }
        parts += lines[next..<min(next + leading(block, from: next), lines.count)].map(String.init)
        parts += laidOut(formatted, in: block)
        next = min(isProgram ? lines.count : content(of: block).upperBound, lines.count)
      } catch {
        diagnostics += error.diagnostics
      }
    }
    guard diagnostics.isEmpty else { throw Failure(diagnostics) }
    return parts.joined() + lines[next...].joined()
  }

  /// The lines before a block's statements that are not yet written, its fence among them.
  private func leading(_ block: Document.Block, from next: Int) -> Int {
    isProgram ? 0 : content(of: block).lowerBound - next
  }

  /// The lines between a block's fences.
  private func content(of block: Document.Block) -> Range<Int> {
    let first = block.lines.lowerBound + 1
    return first..<first + max(0, block.lines.count - 2)
  }

  /// A block's new lines, as far in as its fence.
  private func laidOut(_ text: String, in block: Document.Block) -> [String] {
    guard !text.isEmpty else { return [] }
    let fence = isProgram ? "" : lines[block.lines.lowerBound].prefix { $0 == " " }
    let end = lines.first.map { $0.hasSuffix("\r\n") ? "\r\n" : "\n" } ?? "\n"
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      (line.isEmpty ? "" : fence + line) + end
    }
  }

  /// Lines with their ends; "\r\n" is one character of a Swift string.
  private static func lines(of text: String) -> [Substring] {
    var lines: [Substring] = []
    var start = text.startIndex
    for index in text.indices where ["\n", "\r", "\r\n"].contains(text[index]) {
      lines.append(text[start..<text.index(after: index)])
      start = text.index(after: index)
    }
    if start < text.endIndex { lines.append(text[start...]) }
    return lines
  }
}
