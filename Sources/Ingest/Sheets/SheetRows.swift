import Values

/// The rows of one sheet, read from its part as they are asked for.
struct SheetRows: ~Copyable, CellRowSource {
  private var reader: PartReader
  private var scanner: SheetScanner
  private let archive: ZipArchive
  private let sheet: String

  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, sheet: String, _ scanner: SheetScanner, blockSize: Int)
    throws(Failure)
  {
    reader = try PartReader(archive, entry, limit: SheetRows.limit, blockSize: blockSize)
    self.archive = archive
    self.scanner = scanner
    self.sheet = sheet
  }

  /// The most bytes that a sheet's part has. It is never in memory as a whole.
  private static let limit = 1 << 36

  var bytesDone: Int { reader.fileOffset }
  var byteCount: Int { archive.byteCount }

  mutating func nextRow(_ row: inout CellRow, _ texts: inout CellTexts) throws(Failure) -> Bool {
    let kept = texts.end
    while true {
      switch scan(&row, &texts) {
      case .row(let next):
        reader.advance(to: next)
        return true
      case .incomplete:
        texts.truncate(to: kept)
        guard !reader.window.isLast, reader.window.count <= SheetScanner.maximumRowSize else {
          throw broken(Phrase("it breaks off", "内容不完整"))
        }
        try readMore()
      case .end: return false
      case .malformed(let reason): throw broken(reason)
      }
    }
  }

  private mutating func scan(_ row: inout CellRow, _ texts: inout CellTexts) -> SheetScanner.Step {
    let window = reader.window
    return scanner.scanRow(window.bytes.span, from: window.start, to: window.end, &row, &texts)
  }

  /// Reads a block, or as much again as there is where a row is longer than blocks.
  private mutating func readMore() throws(Failure) {
    let wanted = reader.window.count * 2
    repeat { try reader.readBlock() } while !reader.window.isLast && reader.window.count < wanted
  }

  private func broken(_ reason: Phrase) -> Failure {
    Failure(
      .data,
      Phrase(
        "the sheet “\(sheet)” of \(archive.displayPath) is damaged: \(reason.english)",
        "\(archive.displayPath) 的工作表“\(sheet)”已损坏：\(reason.chinese)"),
      notes: [
        Phrase("open it in a spreadsheet program and save it again, or fetch it anew", "请用表格软件打开后重新保存，或重新获取该文件")
      ])
  }

  /// The merged cells that go over several rows: all but the first are blank, though they look filled.
  mutating func remarks() throws(Failure) -> [CellRemark] {
    var remarks: [CellRemark] = []
    while true {
      switch XMLScanner.nextTag(reader.window.bytes.span, from: reader.window.start, to: reader.window.end) {
      case .tag(let tag):
        if remarks.count < LoadedFile.maximumProblems, let remark = remark(tag) { remarks.append(remark) }
        reader.advance(to: tag.end)
      case .incomplete:
        guard !reader.window.isLast else { return remarks }
        guard reader.window.count <= SheetScanner.maximumRowSize else { throw broken(Phrase("it breaks off", "内容不完整")) }
        try readMore()
      case .malformed: throw broken(Phrase("its XML is broken behind the last row", "末行之后的 XML 有误"))
      }
    }
  }

  private func remark(_ tag: XMLTag) -> CellRemark? {
    let bytes = reader.window.bytes.span
    guard tag.kind != .closing, XMLScanner.matches(bytes, tag.name, "mergeCell"),
      let reference = XMLScanner.attribute("ref", of: tag, bytes), let colon = reference.firstIndex(of: ":"),
      let first = CellReference(reference[..<colon]),
      let last = CellReference(reference[reference.index(after: colon)...]),
      last.row > first.row
    else { return nil }
    return CellRemark(
      line: first.row, column: first.column, found: reference,
      expected: Phrase(
        "a value in each row: of merged cells only the first holds one, the others are blank",
        "各行均应有值：合并单元格中只有首格有值，其余按空白处理"))
  }
}

/// The place of a cell: `C5`.
private struct CellReference {
  let column: Int
  let row: Int

  init?(_ text: Substring) {
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    guard (1...3).contains(letters.count), let row = Int(text.dropFirst(letters.count)) else { return nil }
    column = letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
    self.row = row
  }
}
