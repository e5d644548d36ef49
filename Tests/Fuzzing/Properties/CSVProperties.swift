import Foundation
import Tables
import Values

@testable import Ingest

/// What must hold of any file, whether it is CSV or not.
public enum CSVProperties {
  /// Loads some bytes as a CSV file in every encoding, with its columns inferred and declared.
  /// - Parameters:
  ///   - bytes: The file.
  ///   - folder: Where the file may be written.
  /// - Throws: The first property that does not hold, as a `Violation`; or what keeps the file from being written.
  public static func check(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("input.csv")
    try Data(bytes).write(to: file)
    // Blocks of 8 bytes and more cut rows, characters and quoted fields in every way, the same for one input each time.
    let small = 8 + bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 63 }
    for encoding in [nil, TextEncoding.utf8, .gb18030] {
      for columns in [[], TableProperties.declared] {
        var declaration = FileDeclaration(
          list: "list", path: file.path, displayPath: "input.csv", encoding: encoding, columns: columns)
        let whole = try load(declaration, blocks: bytes.count + 64)
        guard whole != nil, !columns.isEmpty, encoding != nil, !bytes.contains(Byte.carriageReturn) else { continue }
        // How a file separates fields and lines, and where its headings are, is told from its first block: a small one
        // may tell less.
        declaration.delimiter = Byte.comma
        guard let first = try load(declaration, blocks: bytes.count + 64),
          let parts = try load(declaration, blocks: small), parts.headerLine == first.headerLine,
          parts.table.columns.map(\.heading) == first.table.columns.map(\.heading)
        else { continue }
        try TableProperties.checkSame(first, parts)
        // So may the rows be found in stretches of any size.
        if let stretches = try load(declaration, blocks: bytes.count + 64, stretch: small / 2) {
          try TableProperties.checkSame(first, stretches)
        }
      }
    }
  }

  /// The file, or nil where it is refused with a reason.
  private static func load(
    _ declaration: FileDeclaration, blocks: Int, stretch: Int? = nil
  ) throws(Violation) -> LoadedFile? {
    let sizes = ReadingSizes(block: blocks, head: blocks, row: 1 << 20, stretch: stretch ?? blocks)
    let loaded: LoadedFile
    do throws(Failure) {
      loaded = try loadCSV(declaration, sizes: sizes)
    } catch {
      try require(!error.diagnostics.isEmpty, "a file is refused with a reason", "\(declaration)")
      return nil
    }
    try TableProperties.check(loaded)
    return loaded
  }
}
