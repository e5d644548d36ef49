/// A tag in XML text, by the places of its parts.
struct XMLTag {
  enum Kind {
    case opening
    case closing
    case empty
  }

  let kind: Kind
  /// The name without its prefix.
  let name: Range<Int>
  /// What stands between the name and the tag's end.
  let attributes: Range<Int>
  let start: Int
  let end: Int
}

/// Finds the tags of XML text. It knows no documents and no namespaces: the parts of a spreadsheet need neither.
///
/// Declarations of a document type are refused, and with them every entity that a text could define.
enum XMLScanner {
  enum Step {
    case tag(XMLTag)
    /// The bytes end before the next tag does.
    case incomplete
    case malformed
  }

  /// The next tag from an offset on; comments, instructions and character data are passed over.
  @inline(__always)
  static func nextTag(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Step {
    var position = start
    while true {
      guard let open = firstIndex(of: XMLByte.less, in: bytes, position..<end), open &+ 1 < end else {
        return .incomplete
      }
      let first = bytes[open &+ 1]
      if first != XMLByte.exclamation, first != XMLByte.question {
        return tag(bytes, open: open, isClosing: first == XMLByte.slash, to: end)
      }
      switch passOver(bytes, open: open, to: end) {
      case .passed(let next): position = next
      case .incomplete: return .incomplete
      case .malformed: return .malformed
      }
    }
  }

  @inline(__always)
  private static func tag(_ bytes: Span<UInt8>, open: Int, isClosing: Bool, to end: Int) -> Step {
    var position = open &+ (isClosing ? 2 : 1)
    var nameStart = position
    while position < end, case let byte = bytes[position], byte > Byte.space, byte != XMLByte.greater,
      byte != XMLByte.slash
    {
      if byte == XMLByte.colon { nameStart = position &+ 1 }
      position &+= 1
    }
    let nameEnd = position
    guard nameEnd > nameStart else { return position < end ? .malformed : .incomplete }
    var quote: UInt8 = 0
    while position < end {
      let byte = bytes[position]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == Byte.quote || byte == XMLByte.apostrophe {
        quote = byte
      } else if byte == XMLByte.greater {
        let isEmpty = bytes[position &- 1] == XMLByte.slash && position &- 1 >= nameEnd
        return .tag(
          XMLTag(
            kind: isClosing ? .closing : isEmpty ? .empty : .opening, name: nameStart..<nameEnd,
            attributes: nameEnd..<(isEmpty ? position &- 1 : position), start: open, end: position &+ 1))
      } else if byte == XMLByte.less {
        return .malformed
      }
      position &+= 1
    }
    return .incomplete
  }

  enum Passing {
    case passed(Int)
    case incomplete
    case malformed
  }

  /// Passes over a comment, an instruction or character data.
  static func passOver(_ bytes: Span<UInt8>, open: Int, to end: Int) -> Passing {
    if bytes[open + 1] == XMLByte.question { return passed(bytes, behind: "?>", from: open + 2, to: end) }
    for (mark, close) in [("<!--", "-->"), ("<![CDATA[", "]]>")] as [(StaticString, StaticString)] {
      if hasPrefix(bytes, mark, at: open, to: end) {
        return passed(bytes, behind: close, from: open + mark.utf8CodeUnitCount, to: end)
      }
    }
    return end - open < 9 ? .incomplete : .malformed
  }

  private static func passed(_ bytes: Span<UInt8>, behind close: StaticString, from start: Int, to end: Int) -> Passing
  {
    var position = start
    while let found = firstIndex(of: close.utf8Start.pointee, in: bytes, position..<end) {
      if hasPrefix(bytes, close, at: found, to: end) { return .passed(found + close.utf8CodeUnitCount) }
      position = found + 1
    }
    return .incomplete
  }

  static func hasPrefix(_ bytes: Span<UInt8>, _ text: StaticString, at start: Int, to end: Int) -> Bool {
    end - start >= text.utf8CodeUnitCount && matches(bytes, start..<start + text.utf8CodeUnitCount, text)
  }

  /// Whether a range holds exactly some text.
  @inline(__always)
  static func matches(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { wanted in
      for offset in 0..<wanted.count where bytes[range.lowerBound &+ offset] != wanted[offset] { return false }
      return true
    }
  }
}

/// An attribute of a tag, by the places of its name without prefix and of its value without quotes.
struct XMLAttribute {
  let name: Range<Int>
  let value: Range<Int>
}

extension XMLScanner {
  /// The next attribute of a tag; nil behind the last one, and where what stands there is none.
  @inline(__always)
  static func nextAttribute(_ bytes: Span<UInt8>, _ position: inout Int, to end: Int) -> XMLAttribute? {
    while position < end, bytes[position] <= Byte.space { position &+= 1 }
    var nameStart = position
    while position < end, case let byte = bytes[position], byte != XMLByte.equal, byte > Byte.space {
      if byte == XMLByte.colon { nameStart = position &+ 1 }
      position &+= 1
    }
    let nameEnd = position
    while position < end, bytes[position] <= Byte.space { position &+= 1 }
    guard nameEnd > nameStart, position < end, bytes[position] == XMLByte.equal else { return nil }
    position &+= 1
    while position < end, bytes[position] <= Byte.space { position &+= 1 }
    guard position < end, case let quote = bytes[position], quote == Byte.quote || quote == XMLByte.apostrophe else {
      return nil
    }
    let valueStart = position &+ 1
    position = valueStart
    while position < end, bytes[position] != quote { position &+= 1 }
    guard position < end else { return nil }
    defer { position &+= 1 }
    return XMLAttribute(name: nameStart..<nameEnd, value: valueStart..<position)
  }

  /// The value of a tag's attribute, decoded; nil without it.
  static func attribute(_ name: StaticString, of tag: XMLTag, _ bytes: Span<UInt8>) -> String? {
    var position = tag.attributes.lowerBound
    while let attribute = nextAttribute(bytes, &position, to: tag.attributes.upperBound) {
      guard matches(bytes, attribute.name, name) else { continue }
      var texts = CellTexts()
      texts.appendDecoded(bytes, attribute.value, isCellText: false)
      return texts.text
    }
    return nil
  }

  /// Every opening and empty tag of a whole text in turn, and every closing one.
  /// - Returns: Whether the text is well-formed as far as tags go.
  static func forEachTag(_ window: PartWindow, _ body: (XMLTag, Span<UInt8>) -> Void) -> Bool {
    let bytes = window.bytes.span
    var position = window.start
    while true {
      switch nextTag(bytes, from: position, to: window.end) {
      case .tag(let tag):
        body(tag, bytes)
        position = tag.end
      case .incomplete: return firstIndex(of: XMLByte.less, in: bytes, position..<window.end) == nil
      case .malformed: return false
      }
    }
  }
}

/// Bytes with a meaning in XML.
enum XMLByte {
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let slash = UInt8(ascii: "/")
  static let equal = UInt8(ascii: "=")
  static let colon = UInt8(ascii: ":")
  static let apostrophe = UInt8(ascii: "'")
  static let exclamation = UInt8(ascii: "!")
  static let question = UInt8(ascii: "?")
  static let ampersand = UInt8(ascii: "&")
  static let semicolon = UInt8(ascii: ";")
  static let underscore = UInt8(ascii: "_")
}
