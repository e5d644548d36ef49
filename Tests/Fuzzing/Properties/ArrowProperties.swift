import Foundation
import Tables
import Values

@testable import Arrow
@testable import Ingest

/// What must hold of any Arrow file, and of any file that says it is one.
public enum ArrowProperties {
  /// Loads some bytes as an Arrow file, with its columns inferred and declared.
  /// - Parameters:
  ///   - bytes: What is told from its first byte: a whole file, a packed column, or changes of a file that is otherwise
  ///     in order.
  ///   - folder: Where the file may be written.
  /// - Throws: The first property that does not hold, as a `Violation`; or what keeps the file from being written.
  public static func check(_ bytes: [UInt8], folder: URL) throws {
    let rest = Array(bytes.dropFirst())
    switch bytes.first {
    case UInt8(ascii: "z"): return try checkFrame(rest)
    case UInt8(ascii: "f"): try check(file: rest, folder: folder)
    case UInt8(ascii: "s"): try check(file: changed(Array(try sample().dropFirst(8)), rest), folder: folder)
    default: try check(file: changed(try sample(), rest), folder: folder)
    }
  }

  private static func check(file bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("input.arrow")
    try Data(bytes).write(to: file)
    for columns in [[], TableProperties.declared] {
      let declaration = FileDeclaration(list: "list", path: file.path, displayPath: "input.arrow", columns: columns)
      let loaded: LoadedFile
      do throws(Failure) {
        loaded = try loadArrow(declaration)
      } catch {
        try require(!error.diagnostics.isEmpty, "a file is refused with a reason", "\(declaration)")
        continue
      }
      try TableProperties.check(loaded)
    }
  }

  /// A frame of LZ4 comes out as long as it should, or is refused.
  private static func checkFrame(_ bytes: [UInt8]) throws {
    for size in [13, 4096] {
      guard let unpacked = try? unpackLZ4(ArrowBytes(bytes), size: size) else { continue }
      try require(unpacked.count == size, "what is unpacked has the size that was told", "\(size)")
    }
  }

  /// The bytes of a file with some of them changed: three bytes say where, and to what.
  private static func changed(_ file: [UInt8], _ changes: [UInt8]) -> [UInt8] {
    var file = file
    for start in stride(from: 0, to: changes.count - 2, by: 3) {
      let place = Int(changes[start]) | Int(changes[start + 1]) << 8
      if place < file.count { file[place] = changes[start + 2] }
    }
    return file
  }

  /// A file with a column of each kind.
  private static func sample() throws -> [UInt8] {
    let code = ArrowDictionary(id: 1, index: .integer(bits: 16, isSigned: true))
    let fields = [
      ArrowField(name: "code", type: .text(isLarge: false)), ArrowField(name: "案号", type: .text(isLarge: true)),
      ArrowField(name: "查", type: .textView),
      ArrowField(name: "district", type: .text(isLarge: false), dictionary: code),
      ArrowField(name: "found", type: .flag), ArrowField(name: "weight", type: .integer(bits: 8, isSigned: false)),
      ArrowField(name: "rate", type: .float(bits: 64)),
      ArrowField(
        name: "税额", type: .decimal(bits: 128, precision: 19, scale: 2), metadata: [ArrowMetadata.type: "money"]),
      ArrowField(name: "date", type: .date(isDays: true)),
      ArrowField(name: "发布时间", type: .timestamp(places: 6, zone: "Asia/Shanghai")),
      ArrowField(name: "month", type: .date(isDays: true), metadata: [ArrowMetadata.type: "month"]),
    ]
    var bytes: [UInt8] = []
    var writer = try ArrowWriter(ArrowSchema(fields: fields)) { bytes.append(contentsOf: $0) }
    try writer.write(dictionary: 1, count: 2, ArrowColumn(texts: ["甲", "乙"]))
    let validity = ArrowColumn.Content([UInt8(0b01)])
    let view: [UInt8] = [2, 0, 0, 0] + Array("ab".utf8) + [UInt8](repeating: 0, count: 26)
    try writer.write(
      count: 2,
      [
        ArrowColumn(texts: ["A1", nil]), ArrowColumn([.init([0, 1, 3]), .init(Array("xyz".utf8))]),
        ArrowColumn(nullCount: 1, validity: validity, [.init(view)]), ArrowColumn([.init([Int16(1), 0])]),
        ArrowColumn([.init([UInt8(0b10)])]), ArrowColumn([.init([UInt8(3), 200])]),
        ArrowColumn([.init([0.1, 1.0 / 3])]), ArrowColumn([.init([Int128(-150), 7])]),
        ArrowColumn([.init([Int32(19_204), 0])]), ArrowColumn([.init([Int64(1_659_225_600_000_000), -1])]),
        ArrowColumn(nullCount: 1, validity: validity, [.init([Int32(19_204), 0])]),
      ])
    try writer.finish()
    return bytes
  }
}
