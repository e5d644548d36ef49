import Values

/// A file's text as UTF-8, block by block, whatever its encoding.
struct DecodedFile: ~Copyable {
  private let file: InputFile
  private let displayPath: String
  private let declared: TextEncoding?
  /// The encoding, once a byte above 127 has told it or the declaration has.
  private var decided: TextEncoding?
  private var decoder: GB18030Decoder?
  private var block: [UInt8]
  /// Bytes at the block's front that the last block left over: a character that its end cut.
  private var leftOver = 0
  private var isFirst = true
  /// Sees the bytes as they stand in the file.
  private let onBytes: (@Sendable (Span<UInt8>) -> Void)?
  /// How many bytes were read so far.
  private(set) var bytesRead = 0

  init(
    _ declaration: FileDeclaration, blockSize: Int, onBytes: (@Sendable (Span<UInt8>) -> Void)? = nil
  ) throws(Failure) {
    self.onBytes = onBytes
    file = try InputFile(path: declaration.path, displayPath: declaration.displayPath)
    displayPath = declaration.displayPath
    declared = declaration.encoding
    // Room for a signature, and for a character beside what is left over of the one before.
    block = [UInt8](repeating: 0, count: max(blockSize, 8))
  }

  /// The size of the file, or what was read of it if that is more.
  var byteCount: Int { max(file.byteCount, bytesRead) }

  /// The encoding; UTF-8 for a text that is all ASCII so far and declared as nothing else.
  var encoding: TextEncoding { decided ?? declared ?? .utf8 }

  /// Adds the next block to a window.
  /// - Throws: A `Failure` where the file can't be read or is no text of the declared encoding.
  mutating func readBlock(into window: inout TextWindow) throws(Failure) {
    if decided == .utf8 { return try readText(into: &window) }
    let count = try block.withMutableSpan { (space) throws(Failure) in
      try file.read(into: &space, at: leftOver..<space.count)
    }
    bytesRead += count
    onBytes?(block.span.extracting(leftOver..<leftOver + count))
    let isLast = leftOver + count < block.count
    let skipped = isFirst ? try skipSignature(leftOver + count) : 0
    isFirst = false
    let range = skipped..<leftOver + count
    try decide(range, isLast: isLast)
    leftOver = 0
    switch decided {
    case .gb18030:
      try decode(range, isLast: isLast, into: &window)
    case .utf8:
      window.append(block.span.extracting(range), isLast: isLast)
    case nil:
      // A first character above 127 that the end cuts has told nothing yet, so it waits for its encoding.
      var end = range.upperBound
      while !isLast, end > range.lowerBound, block[end - 1] >= 0x80 { end -= 1 }
      window.append(block.span.extracting(range.lowerBound..<end), isLast: isLast)
      keep(end..<range.upperBound)
    }
  }

  /// Adds the next block of a file that is in UTF-8: nothing of it waits for a character's end.
  private mutating func readText(into window: inout TextWindow) throws(Failure) {
    let size = block.count
    let before = window.count
    try window.append(atMost: size) { (target, offset) throws(Failure) in
      let count = try file.read(into: &target, at: offset..<offset + size)
      onBytes?(target.span.extracting(offset..<offset + count))
      return (count, count < size)
    }
    bytesRead += window.count - before
  }

  /// Leaves bytes over for the next block.
  private mutating func keep(_ rest: Range<Int>) {
    leftOver = rest.count
    for (target, source) in rest.enumerated() { block[target] = block[source] }
  }

  private mutating func decode(_ range: Range<Int>, isLast: Bool, into window: inout TextWindow) throws(Failure) {
    if decoder == nil { decoder = try GB18030Decoder() }
    var read = 0
    window.append(atMost: GB18030Decoder.limit(for: range.count)) { target, offset in
      let result = decoder?.decode(block.span.extracting(range), isLast: isLast, into: &target, at: offset)
      read = result?.read ?? 0
      return (result?.written ?? 0, isLast)
    }
    keep(range.lowerBound + read..<range.upperBound)
  }

  /// Settles the encoding by the first block that has bytes above 127.
  private mutating func decide(_ range: Range<Int>, isLast: Bool) throws(Failure) {
    guard decided == nil else { return }
    let evidence = EncodingEvidence(block.span.extracting(range))
    guard evidence.highBytes > 0 else {
      // At the file's end a character that UTF-8 would go on with may be a whole one of the encoding declared.
      if isLast { decided = declared }
      return
    }
    switch declared {
    case nil: decided = evidence.favoursUTF8 ? .utf8 : .gb18030
    case .utf8 where !evidence.favoursUTF8:
      throw Failure(
        .data, Phrase("\(displayPath) is not in UTF-8", "\(displayPath) 不是 UTF-8 编码"),
        notes: [
          Phrase("if it is in GBK, declare it: `encoding gb18030`", "如为 GBK 编码，请声明：`编码 gb18030`")
        ])
    case .gb18030 where evidence.highBytes >= 12 && evidence.highBytes == evidence.highBytesInCharacters:
      // A character or two in GBK can pass as UTF-8; half a dozen never do.
      throw Failure(
        .data, Phrase("\(displayPath) is in UTF-8, not in GB 18030", "\(displayPath) 是 UTF-8 编码，不是 GB 18030"),
        notes: [
          Phrase("declare it: `encoding utf8`, or leave the encoding out", "请声明 `编码 utf8`，或不声明编码")
        ])
    case let declared: decided = declared
    }
  }

  /// Passes a byte order mark, which wins over the declaration, and refuses what is no text.
  private mutating func skipSignature(_ count: Int) throws(Failure) -> Int {
    let signature = Signature(block.span.extracting(0..<count))
    switch signature {
    case .utf8: decided = .utf8
    case .gb18030: decided = .gb18030
    case .none: break
    case .utf16:
      throw Failure(
        .data, Phrase("\(displayPath) is in UTF-16", "\(displayPath) 是 UTF-16 编码"),
        notes: [Phrase("save it as UTF-8 and load that", "请另存为 UTF-8 编码后再载入")])
    case .package, .compoundDocument, .database, .arrow, .oldFeather, .parquet:
      throw Failure(
        .data, Phrase("\(displayPath) is a workbook, not a CSV file", "\(displayPath) 是工作簿，不是 CSV 文件"),
        notes: [Phrase("save the sheet as CSV and load that", "请将工作表另存为 CSV 后再载入")])
    }
    return signature.width
  }
}
