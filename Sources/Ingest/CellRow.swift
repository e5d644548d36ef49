import Tables
import Values

/// One row of cells that stand apart already, as sheets and databases hold them.
struct CellRow {
  /// A cell that holds anything.
  struct Cell {
    /// The column, from 0.
    let column: Int32
    let text: Field
    /// Why the text is not what the cell should hold; nil for a cell in order.
    let fault: Fault?
  }

  /// What can be amiss with a cell besides its text.
  enum Fault: UInt8 {
    /// A formula failed: the text is the error, such as `#REF!`.
    case error
    /// A formula's value was never stored: the text is the formula.
    case noValue
    /// Bytes that are no text.
    case binary

    var expected: Phrase {
      switch self {
      case .error: Phrase("a value; the formula of this cell failed", "有效的值；该单元格的公式出错")
      case .noValue:
        Phrase(
          "a stored value of the formula: open the file in a spreadsheet program and save it",
          "公式的计算结果：请用表格软件打开并保存该文件")
      case .binary: Phrase("text or a number, not bytes", "文本或数值，而不是二进制数据")
      }
    }
  }

  /// The row's number, counted from 1.
  var number = 0
  /// The cells from left to right; the columns between them are blank.
  var cells: [Cell] = []
  /// Where the row begins in the texts.
  var start = 0
  /// Whether the texts may be no text at all, so that they must be looked at.
  var isDoubtful = false

  /// Begins a row behind the texts that there are.
  mutating func begin(_ number: Int, in texts: CellTexts) {
    cells.removeAll(keepingCapacity: true)
    self.number = number
    start = texts.end
    isDoubtful = false
  }

  /// Adds the cell whose text was written since a place; nothing where none was.
  @inline(__always)
  mutating func add(column: Int, textStart: Int, fault: Fault? = nil, _ texts: borrowing CellTexts) {
    guard texts.end > textStart else { return }
    cells.append(Cell(column: Int32(truncatingIfNeeded: column), text: Field(textStart..<texts.end), fault: fault))
  }

  /// The column behind the last one filled.
  var width: Int { cells.last.map { Int($0.column) + 1 } ?? 0 }

  /// The cells as texts, as many as the row is wide, without the blanks around them.
  func headRow(_ texts: CellTexts) -> HeadRow {
    let bytes = texts.bytes.span
    var cells = [String](repeating: "", count: width)
    for cell in self.cells { cells[Int(cell.column)] = text(bytes, cell.text.trimmed(bytes).range) }
    return HeadRow(line: number, cells: cells, isText: isText(texts), next: 0, nextLine: number + 1)
  }

  /// Whether no cell holds anything but blanks.
  func isBlank(_ texts: CellTexts) -> Bool {
    cells.allSatisfy { $0.text.trimmed(texts.bytes.span).length == 0 }
  }

  /// Whether every cell holds whole characters and no NUL.
  func isText(_ texts: CellTexts) -> Bool {
    !isDoubtful || cells.allSatisfy { Ingest.isText(texts.bytes.span, $0.text.range) }
  }
}

/// Something about a cell that is told apart from its row.
struct CellRemark {
  let line: Int
  let column: Int
  let found: String
  let expected: Phrase
}

/// Where rows of cells come from.
protocol CellRowSource: ~Copyable {
  /// Reads the next row that has cells, its texts behind those that there are.
  /// - Returns: Whether there was one.
  mutating func nextRow(_ row: inout CellRow, _ texts: inout CellTexts) throws(Failure) -> Bool

  /// What the rows themselves don't show, once all were read.
  mutating func remarks() throws(Failure) -> [CellRemark]

  /// Whether rows without any cell count as rows.
  var keepsBlankRows: Bool { get }
  /// How many bytes of the file are done.
  var bytesDone: Int { get }
  /// The size of the file.
  var byteCount: Int { get }
}

extension CellRowSource where Self: ~Copyable {
  var keepsBlankRows: Bool { false }

  /// The first rows that hold anything, as texts.
  mutating func headRows(limit: Int) throws(Failure) -> [HeadRow] {
    var (row, texts) = (CellRow(), CellTexts(capacity: 1 << 12))
    var rows: [HeadRow] = []
    var size = 0
    while rows.count < limit, size < CellTable.maximumHeadSize, try nextRow(&row, &texts) {
      if !row.isBlank(texts) { rows.append(row.headRow(texts)) }
      size += texts.end
      texts.truncate(to: 0)
    }
    return rows
  }
}

/// Reads rows of cells into a table.
struct CellTable {
  let declaration: FileDeclaration
  let header: HeaderRow
  let plan: ColumnPlan
  /// For each column of the file its place in a batch; -1 for one that is not read.
  private let places: [Int32]
  private let placedCount: Int

  /// How many bytes of a batch's texts are collected before columns are built of them.
  private static let batchSize = 32 << 20
  /// How many bytes of first rows headings and types are told from.
  static let maximumHeadSize = 8 << 20

  /// A table of some columns below a header.
  init(_ declaration: FileDeclaration, header: HeaderRow, plan: ColumnPlan) {
    self.declaration = declaration
    self.header = header
    var places = [Int32](repeating: -1, count: header.row.cells.count)
    var count = 0
    for position in plan.entries.compactMap(\.position) where places[position] < 0 {
      places[position] = Int32(count)
      count += 1
    }
    self.plan = plan.placed { Int(places[$0]) }
    self.places = places
    placedCount = count
  }

  /// Reads all rows below the header.
  func load<Source: CellRowSource & ~Copyable>(
    _ source: inout Source, log: inout ProblemLog, progress: ((Int, Int) -> Void)?, isCancelled: () -> Bool
  ) throws(Failure) -> LoadedFile {
    var table = TableAssembly(plan, displayPath: declaration.displayPath)
    var batch = RowBatch(fieldCount: placedCount)
    var texts = CellTexts(capacity: 1 << 16)
    var row = CellRow()
    var rowsRead = 0
    var hasMore = true
    while hasMore {
      while !batch.isFull, texts.end < CellTable.batchSize {
        hasMore = try source.nextRow(&row, &texts)
        guard hasMore else { break }
        if row.number <= header.row.line || !source.keepsBlankRows && row.isBlank(texts) {
          texts.truncate(to: row.start)
          continue
        }
        rowsRead += 1
        keep(row, texts, in: &batch, log: &log)
      }
      try table.append(batch, texts.bytes.span, log: &log)
      batch.removeAll()
      texts.truncate(to: 0)
      progress?(source.bytesDone, source.byteCount)
      guard !isCancelled() else { throw interrupted(declaration.displayPath) }
    }
    for remark in try source.remarks() where remark.line > header.row.line && remark.column < places.count {
      guard let entry = entry(remark.column) else { continue }
      log.report(
        .badValue, line: remark.line, heading: entry.heading, found: remark.found, expected: remark.expected,
        outcome: .kept)
    }
    return table.finish(rowsRead: rowsRead, encoding: .utf8, headerLine: header.row.line, log: &log)
  }

  @inline(__always)
  private func keep(_ row: CellRow, _ texts: CellTexts, in batch: inout RowBatch, log: inout ProblemLog) {
    guard row.isText(texts) else { return setAside(row, texts, log: &log) }
    var hash = UInt64(truncatingIfNeeded: row.cells.count)
    let bytes = texts.bytes.span
    batch.withNextRow { fields, start in
      for place in 0..<placedCount { fields[start &+ place &* RowBatch.capacity] = .none }
      for cell in row.cells {
        let column = Int(cell.column)
        hash = hashBytes(bytes, cell.text, after: hash &+ UInt64(truncatingIfNeeded: column))
        guard column < places.count, places[column] >= 0 else { continue }
        fields[start &+ Int(places[column]) &* RowBatch.capacity] = cell.text
      }
    }
    for cell in row.cells where cell.fault != nil { report(cell, of: row, texts, log: &log) }
    batch.keepRow(line: row.number, hash: hash)
  }

  private func setAside(_ row: CellRow, _ texts: CellTexts, log: inout ProblemLog) {
    let bad = row.cells.first { !isText(texts.bytes.span, $0.text.range) }
    log.report(
      .badBytes, line: row.number, found: bad.map { excerpt(texts.bytes.span, $0.text.range) },
      expected: Phrase("text in the file's encoding, without NUL", "符合文件编码且不含 NUL 的文本"), outcome: .setAside)
  }

  /// Reports what is amiss with a cell of text. In columns of other types it can't be read as a value, which says so.
  private func report(_ cell: CellRow.Cell, of row: CellRow, _ texts: CellTexts, log: inout ProblemLog) {
    guard let fault = cell.fault, let entry = entry(Int(cell.column)), entry.type == .text || entry.type == .category
    else { return }
    log.report(
      .badValue, line: row.number, heading: entry.heading, found: excerpt(texts.bytes.span, cell.text.range),
      expected: fault.expected, outcome: .kept)
  }

  /// What is read from a column of the file, if anything.
  private func entry(_ column: Int) -> ColumnPlan.Entry? {
    guard column < places.count, case let place = Int(places[column]), place >= 0 else { return nil }
    return plan.entries.first { $0.position == place }
  }
}

/// The headings of rows of cells, and what their columns will be.
struct CellTableHead {
  let header: HeaderRow
  let samples: [HeadRow]
  let plan: ColumnPlan

  /// How many rows types are inferred from.
  static let sampleRows = 1_000

  /// Takes a header and the rows below it; rows may be of any width.
  init(_ declaration: FileDeclaration, header: HeadRow, below: some Sequence<HeadRow>, log: inout ProblemLog)
    throws(Failure)
  {
    let samples = below.filter(\.isText).prefix(CellTableHead.sampleRows)
    let width = max(header.cells.count, samples.map(\.cells.count).max() ?? 0)
    self.header = HeaderRow(header.widened(to: width))
    self.samples = samples.map { $0.widened(to: width) }
    plan = try ColumnPlan(declaration, header: self.header, samples: self.samples, log: &log)
  }

  /// What the head tells of the file.
  var fileHeader: FileHeader {
    FileHeader(
      headings: header.row.cells, line: header.row.line, columns: plan.headerColumns, samples: samples.map(\.cells),
      encoding: .utf8, delimiter: nil)
  }
}

extension HeadRow {
  fileprivate func widened(to width: Int) -> HeadRow {
    HeadRow(
      line: line, cells: cells + [String](repeating: "", count: max(0, width - cells.count)), isText: isText,
      next: next,
      nextLine: nextLine)
  }
}
