import Values

/// What a workbook says of its sheets, and where the parts of the package are that hold them.
struct WorkbookIndex {
  struct Sheet {
    let name: String
    let isHidden: Bool
    /// The part with the cells; nil for a sheet without any, such as one of a chart.
    let part: String?
  }

  /// The sheets in the order of their tabs.
  let sheets: [Sheet]
  let calendar: SerialCalendar
  let sharedStrings: String?
  let styles: String?

  /// The most bytes that the parts have in which a workbook speaks of itself.
  private static let limit = 64 << 20

  /// Finds the workbook in a package.
  /// - Throws: A `Failure` that says what the package is where it holds no workbook that can be read.
  init(_ archive: ZipArchive) throws(Failure) {
    let root = try Relations(archive, of: "")
    guard let path = root?.target(endingIn: "/officeDocument"), archive.entry(path) != nil, !path.hasSuffix(".bin"),
      let relations = try Relations(archive, of: path),
      let text = try archive.text(of: path, limit: WorkbookIndex.limit)
    else { throw WorkbookIndex.noWorkbook(archive, path: root?.target(endingIn: "/officeDocument")) }
    var sheets: [Sheet] = []
    var calendar = SerialCalendar.from1900
    var isWorkbook = false
    let isWhole = XMLScanner.forEachTag(text) { tag, bytes in
      guard tag.kind != .closing else { return }
      if XMLScanner.matches(bytes, tag.name, "workbook") {
        isWorkbook = true
      } else if XMLScanner.matches(bytes, tag.name, "workbookPr") {
        let value = XMLScanner.attribute("date1904", of: tag, bytes)
        if ["1", "true", "on"].contains(value) { calendar = .from1904 }
      } else if XMLScanner.matches(bytes, tag.name, "sheet") {
        let state = XMLScanner.attribute("state", of: tag, bytes)
        let relation = XMLScanner.attribute("id", of: tag, bytes).flatMap { relations[$0] }
        sheets.append(
          Sheet(
            name: XMLScanner.attribute("name", of: tag, bytes) ?? "", isHidden: state != nil && state != "visible",
            part: relation?.type.hasSuffix("/worksheet") == true ? relation?.target : nil))
      }
    }
    guard isWhole else { throw archive.damaged }
    guard isWorkbook else { throw WorkbookIndex.noWorkbook(archive, path: path) }
    self.sheets = sheets
    self.calendar = calendar
    sharedStrings = relations.target(endingIn: "/sharedStrings")
    styles = relations.target(endingIn: "/styles")
  }

  private static func noWorkbook(_ archive: ZipArchive, path: String?) -> Failure {
    let file = archive.displayPath
    let save = Phrase(
      "save it as an Excel workbook (.xlsx) or as CSV and load that", "请另存为 Excel 工作簿（.xlsx）或 CSV 后再导入")
    if path?.hasSuffix(".bin") == true {
      return Failure(
        .data, Phrase("\(file) is a binary workbook (.xlsb)", "\(file) 是二进制工作簿（.xlsb）"), notes: [save])
    }
    if archive.entry("mimetype") != nil, archive.entry("content.xml") != nil {
      return Failure(.data, Phrase("\(file) is an OpenDocument file", "\(file) 是 OpenDocument 文件"), notes: [save])
    }
    return Failure(
      .data, Phrase("\(file) is a package that holds no workbook", "\(file) 是不含工作簿的压缩包"), notes: [save])
  }
}

extension WorkbookIndex {
  /// The sheet to read: the one that is named or numbered, else the only one that there is to see.
  ///
  /// Whether a sheet is empty is asked only where several could be meant.
  func sheet(
    _ part: FilePart?, file: String, isEmpty: (Sheet) throws(Failure) -> Bool
  ) throws(Failure) -> Sheet {
    let chosen: Sheet
    switch part {
    case .sheet(let name)?:
      let same = sheets.first { $0.name == name }
      guard let sheet = same ?? sheets.first(where: { isNear($0.name, name) }) else {
        throw Failure(
          .data, Phrase("\(file) has no sheet “\(name)”", "\(file) 中没有工作表“\(name)”"), notes: [sheetsNote])
      }
      chosen = sheet
    case .sheetNumber(let number)?:
      guard sheets.indices.contains(number - 1) else {
        throw Failure(
          .data, Phrase("\(file) has no sheet \(number)", "\(file) 中没有第 \(number) 个工作表"), notes: [sheetsNote])
      }
      chosen = sheets[number - 1]
    case .table?, .query?: throw partMismatch(part, file: file, holding: Phrase("sheets", "工作表"), notes: [sheetsNote])
    case nil: chosen = try onlySheet(file: file, isEmpty: isEmpty)
    }
    guard chosen.part != nil else {
      throw Failure(
        .data,
        Phrase("the sheet “\(chosen.name)” of \(file) holds no cells", "\(file) 的工作表“\(chosen.name)”不含单元格"),
        notes: [sheetsNote])
    }
    return chosen
  }

  private func onlySheet(file: String, isEmpty: (Sheet) throws(Failure) -> Bool) throws(Failure) -> Sheet {
    let visible = sheets.filter { !$0.isHidden && $0.part != nil }
    var filled: [Sheet] = []
    for sheet in visible {
      if visible.count > 1, try isEmpty(sheet) { continue }
      filled.append(sheet)
    }
    if filled.count == 1 { return filled[0] }
    guard let first = filled.first ?? visible.first ?? sheets.first else {
      throw Failure(.data, Phrase("\(file) has no sheet", "\(file) 中没有工作表"))
    }
    guard filled.count > 1 else { return first }
    throw Failure(
      .data,
      Phrase(
        "\(filled.count) sheets of \(file) hold rows: say which is meant",
        "\(file) 有 \(filled.count) 个工作表含有数据，请说明读取哪一个"),
      notes: [
        sheetsNote,
        Phrase("write `sheet \"\(first.name)\"` behind the path", "请在路径后写 `工作表 \"\(first.name)\"`"),
      ])
  }

  private func isNear(_ name: String, _ wanted: String) -> Bool { normalisedHeading(name) == normalisedHeading(wanted) }

  private var sheetsNote: Phrase {
    let names = sheets.prefix(20).map { "“\(excerpt($0.name))”" }
    let more = sheets.count > 20 ? " …" : ""
    return Phrase(
      "its sheets: \(names.joined(separator: ", "))\(more)", "其工作表：\(names.joined(separator: "、"))\(more)")
  }
}

/// What is said where a declaration names a part that this kind of file doesn't have.
func partMismatch(_ part: FilePart?, file: String, holding: Phrase, notes: [Phrase] = []) -> Failure {
  let wanted: Phrase =
    switch part {
    case .sheet, .sheetNumber, nil: Phrase("sheets", "工作表")
    case .table: Phrase("tables", "数据表")
    case .query: Phrase("tables to query", "可供查询的数据表")
    }
  return Failure(
    .data,
    Phrase(
      "\(file) holds \(holding.english), no \(wanted.english)",
      "\(file) 的内容是\(holding.chinese)，没有\(wanted.chinese)"),
    notes: notes)
}

/// What one part of a package names others by.
private struct Relations {
  struct Relation {
    let type: String
    /// The path from the package's root.
    let target: String
  }

  private var relations: [String: Relation] = [:]

  /// The relations of a part, or of the package; nil where none are stated.
  init?(_ archive: ZipArchive, of part: String) throws(Failure) {
    let folder = part.split(separator: "/").dropLast()
    let file = part.split(separator: "/").last ?? ""
    let path = (folder + ["_rels", "\(file).rels"]).joined(separator: "/")
    guard let text = try archive.text(of: path, limit: 16 << 20) else { return nil }
    var relations: [String: Relation] = [:]
    let isWhole = XMLScanner.forEachTag(text) { tag, bytes in
      guard tag.kind != .closing, XMLScanner.matches(bytes, tag.name, "Relationship"),
        let identifier = XMLScanner.attribute("Id", of: tag, bytes),
        let type = XMLScanner.attribute("Type", of: tag, bytes),
        let target = XMLScanner.attribute("Target", of: tag, bytes)
      else { return }
      relations[identifier] = Relation(type: type, target: Relations.path(target, from: folder.map(String.init)))
    }
    guard isWhole else { throw archive.damaged }
    self.relations = relations
  }

  subscript(identifier: String) -> Relation? { relations[identifier] }

  func target(endingIn type: String) -> String? {
    relations.filter { $0.value.type.hasSuffix(type) }.min { $0.key < $1.key }?.value.target
  }

  private static func path(_ target: String, from folder: [String]) -> String {
    var parts = target.hasPrefix("/") ? [] : folder
    for part in target.split(separator: "/") {
      switch part {
      case "..": _ = parts.popLast()
      case ".": break
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
