import Values

/// The texts that a workbook keeps once for all its cells.
struct SharedStrings {
  private var texts = CellTexts()
  /// Where each text ends.
  private var ends: [Int] = []

  /// The most bytes that the part with them has.
  static let limit = 2 << 30

  /// No texts.
  init() {}

  /// Reads all texts of a part.
  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, isCancelled: () -> Bool) throws(Failure) {
    var reader = try PartReader(archive, entry, limit: SharedStrings.limit, blockSize: 1 << 20)
    repeat {
      guard !isCancelled() else { throw interrupted(archive.displayPath) }
      try reader.readBlock()
      let position = try items(reader.window, archive)
      guard reader.window.end - position <= SheetScanner.maximumRowSize else { throw archive.damaged }
      reader.advance(to: position)
    } while !reader.window.isLast
    guard isText(texts.bytes.span, 0..<texts.end) else { throw archive.damaged }
  }

  var count: Int { ends.count }

  /// Adds a text to those of a row.
  @inline(__always)
  func append(_ index: Int, to row: inout CellTexts) {
    row.append(texts.bytes.span, (index == 0 ? 0 : ends[index &- 1])..<ends[index])
  }

  /// Reads all items that are whole. - Returns: Where the first one begins that is not.
  private mutating func items(_ window: PartWindow, _ archive: ZipArchive) throws(Failure) -> Int {
    let bytes = window.bytes.span
    var position = window.start
    while let next = try item(bytes, from: position, to: window.end, archive) { position = next }
    return position
  }

  /// Reads the next item; nil where none is whole any more. What stands between items is passed over.
  private mutating func item(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ archive: ZipArchive
  ) throws(Failure) -> Int? {
    switch XMLScanner.nextTag(bytes, from: start, to: end) {
    case .incomplete: return nil
    case .malformed: throw archive.damaged
    case .tag(let tag):
      guard XMLScanner.matches(bytes, tag.name, "si"), tag.kind != .closing else { return tag.end }
      let kept = texts.end
      switch tag.kind == .empty
        ? .whole(tag.end) : texts.appendRichText(bytes, from: tag.end, to: end, closing: "si")
      {
      case .whole(let next):
        ends.append(texts.end)
        return next
      case .incomplete:
        texts.truncate(to: kept)
        return nil
      case .malformed: throw archive.damaged
      }
    }
  }
}

/// How far an element could be read.
enum ElementEnding {
  /// The whole of it, up to this place.
  case whole(Int)
  case incomplete
  case malformed
}

extension CellTexts {
  /// Adds the runs of a text up to the tag that closes it; how its characters are to be pronounced is left out.
  mutating func appendRichText(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, closing: StaticString
  ) -> ElementEnding {
    var position = start
    var isPhonetic = false
    var textStart: Int?
    while true {
      switch XMLScanner.nextTag(bytes, from: position, to: end) {
      case .incomplete: return .incomplete
      case .malformed: return .malformed
      case .tag(let tag):
        position = tag.end
        if XMLScanner.matches(bytes, tag.name, "t") {
          if tag.kind == .opening {
            textStart = tag.end
          } else if tag.kind == .closing {
            if let textStart, !isPhonetic { appendDecoded(bytes, textStart..<tag.start, isCellText: true) }
            textStart = nil
          }
        } else if XMLScanner.matches(bytes, tag.name, "rPh") {
          isPhonetic = tag.kind == .opening
        } else if tag.kind == .closing, XMLScanner.matches(bytes, tag.name, closing) {
          return .whole(position)
        }
      }
    }
  }
}
