import Tables
import Values

/// A workbook that is open for reading.
struct OpenWorkbook {
  private let archive: ZipArchive
  private let index: WorkbookIndex
  private let formats: CellFormats
  private let strings: SharedStrings
  private let blockSize: Int
  private let sheet: WorkbookIndex.Sheet

  /// Opens a workbook and finds the sheet that is meant.
  /// - Throws: A `Failure` where the file is no workbook, damaged, of an absurd size, or without the sheet.
  init(_ declaration: FileDeclaration, blockSize: Int = 1 << 20, isCancelled: () -> Bool = { false }) throws(Failure) {
    let path = declaration.displayPath
    archive = try ZipArchive(InputFile(path: declaration.path, displayPath: path), displayPath: path)
    index = try WorkbookIndex(archive)
    self.blockSize = blockSize
    guard declaration.encoding == nil else {
      throw Failure(
        .data, Phrase("\(path) is a workbook and has no encoding to declare", "\(path) 是工作簿，不需声明编码"),
        notes: [Phrase("leave `encoding` out", "请去掉 `编码`")])
    }
    if let name = index.styles, let text = try archive.text(of: name, limit: 64 << 20) {
      guard let formats = CellFormats(text) else { throw archive.damaged }
      self.formats = formats
    } else {
      formats = CellFormats()
    }
    if let entry = index.sharedStrings.flatMap(archive.entry) {
      strings = try SharedStrings(archive, entry, isCancelled: isCancelled)
    } else {
      strings = SharedStrings()
    }
    let parts = (archive, index, formats, strings)
    sheet = try index.sheet(declaration.part, file: path) { (sheet) throws(Failure) in
      var rows = try OpenWorkbook.rows(of: sheet, parts, blockSize: 1 << 16)
      return try rows.headRows(limit: 1).isEmpty
    }
  }

  /// The rows of the sheet, from the first.
  func rows() throws(Failure) -> SheetRows {
    try OpenWorkbook.rows(of: sheet, (archive, index, formats, strings), blockSize: blockSize)
  }

  private static func rows(
    of sheet: WorkbookIndex.Sheet, _ parts: (ZipArchive, WorkbookIndex, CellFormats, SharedStrings), blockSize: Int
  ) throws(Failure) -> SheetRows {
    let (archive, index, formats, strings) = parts
    guard let entry = sheet.part.flatMap(archive.entry) else { throw archive.damaged }
    let scanner = SheetScanner(formats: formats, calendar: index.calendar, strings: strings)
    return try SheetRows(archive, entry, sheet: sheet.name, scanner, blockSize: blockSize)
  }

  /// Reads the beginning of the sheet.
  func head(_ declaration: FileDeclaration, log: inout ProblemLog) throws(Failure) -> CellTableHead {
    var source = try rows()
    let rows = try source.headRows(limit: HeaderRow.searchedLines + CellTableHead.sampleRows)
    guard let position = findHeader(rows, columns: declaration.columns) else {
      throw Failure(
        .data,
        Phrase(
          "the sheet “\(sheet.name)” of \(declaration.displayPath) is empty",
          "\(declaration.displayPath) 的工作表“\(sheet.name)”为空"),
        notes: [Phrase("one of its first rows should hold the headings", "前几行中应有表头")])
    }
    guard rows[position].isText else { throw archive.damaged }
    return try CellTableHead(declaration, header: rows[position], below: rows[(position + 1)...], log: &log)
  }
}

/// Reads a sheet of a workbook as a table, with blocks of any size.
func loadWorkbook(
  _ declaration: FileDeclaration, blockSize: Int = 1 << 20, progress: ((Int, Int) -> Void)? = nil,
  isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  let workbook = try OpenWorkbook(declaration, blockSize: blockSize, isCancelled: isCancelled)
  let head = try workbook.head(declaration, log: &log)
  var rows = try workbook.rows()
  return try CellTable(declaration, header: head.header, plan: head.plan)
    .load(&rows, log: &log, progress: progress, isCancelled: isCancelled)
}

/// Reads the headings and the first rows of a sheet.
func readWorkbookHeader(_ declaration: FileDeclaration) throws(Failure) -> FileHeader {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  return try OpenWorkbook(declaration).head(declaration, log: &log).fileHeader
}
