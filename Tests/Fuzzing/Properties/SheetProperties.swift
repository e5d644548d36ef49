import Foundation
import Tables
import Values

@testable import Ingest

/// What must hold of any workbook, and of any file that says it is one.
public enum SheetProperties {
  /// Loads some bytes as a workbook, with its columns inferred and declared.
  /// - Parameters:
  ///   - bytes: What is told from its first byte: a whole file, or a part of a workbook that is otherwise in order.
  ///   - folder: Where the file may be written.
  /// - Throws: The first property that does not hold, as a `Violation`; or what keeps the file from being written.
  public static func check(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("input.xlsx")
    try Data(package(bytes)).write(to: file)
    for columns in [[], TableProperties.declared] {
      let declaration = FileDeclaration(list: "list", path: file.path, displayPath: "input.xlsx", columns: columns)
      let whole = try load(declaration, blocks: 1 << 20)
      // Blocks of a few bytes cut tags, characters and numbers in every way.
      let parts = try load(declaration, blocks: 1 + bytes.count % 61)
      try require((whole == nil) == (parts == nil), "what is refused does not hang on blocks", "\(bytes.count) bytes")
      if let whole, let parts { try TableProperties.checkSame(whole, parts) }
    }
  }

  /// The file that some bytes stand for.
  private static func package(_ bytes: [UInt8]) -> [UInt8] {
    let rest = Array(bytes.dropFirst())
    switch bytes.first {
    case UInt8(ascii: "w"): return rest
    case UInt8(ascii: "x"): return PackageWriter(sheet: rest).finished()
    case UInt8(ascii: "s"): return PackageWriter(sheet: Array(sheet.utf8), strings: rest).finished()
    case UInt8(ascii: "f"): return PackageWriter(sheet: Array(sheet.utf8), styles: rest).finished()
    case UInt8(ascii: "b"):
      return PackageWriter(sheet: Array(sheet.utf8), workbook: String(decoding: rest, as: UTF8.self)).finished()
    case UInt8(ascii: "z"):
      var lies = PackageWriter.Lies()
      lies.method = 8
      lies.size = 1 << 10
      return PackageWriter(sheet: rest, lies: lies).finished()
    default:
      let rows = Array("<worksheet><sheetData>".utf8) + rest + Array("</sheetData></worksheet>".utf8)
      return PackageWriter(sheet: rows, strings: Array(strings.utf8), styles: Array(styles.utf8)).finished()
    }
  }

  private static let strings = "<sst><si><t>代码</t></si><si><t>户数</t></si><si><t>甲</t></si></sst>"
  private static let styles = """
    <styleSheet><numFmts><numFmt numFmtId="200" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/>\
    <xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="57"/><xf numFmtId="22"/><xf numFmtId="200"/></cellXfs></styleSheet>
    """
  private static let sheet = """
    <worksheet><sheetData><row><c t="s"><v>0</v></c><c t="str"><v>查控时间</v></c></row><row><c t="s"><v>1</v></c>\
    <c s="1"><v>44773.5</v></c></row></sheetData></worksheet>
    """

  /// The file, or nil where it is refused with a reason.
  private static func load(_ declaration: FileDeclaration, blocks: Int) throws(Violation) -> LoadedFile? {
    let loaded: LoadedFile
    do throws(Failure) {
      loaded = try loadWorkbook(declaration, blockSize: blocks)
    } catch {
      try require(!error.diagnostics.isEmpty, "a file is refused with a reason", "\(declaration)")
      return nil
    }
    try TableProperties.check(loaded)
    return loaded
  }
}
