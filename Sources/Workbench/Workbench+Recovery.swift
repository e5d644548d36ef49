import Foundation
import Language
import Presentation
import Tables
import Values

// Bringing back what was done in a shell that ended without leaving.
extension Workbench {
  /// Where statements are written down before they run, and what a dead shell has left.
  struct Recovery {
    /// The folder of the journals.
    let folder: String
    /// This shell's own.
    let journal: StatementJournal
    /// A dead shell's, while it is neither recovered nor given up.
    var left: JournalFile?
  }

  /// Does again what a dead shell had done, or gives it up.
  func recover(_ statement: Statement, discards: Bool) throws -> Answer {
    guard var recovery else {
      throw Diagnostic(
        .statement, Phrase("only the shell recovers what another shell has left", "只有交互界面可以找回"), at: statement.span)
    }
    guard let left = recovery.left else {
      throw Diagnostic(
        .statement, Phrase("there is nothing to recover", "没有可找回的内容"), at: statement.span,
        notes: [Phrase("every shell before was left as it should be", "此前的交互界面均已正常退出")])
    }
    let answer = discards ? nil : try replay(left.entries)
    if !discards { recovery.journal.adopt(left.entries) }
    left.close()
    recovery.left = nil
    recovery.left = JournalFile.newestDead(in: recovery.folder)
    self.recovery = recovery
    return answer ?? Answer(prose: [Phrase("given up", "已丢弃")])
  }

  private func replay(_ entries: [JournalEntry]) throws -> Answer {
    let before = (state, done, formerStates, lastResult)
    var rows: [[Cell]] = []
    var change: String?
    for entry in entries where entry.outcome != .failed {
      if entry.world != world, change == nil { change = entry.statement }
      do {
        rows.append([.value(.text(entry.statement)), .phrase(try replay(entry))])
      } catch let failure as Failure {
        guard failure.exitCode != Diagnostic.Kind.interrupted.exitCode else {
          (state, done, formerStates, lastResult) = before
          throw failure
        }
        let english = DiagnosticRenderer(tongue: .english).text(of: failure).split(separator: "\n")[0]
        let chinese = DiagnosticRenderer(tongue: .chinese).text(of: failure).split(separator: "\n")[0]
        rows.append([.value(.text(entry.statement)), .phrase(Phrase(String(english), String(chinese)))])
      }
    }
    let columns = [
      ResultColumn("statement", heading: Phrase("statement", "语句")),
      ResultColumn("outcome", heading: Phrase("outcome", "结果")),
    ]
    let note = change.map {
      Phrase("the lists or their files are no longer those of then, from here on: \($0)", "自此语句起，名单或其文件已与当时不同：\($0)")
    }
    return Answer(ResultTable(columns: columns, rows: rows), notes: note.map { [$0] } ?? [])
  }

  private func replay(_ entry: JournalEntry) throws -> Phrase {
    // What may have brought the shell down is for the user to try again.
    guard entry.outcome == .done else { return Phrase("not run: the shell ended before it did", "未执行：当时尚未完成") }
    let program = Parser.parse(SourceText(entry.statement))
    guard program.diagnostics.isEmpty else { throw Failure(program.diagnostics) }
    for statement in program.statements {
      guard !statement.writes else { return Phrase("left out: it wrote a file", "略过：已写出文件") }
      _ = try run(statement, origin: .typed(in: entry.folder))
    }
    return Phrase("done", "已完成")
  }

  /// The day asked about, and a number that changes with the files read.
  var world: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for (path, fingerprint) in state.files.sorted(by: { $0.key < $1.key }) {
      for byte in "\(path)\n\(fingerprint.digest)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return "\(state.base.asof) \(String(hash, radix: 16))"
  }
}

extension Statement {
  /// Whether doing it again would write a file once more, or has no meaning later.
  fileprivate var writes: Bool {
    switch kind {
    case .save, .help, .recover: true
    case .pipeline(let pipeline):
      if case .export? = pipeline.stages.last?.kind { true } else { false }
    default: false
    }
  }
}
