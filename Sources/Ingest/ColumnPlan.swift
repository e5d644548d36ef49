import Tables
import Values

/// What the table's columns will be and where in the file they come from.
struct ColumnPlan {
  /// One column of the table.
  struct Entry {
    let name: String
    /// The column's place in the file; nil for one that the file lacks and may lack.
    let position: Int?
    let heading: String
    let type: ValueType
    let unit: MoneyUnit?
    let words: FlagWords
    /// Whether texts are kept as they are, those that stand for nothing elsewhere too.
    var isVerbatim = false
  }

  let entries: [Entry]

  /// Matches a declaration with a file's headings and infers what it leaves out from the first rows below them, of
  /// which each has as many cells as there are headings.
  /// - Throws: A `Failure` for every required column that the file lacks, or where a sample shows an amount without
  ///   unit.
  init(
    _ declaration: FileDeclaration, header: HeaderRow, samples: [HeadRow], log: inout ProblemLog
  ) throws(Failure) {
    let columns = declaration.columns.isEmpty ? header.everyColumn(samples, log: &log) : declaration.columns
    let missing = columns.filter { $0.isRequired && header.positions(of: $0).isEmpty }
    guard missing.isEmpty else {
      throw missingHeadingsFailure(missing, in: header, file: declaration.displayPath)
    }
    if let column = columns.first(where: { $0.type == .duration }) {
      throw Failure(
        .statement, Phrase("a column of a file can't hold durations: \(column.name)", "文件的列不能是期限类型：\(column.name)"))
    }
    var entries: [Entry] = []
    for column in columns {
      let entry = ColumnPlan.entry(column, header: header, samples: samples, log: &log)
      try ColumnPlan.checkUnit(entry, samples, file: declaration.displayPath)
      entries.append(entry)
    }
    self.entries = entries
  }

  private init(entries: [Entry]) { self.entries = entries }

  /// The plan for cells that stand elsewhere than in the file.
  func placed(_ place: (_ position: Int) -> Int) -> ColumnPlan {
    ColumnPlan(
      entries: entries.map {
        Entry(
          name: $0.name, position: $0.position.map(place), heading: $0.heading, type: $0.type, unit: $0.unit,
          words: $0.words, isVerbatim: $0.isVerbatim)
      })
  }

  /// What the columns are, to be told.
  var headerColumns: [FileHeader.Column] {
    entries.map {
      FileHeader.Column(name: $0.name, heading: $0.position == nil ? nil : $0.heading, type: $0.type, unit: $0.unit)
    }
  }

  private static func entry(
    _ column: ColumnDeclaration, header: HeaderRow, samples: [HeadRow], log: inout ProblemLog
  ) -> Entry {
    let words = FlagWords(yes: column.yes, no: column.no)
    let positions = header.positions(of: column)
    guard let position = positions.first else {
      let heading = column.acceptedHeadings[0]
      log.report(
        .missingHeading, line: header.row.line, heading: heading,
        expected: Phrase("a column of this heading; it counts as blank in every row", "应有此表头的列；各行均按空白处理"),
        outcome: .unknown)
      return Entry(
        name: column.name, position: nil, heading: column.name, type: column.type ?? .text, unit: column.unit,
        words: words)
    }
    let heading = header.row.cells[position]
    if positions.count > 1 {
      let places = positions.map { String($0 + 1) }
      log.report(
        .missingHeading, line: header.row.line, heading: heading, found: heading,
        expected: Phrase(
          "one column of this heading: it stands over columns \(places.joined(separator: ", ")), the first is read",
          "此表头应只有一列：第 \(places.joined(separator: "、")) 列均为此表头，取第一列"),
        outcome: .kept)
    }
    let hasWords = !column.yes.isEmpty || !column.no.isEmpty
    let type =
      column.type ?? (hasWords ? .flag : inferType(heading: heading, cells: samples.map { $0.cells[position] }))
    return Entry(
      name: column.name, position: position, heading: heading, type: type,
      unit: type == .money ? column.unit ?? MoneyUnit(heading: heading) : nil, words: words,
      isVerbatim: column.isVerbatim)
  }

  /// Finds out early that amounts have no unit.
  private static func checkUnit(_ entry: Entry, _ samples: [HeadRow], file: String) throws(Failure) {
    guard entry.type == .money, entry.unit == nil, let position = entry.position else { return }
    var folded = FoldedText()
    for sample in samples {
      let cell = sample.cells[position]
      folded.fold(cell)
      guard readMoney(folded.bytes.span, unit: nil) == .noUnit else { continue }
      throw noUnitFailure(heading: entry.heading, line: sample.line, found: excerpt(cell), file: file)
    }
  }

  /// A builder for each column.
  func builders(file: String) -> [any ColumnBuilder] {
    entries.map { entry in
      guard let position = entry.position else { return BlankColumnBuilder(name: entry.name, type: entry.type) }
      let source = ColumnSource(name: entry.name, heading: entry.heading, position: position)
      return switch entry.type {
      case .text, .category, .duration: TextColumnBuilder(source, type: entry.type, isVerbatim: entry.isVerbatim)
      case .flag: FlagColumnBuilder(source, words: entry.words)
      case .date: DateColumnBuilder(source, isMonth: false)
      case .month: DateColumnBuilder(source, isMonth: true)
      case .integer: NumberColumnBuilder(source, kind: .integer, file: file)
      case .decimal: NumberColumnBuilder(source, kind: .decimal, file: file)
      case .percentage:
        NumberColumnBuilder(source, kind: .percentage(isPerCent: statesPerCent(entry.heading)), file: file)
      case .money: NumberColumnBuilder(source, kind: .money(entry.unit), file: file)
      }
    }
  }
}

extension HeaderRow {
  /// A declaration for each column of the file. One without a heading is left out; that is reported if it holds
  /// anything.
  fileprivate func everyColumn(_ samples: [HeadRow], log: inout ProblemLog) -> [ColumnDeclaration] {
    var columns: [ColumnDeclaration] = []
    var seen: Set<String> = []
    for (position, heading) in row.cells.enumerated() {
      if heading.isEmpty {
        guard samples.contains(where: { !$0.cells[position].isEmpty }) else { continue }
        log.report(
          .missingHeading, line: row.line,
          expected: Phrase(
            "a heading over column \(position + 1); it is not read", "第 \(position + 1) 列应有表头；该列未读取"),
          outcome: .kept)
      } else if seen.insert(comparable[position]).inserted {
        columns.append(ColumnDeclaration(name: heading))
      }
    }
    return columns
  }
}
