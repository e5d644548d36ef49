/// How a file separates its fields and its lines.
struct Dialect: Equatable {
  var delimiter: UInt8
  /// The byte that ends a line; with a line feed, a carriage return before it is a blank at the line's end.
  var lineEnd: UInt8
}

/// What was found where a row was looked for.
struct ScannedRow {
  enum Ending: Equatable {
    /// A whole row.
    case complete
    /// The bytes end before the row does, and more may come.
    case incomplete
    /// A quotation mark opens a field and none closes it.
    case unclosedQuote
    /// Something other than a delimiter follows a closing quotation mark.
    case textAfterQuote
  }

  var ending: Ending
  /// Where the row's last field ends, its line end excluded.
  var end: Int
  /// Where the next row begins.
  var next: Int
  var fieldCount = 0
  /// How many line ends stand inside quoted fields.
  var innerLines = 0
  /// Whether a field holds doubled quotation marks; its length is then marked.
  var hasEscapes = false
}

extension Field {
  /// A quoted field in which doubled quotation marks stand for single ones: its length is kept as a complement.
  static func escaped(_ range: Range<Int>) -> Field {
    var field = Field(range)
    field.length = ~field.length
    return field
  }

  /// Whether doubled quotation marks must be read as single ones.
  var isEscaped: Bool { length < 0 }

  /// The range between the quotation marks, for an escaped field.
  var escapedRange: Range<Int> { lowerBound..<lowerBound + Int(~length) }
}

/// Finds the fields of rows as RFC 4180 has them. It reports nothing and keeps nothing.
struct RowScanner {
  let dialect: Dialect
  private let patterns: EventPatterns

  init(_ dialect: Dialect) {
    self.dialect = dialect
    patterns = EventPatterns(delimiter: dialect.delimiter, lineEnd: dialect.lineEnd)
  }

  /// Finds the fields of the row that begins at `start`.
  ///
  /// Fields are written from `cursor` on, `step` apart, as far as there is room; the row's count tells of more.
  /// - Precondition: `start < end`, and `EventPatterns.stride` bytes are readable past `end`.
  func scanRow(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, fields: inout MutableSpan<Field>, at cursor: Int,
    step: Int = 1
  ) -> ScannedRow {
    let raw = bytes.bytes
    var row = ScannedRow(ending: .complete, end: end, next: end)
    var fieldStart = start
    var base = start
    scan: while base < end {
      if base == fieldStart, bytes[base] == Byte.quote {
        let field = scanQuoted(bytes, from: base, to: end, isLast: isLast, row: &row)
        guard row.ending == .complete else { return row }
        add(field, to: &fields, at: cursor, step, row: &row)
        if row.end < end, bytes[row.end] == dialect.delimiter {
          fieldStart = row.end &+ 1
          base = fieldStart
          continue scan
        }
        row.next = min(row.end &+ 1, end)
        return row
      }
      var events = patterns.mask(raw, at: base)
      if end &- base < EventPatterns.stride { events &= (1 &<< UInt64(end &- base)) &- 1 }
      while events != 0 {
        let position = base &+ events.trailingZeroBitCount
        events &= events &- 1
        let byte = bytes[position]
        if byte == dialect.delimiter {
          add(Field(fieldStart..<position), to: &fields, at: cursor, step, row: &row)
          fieldStart = position &+ 1
        } else if byte == dialect.lineEnd {
          add(Field(fieldStart..<position), to: &fields, at: cursor, step, row: &row)
          row.end = position
          row.next = position &+ 1
          return row
        } else if position == fieldStart {
          base = position
          continue scan
        }
      }
      base &+= EventPatterns.stride
    }
    guard isLast else {
      row.ending = .incomplete
      return row
    }
    add(Field(fieldStart..<end), to: &fields, at: cursor, step, row: &row)
    row.end = end
    return row
  }

  @inline(__always)
  private func add(
    _ field: Field, to fields: inout MutableSpan<Field>, at cursor: Int, _ step: Int, row: inout ScannedRow
  ) {
    let index = cursor &+ row.fieldCount &* step
    if index < fields.count { fields[index] = field }
    row.fieldCount &+= 1
  }

  /// Finds the end of the quoted field that opens at `open`, and leaves `row.end` at the byte that ends the field.
  private func scanQuoted(
    _ bytes: Span<UInt8>, from open: Int, to end: Int, isLast: Bool, row: inout ScannedRow
  ) -> Field {
    var position = open &+ 1
    var isEscaped = false
    while true {
      guard let quote = firstIndex(of: Byte.quote, in: bytes, position..<end), isLast || quote &+ 1 < end else {
        row.ending = isLast ? .unclosedQuote : .incomplete
        return .none
      }
      position = quote &+ 1
      guard position < end, bytes[position] == Byte.quote else { break }
      isEscaped = true
      position &+= 1
    }
    let content = open &+ 1..<position &- 1
    while position < end, isBlankAfterQuote(bytes[position]) { position &+= 1 }
    if position == end {
      guard isLast else {
        row.ending = .incomplete
        return .none
      }
    } else if bytes[position] != dialect.delimiter, bytes[position] != dialect.lineEnd {
      row.ending = .textAfterQuote
      return .none
    }
    row.end = position
    row.innerLines &+= count(of: dialect.lineEnd, in: bytes, content)
    row.hasEscapes = row.hasEscapes || isEscaped
    return isEscaped ? .escaped(content) : Field(content)
  }

  private func isBlankAfterQuote(_ byte: UInt8) -> Bool {
    (byte == Byte.space || byte == Byte.tab || byte == Byte.carriageReturn) && byte != dialect.delimiter
      && byte != dialect.lineEnd
  }
}

extension RowScanner {
  /// Whether a row holds nothing but delimiters, quotation marks and blanks.
  func isBlankRow(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = bytes[offset]
      if byte == dialect.delimiter || byte == Byte.quote {
        offset &+= 1
      } else {
        let width = byte == 0 ? 0 : blankWidth(bytes, from: offset, to: range.upperBound)
        guard width > 0 else { return false }
        offset &+= width
      }
    }
    return true
  }
}
