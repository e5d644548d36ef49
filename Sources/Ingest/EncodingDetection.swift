import Arrow

/// How well some bytes read as UTF-8.
struct EncodingEvidence: Equatable {
  /// Bytes of 128 and above.
  var highBytes = 0
  /// Of those, the ones that belong to whole characters of UTF-8.
  var highBytesInCharacters = 0

  /// Weighs a stretch of text. A character that the end cuts counts for neither side.
  init(_ bytes: Span<UInt8>) {
    let raw = bytes.bytes
    var offset = 0
    while offset < bytes.count {
      if offset &+ 8 <= bytes.count,
        raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        offset &+= 8
        continue
      }
      let lead = bytes[offset]
      guard lead >= 0x80 else {
        offset &+= 1
        continue
      }
      let width = EncodingEvidence.width(lead)
      let available = min(width, bytes.count - offset)
      if width > 1, EncodingEvidence.areContinuations(bytes, offset + 1..<offset + available) {
        guard available == width else { return }
        highBytes += width
        highBytesInCharacters += width
        offset &+= width
      } else {
        highBytes += 1
        offset &+= 1
      }
    }
  }

  /// Whether the bytes are more likely UTF-8, here and there damaged, than anything else.
  ///
  /// Running text in GBK has about one byte in five that would pass as UTF-8 by chance.
  var favoursUTF8: Bool { highBytesInCharacters * 10 >= highBytes * 8 }

  private static func width(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  private static func areContinuations(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in range where bytes[offset] & 0xC0 != 0x80 { return false }
    return true
  }
}

/// What the first bytes of a file say of its kind.
enum Signature: Equatable {
  /// A mark of UTF-8, three bytes long.
  case utf8
  /// A mark of GB 18030, four bytes long.
  case gb18030
  case utf16
  /// A compressed package, as a workbook of today is.
  case package
  /// A compound document, as an old workbook is.
  case compoundDocument
  /// A database of SQLite.
  case database
  /// A file or a stream of Arrow's format; Feather's second version is the same.
  case arrow
  /// A Feather file of the first version.
  case oldFeather
  case parquet
  case none

  init(_ bytes: Span<UInt8>) {
    func begins(_ mark: [UInt8]) -> Bool {
      guard bytes.count >= mark.count else { return false }
      for index in mark.indices where bytes[index] != mark[index] { return false }
      return true
    }
    if begins([0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if begins([0x84, 0x31, 0x95, 0x33]) {
      self = .gb18030
    } else if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) {
      self = .utf16
    } else if begins([0x50, 0x4B, 0x03, 0x04]) {
      self = .package
    } else if begins([0xD0, 0xCF, 0x11, 0xE0]) {
      self = .compoundDocument
    } else if begins(Array("SQLite format 3\0".utf8)) {
      self = .database
    } else if begins(Array("ARROW1".utf8)) || ArrowReader.beginsStream(bytes) {
      self = .arrow
    } else if begins(Array("FEA1".utf8)) {
      self = .oldFeather
    } else if begins(Array("PAR1".utf8)) {
      self = .parquet
    } else {
      self = .none
    }
  }

  /// How many bytes to leave out before the text.
  var width: Int {
    switch self {
    case .utf8: 3
    case .gb18030: 4
    default: 0
    }
  }
}
