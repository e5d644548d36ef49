import Foundation

@testable import Ingest

/// A zip package as a test needs it: parts as they stand, and lies where a test wants them.
public struct PackageWriter {
  /// What is said of a part besides the truth.
  public struct Lies {
    /// The size that is stated; nil for the true one.
    public var size: Int?
    /// The size of the compressed bytes that is stated; nil for the true one.
    public var compressedSize: Int?
    /// Whether the checksum is wrong.
    public var isChecksumWrong = false
    /// Whether the part is said to be encrypted.
    public var isEncrypted = false
    /// The method that is stated: 0 for bytes as they are, 8 for deflate.
    public var method = 0

    /// None.
    public init() {}
  }

  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// A package without parts.
  public init() {}

  /// Adds a part. What is stated as deflated must be so already.
  public mutating func add(_ name: String, _ content: [UInt8], lies: Lies = Lies()) {
    let offset = bytes.count
    let sum = checksum(content.span, after: 0) ^ (lies.isChecksumWrong ? 1 : 0)
    let sizes = little(lies.compressedSize ?? content.count, 4) + little(lies.size ?? content.count, 4)
    let fields =
      little(lies.isEncrypted ? 1 : 0, 2) + little(lies.method, 2) + little(0, 4) + little(Int(sum), 4) + sizes
      + little(name.utf8.count, 2) + little(0, 2)
    bytes += [0x50, 0x4B, 3, 4] + little(20, 2) + fields + Array(name.utf8) + content
    directory += [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + fields
    directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) + Array(name.utf8)
    count += 1
  }

  /// The whole package; the number of parts may be a lie too.
  public func finished(count stated: Int? = nil) -> [UInt8] {
    bytes + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(stated ?? count, 2) + little(stated ?? count, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
  }

  private func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

extension PackageWriter {
  /// A workbook of one sheet, its parts as XML text.
  public init(
    sheet: [UInt8], strings: [UInt8] = Array("<sst/>".utf8), styles: [UInt8] = Array("<styleSheet/>".utf8),
    lies: Lies = Lies(), workbook: String = "<workbook><sheets><sheet name=\"名单\" r:id=\"s\"/></sheets></workbook>"
  ) {
    self.init()
    let schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    add(
      "_rels/.rels",
      Array(
        "<Relationships><Relationship Id=\"w\" Type=\"\(schema)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
          .utf8))
    add("xl/workbook.xml", Array(workbook.utf8))
    let relations = [
      ("s", "worksheet", "sheet.xml"), ("t", "sharedStrings", "strings.xml"), ("f", "styles", "styles.xml"),
    ]
    .map { "<Relationship Id=\"\($0.0)\" Type=\"\(schema)/\($0.1)\" Target=\"\($0.2)\"/>" }.joined()
    add("xl/_rels/workbook.xml.rels", Array("<Relationships>\(relations)</Relationships>".utf8))
    add("xl/strings.xml", strings)
    add("xl/styles.xml", styles)
    add("xl/sheet.xml", sheet, lies: lies)
  }
}
