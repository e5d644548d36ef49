/// The texts of some cells one after another, with zeros behind them that may be read.
///
/// Rows that don't come as text get one here, so that the builders of columns read all kinds of files alike.
struct CellTexts {
  private(set) var bytes: [UInt8]
  /// Where the texts end.
  private(set) var end = 0

  init(capacity: Int = 256) { bytes = largeArray(of: 0, count: capacity + EventPatterns.stride) }

  /// All the texts as one.
  var text: String { String(decoding: bytes[..<end], as: UTF8.self) }

  /// Takes back everything from a place on.
  mutating func truncate(to end: Int) { self.end = end }

  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if end &+ count &+ EventPatterns.stride > bytes.count { grow(by: count) }
  }

  @inline(never)
  private mutating func grow(by count: Int) {
    bytes = largeArray(of: 0, count: (end + count) * 2 + EventPatterns.stride, beginningWith: bytes)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    bytes[end] = byte
    end &+= 1
  }

  /// Adds some bytes as they are.
  @inline(__always)
  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    reserve(range.count)
    let place = end
    if range.count <= 16 {
      // Most cells are as short as this, and calling to copy them would cost more than to do it here.
      bytes.withMutableSpan { space in
        var target = place
        for offset in range {
          space[target] = source[offset]
          target &+= 1
        }
      }
    } else {
      bytes.withMutableSpan { copy(source.extracting(range), to: &$0, at: place) }
    }
    end &+= range.count
  }

  /// Adds a text.
  mutating func append(_ text: some StringProtocol) {
    for byte in text.utf8 { append(byte) }
  }

  /// Adds a byte several times.
  mutating func append(repeating byte: UInt8, count: Int) {
    for _ in 0..<count { append(byte) }
  }

  /// Adds a number in decimal, with zeros before it up to a width.
  mutating func append(_ number: Int, width: Int) {
    var scale = 1
    for _ in 1..<max(width, 1) { scale *= 10 }
    while scale <= number / 10 { scale *= 10 }
    while scale > 0 {
      append(Byte.zero + UInt8(number / scale % 10))
      scale /= 10
    }
  }
}

extension CellTexts {
  /// Adds text out of XML: references resolved, character data taken, comments left out. In the text of cells
  /// `_x000D_` stands for a character too.
  mutating func appendDecoded(_ source: Span<UInt8>, _ range: Range<Int>, isCellText: Bool) {
    let needsDecoding =
      firstIndex(of: XMLByte.ampersand, in: source, range) != nil
      || firstIndex(of: XMLByte.less, in: source, range) != nil
      || isCellText && firstIndex(of: XMLByte.underscore, in: source, range) != nil
    guard needsDecoding else { return append(source, range) }
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = source[position]
      if byte == XMLByte.ampersand, let (scalar, end) = reference(source, position..<range.upperBound) {
        append(String(scalar))
        position = end
      } else if byte == XMLByte.less {
        position = appendCharacterData(source, position..<range.upperBound)
      } else if isCellText, byte == XMLByte.underscore, let scalar = escaped(source, position..<range.upperBound) {
        append(String(scalar))
        position += 7
      } else {
        append(byte)
        position += 1
      }
    }
  }

  /// The character for `&lt;`, `&#10;` or `&#x4E2D;`, and where the reference ends.
  private func reference(_ source: Span<UInt8>, _ range: Range<Int>) -> (Unicode.Scalar, Int)? {
    let searched = range.lowerBound..<min(range.upperBound, range.lowerBound + 12)
    guard let end = firstIndex(of: XMLByte.semicolon, in: source, searched) else { return nil }
    let name = Ingest.text(source, range.lowerBound + 1..<end)
    let scalar: Unicode.Scalar? =
      switch name {
      case "amp": "&"
      case "lt": "<"
      case "gt": ">"
      case "quot": "\""
      case "apos": "'"
      case _ where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).map(CellTexts.character)
      case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).map(CellTexts.character)
      default: nil
      }
    return scalar.map { ($0, end + 1) }
  }

  /// The character for `_x000D_`.
  private func escaped(_ source: Span<UInt8>, _ range: Range<Int>) -> Unicode.Scalar? {
    guard range.count >= 7, source[range.lowerBound + 1] == UInt8(ascii: "x"),
      source[range.lowerBound + 6] == XMLByte.underscore
    else { return nil }
    let digits = Ingest.text(source, range.lowerBound + 2..<range.lowerBound + 6)
    guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 65...70 ~= $0 & 0xDF }) else {
      return nil
    }
    return UInt32(digits, radix: 16).map(CellTexts.character)
  }

  /// A character that a text may hold; U+FFFD for a number that names none.
  private static func character(_ number: UInt32) -> Unicode.Scalar {
    number == 0 ? "\u{FFFD}" : Unicode.Scalar(number) ?? "\u{FFFD}"
  }

  private mutating func appendCharacterData(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
    let open = range.lowerBound
    guard range.count > 1, case .passed(let next) = XMLScanner.passOver(source, open: open, to: range.upperBound) else {
      return range.upperBound
    }
    if XMLScanner.hasPrefix(source, "<![CDATA[", at: open, to: next) { append(source, open + 9..<next - 3) }
    return next
  }
}
