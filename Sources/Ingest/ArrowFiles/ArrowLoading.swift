import Arrow
import Tables
import Values

/// Reads a file or a stream of Arrow's format as a table.
func loadArrow(
  _ declaration: FileDeclaration, progress: ((Int, Int) -> Void)? = nil, isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  let file = try OpenArrow(declaration)
  let head = try file.head(&log)
  var rows = file.rows()
  return try CellTable(file.declaration, header: head.header, plan: head.plan)
    .load(&rows, log: &log, progress: progress, isCancelled: isCancelled)
}

/// Reads the columns and the first rows of a file of Arrow's format.
func readArrowHeader(_ declaration: FileDeclaration) throws(Failure) -> FileHeader {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  return try OpenArrow(declaration).head(&log).fileHeader
}

/// A file of Arrow's format that is open for reading.
private struct OpenArrow {
  /// What is meant by the file, with what its columns say of themselves.
  private(set) var declaration: FileDeclaration
  private let reader: ArrowReader
  private let byteCount: Int

  init(_ declaration: FileDeclaration) throws(Failure) {
    let path = declaration.displayPath
    guard declaration.part == nil else {
      throw partMismatch(
        declaration.part, file: path, holding: Phrase("one table", "单个表格"),
        notes: [Phrase("leave `sheet`, `table` or `query` out", "请去掉 `工作表`、`数据表` 或 `查询`")])
    }
    guard declaration.encoding == nil else {
      throw Failure(
        .data, Phrase("\(path) is an Arrow file and has no encoding to declare", "\(path) 是 Arrow 文件，不需声明编码"),
        notes: [Phrase("leave `encoding` out", "请去掉 `编码`")])
    }
    self.declaration = declaration
    let file = try MappedFile(path: declaration.path, displayPath: path)
    byteCount = file.byteCount
    do throws(ArrowFault) {
      reader = try ArrowReader(ArrowBytes(file))
    } catch {
      throw error.failure(of: path)
    }
  }

  /// The columns' names as headings, with the first rows.
  func head(_ log: inout ProblemLog) throws(Failure) -> CellTableHead {
    var source = rows()
    let below = try source.headRows(limit: CellTableHead.sampleRows)
    let names = reader.schema.fields.map { trimmed($0.name) }
    let header = HeadRow(line: 0, cells: names, isText: true, next: 0, nextLine: 1)
    return try CellTableHead(try described(HeaderRow(header), &log), header: header, below: below, log: &log)
  }

  func rows() -> ArrowRows {
    ArrowRows(reader, displayPath: declaration.displayPath, byteCount: byteCount)
  }

  /// The declaration with the types that the file's columns have, wherever none is declared.
  private func described(_ header: HeaderRow, _ log: inout ProblemLog) throws(Failure) -> FileDeclaration {
    var described = declaration
    if declaration.columns.isEmpty {
      var seen: Set<String> = []
      for (position, field) in reader.schema.fields.enumerated() {
        let name = header.row.cells[position]
        guard !name.isEmpty, seen.insert(header.comparable[position]).inserted else { continue }
        if case .other(let type) = field.type {
          log.report(
            .badValue, line: 0, heading: name, found: type,
            expected: Phrase("a column of text, numbers, days or yes and no; it is not read", "文本、数值、日期或是否类型的列；该列未读取"),
            outcome: .kept)
        } else {
          described.columns.append(ColumnDeclaration(name: name))
        }
      }
    }
    for (index, column) in described.columns.enumerated() {
      guard let position = header.positions(of: column).first else { continue }
      let field = reader.schema.fields[position]
      if case .other(let type) = field.type {
        throw Failure(
          .data,
          Phrase(
            "\(declaration.displayPath): the column “\(field.name)” is of Arrow's type \(type), which is not read",
            "\(declaration.displayPath)：“\(field.name)”列的 Arrow 类型为 \(type)，无法读取"),
          notes: [Phrase("write it as text, a number or a day", "请将其写为文本、数值或日期")])
      }
      described.columns[index].take(field)
    }
    // Columns of other types alone leave none to read.
    guard !described.columns.isEmpty else {
      throw Failure(
        .data, Phrase("\(declaration.displayPath) has no column to read", "\(declaration.displayPath) 没有可读取的列"))
    }
    return described
  }
}

extension ColumnDeclaration {
  /// Takes over what a column of a file says of itself.
  fileprivate mutating func take(_ field: ArrowField) {
    let meaning = ColumnMeaning(field)
    if type == nil, yes.isEmpty, no.isEmpty { type = meaning.type }
    // Yes and no say themselves what they are; words are for columns of text.
    if field.type == .flag { (yes, no) = (["true"], ["false"]) }
    isVerbatim = meaning.isOurs && type?.isText == true
    if meaning.isOurs, type == .money { unit = unit ?? .yuan }
  }
}

/// What a column of a file means: by what this program wrote beside it, else by its type.
struct ColumnMeaning {
  /// The type of its values; nil where only the values can tell.
  let type: ValueType?
  /// Whether this program wrote the type beside it.
  let isOurs: Bool

  init(_ field: ArrowField) {
    if let written = field.metadata[ArrowMetadata.type].flatMap(ValueType.init), written != .duration {
      (type, isOurs) = (written, true)
      return
    }
    isOurs = false
    type =
      switch field.type {
      case .flag: .flag
      case .integer: .integer
      case .float: .decimal
      case .decimal(_, _, let scale): scale == 0 ? .integer : .decimal
      case .date, .timestamp: .date
      case .text, .textView: field.dictionary == nil ? nil : .category
      case .null, .other: nil
      }
  }
}

extension ArrowFault {
  /// The fault as a failure of a file.
  func failure(of file: String) -> Failure {
    switch kind {
    case .damaged:
      Failure(
        .data, Phrase("\(file) is damaged: \(reason.english)", "\(file) 已损坏：\(reason.chinese)"), notes: notes)
    case .unsupported:
      Failure(
        .data, Phrase("\(file) can't be read: \(reason.english)", "无法读取 \(file)：\(reason.chinese)"), notes: notes)
    }
  }
}
