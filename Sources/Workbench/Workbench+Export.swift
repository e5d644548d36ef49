import Foundation
import Language
import Presentation
import Tables
import Values

// Writing answers to files.
extension Workbench {
  /// Writes all rows of a question to a file, in the form that its name ends in; with a column's name in braces, a file
  /// for each of its values.
  func export(
    _ flow: PipelineRunner.Flow, of runner: PipelineRunner, to path: PathLiteral, origin: Origin
  ) throws -> Answer {
    guard let format = ExportForm((path.path as NSString).pathExtension.lowercased()) else {
      throw Failure(
        .statement,
        Phrase(
          "a file to export to ends in .csv, .json, .md, .txt or .arrow", "导出文件的扩展名应为 .csv、.json、.md、.txt 或 .arrow"),
        at: path.span)
    }
    let pattern = PathPattern(path.path)
    guard pattern.columns.isEmpty else {
      return try export(flow, of: runner, by: pattern, as: format, path, origin: origin)
    }
    let file = try writableFile(path, origin: origin)
    let (bytes, rows) = try format.bytes(of: flow, of: runner)
    try write(bytes, to: file, path)
    let count = DecimalNotation.text(ofCount: rows)
    return Answer(
      Workbench.written([(rows, path.path)]),
      as: .prose([Phrase("\(count) rows written to \(path.path)", "已写出 \(count) 行至 \(path.path)")]))
  }

  private func export(
    _ flow: PipelineRunner.Flow, of runner: PipelineRunner, by pattern: PathPattern, as form: ExportForm,
    _ path: PathLiteral, origin: Origin
  ) throws -> Answer {
    let tongue = runner.state.settings.tongue
    let (all, notes) = try form.rows(of: flow, of: runner)
    let positions = try pattern.columns.map { try position(of: $0, in: all.columns, at: path.span) }
    var groups: [(values: [Cell], rows: [Int])] = []
    var numbers: [[Cell]: Int] = [:]
    for row in 0..<all.count {
      try Interruption.check(atRow: row)
      let values = positions.map { all[row, $0] }
      let number = numbers[values, default: groups.count]
      if number == groups.count {
        numbers[values] = number
        groups.append((values, []))
      }
      groups[number].rows.append(row)
    }
    let names = try positions.indices.map { place in
      try FileNames(
        Interruption.map(groups) { ($0.values[place], Workbench.text(of: $0.values[place], in: tongue)) })
    }
    let paths = try FileNames(
      Interruption.map(groups) { ($0.values, pattern.path(with: zip(names, $0.values).map { $0[$1] })) },
      ending: ".\((path.path as NSString).pathExtension)")
    // Whether all of them may be written is known before the first one is.
    let files = try groups.map { group in
      try Interruption.check()
      let literal = PathLiteral(path: paths[group.values], span: path.span)
      return (path: literal, file: try writableFile(literal, origin: origin), rows: group.rows)
    }
    // All of them or none: what was written of them is no answer to the question.
    try telling(path.path, path) {
      try FileReplacement.together { replacement in
        for file in files {
          let bytes = try form.bytes(of: all.selecting(file.rows), notes: notes, tongue: tongue)
          try telling(file.file, file.path) { try replacement.write(bytes, to: file.file) }
        }
      }
    }
    let (rows, count) = (
      DecimalNotation.text(ofCount: all.count), DecimalNotation.text(ofCount: files.count)
    )
    return Answer(
      Workbench.written(files.map { ($0.rows.count, $0.path.path) }),
      as: .prose([
        Phrase(
          "\(rows) row\(all.count == 1 ? "" : "s") written to \(count) file\(files.count == 1 ? "" : "s"), \(path.path)",
          "已写出 \(rows) 行至 \(count) 个文件，\(path.path)")
      ]))
  }

  /// A cell's own text, not as it is made visible on a screen.
  private static func text(of cell: Cell, in tongue: Tongue) -> String {
    if case .value(.text(let text)) = cell { return text }
    return ValueText(tongue: tongue).text(of: cell)
  }

  private static func written(_ files: [(rows: Int, path: String)]) -> ResultTable {
    ResultTable(
      columns: [ResultColumn("rows"), ResultColumn("file")],
      rows: files.map { [.value(.integer(Int64($0.rows))), .value(.text($0.path))] })
  }

  private func position(
    of name: String, in columns: [ResultColumn], at span: SourceSpan
  ) throws(Diagnostic) -> Int {
    let position =
      columns.firstIndex { $0.name == name }
      ?? columns.firstIndex { $0.heading.english == name || $0.heading.chinese == name }
    guard let position else {
      throw Diagnostic(
        .statement, Phrase("the rows have no column `\(name)`", "结果中没有“\(name)”列"), at: span,
        notes: Nearness.notes(name, columns.flatMap { [$0.name, $0.heading.chinese] })
          + [Phrase("a name in braces stands for a column: one file a value", "花括号内为列名：每个取值写一个文件")])
    }
    return position
  }
}

/// The form of a file that is exported to.
private enum ExportForm {
  case text(OutputFormat)
  case arrow

  /// The form that goes by an ending of files' names.
  init?(_ ending: String) {
    let texts: [String: OutputFormat] = ["csv": .csv, "json": .json, "md": .markdown, "txt": .table]
    if let format = texts[ending] {
      self = .text(format)
    } else if ["arrow", "feather"].contains(ending) {
      self = .arrow
    } else {
      return nil
    }
  }

  /// The file of a question's rows, and how many they are.
  func bytes(of flow: PipelineRunner.Flow, of runner: PipelineRunner) throws -> (bytes: [UInt8], rows: Int) {
    switch self {
    case .arrow, .text(.csv), .text(.json):
      let rows = try runner.computedRows(flow)
      return (try bytes(of: rows), rows.count)
    case .text(let format):
      let answer = try runner.answer(flow)
      let text = format.writer().text(of: answer, tongue: runner.state.settings.tongue)
      return (Array(text.utf8), answer.table.rows.count)
    }
  }

  /// A question's rows, and the notes that stand under them where people read them.
  func rows(of flow: PipelineRunner.Flow, of runner: PipelineRunner) throws -> (rows: ComputedRows, notes: [Phrase]) {
    switch self {
    case .arrow, .text(.csv), .text(.json): return (try runner.computedRows(flow), [])
    case .text:
      let answer = try runner.answer(flow)
      return (ComputedRows(answer.table), answer.notes)
    }
  }

  /// The file of some rows.
  func bytes(of rows: ComputedRows, notes: [Phrase], tongue: Tongue) throws -> [UInt8] {
    switch self {
    case .arrow, .text(.csv), .text(.json): return try bytes(of: rows)
    case .text(let format):
      let answer = Answer(try rows.table(), notes: notes)
      return Array(format.writer().text(of: answer, tongue: tongue).utf8)
    }
  }

  private func bytes(of rows: ComputedRows) throws -> [UInt8] {
    var text = UTF8Text()
    switch self {
    case .arrow: return try ArrowFormat().bytes(of: rows)
    case .text(.json): try JSONFormat().write(rows, to: &text)
    case .text: try CSVFormat().write(rows, to: &text)
    }
    return text.bytes
  }
}

/// Text as the bytes of its file.
private struct UTF8Text: TextOutputStream {
  var bytes: [UInt8] = []

  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
