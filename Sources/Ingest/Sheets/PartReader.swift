import Values

/// The stretch of a part's text that is in memory: what was read is taken from its front, blocks are added at its end.
struct PartWindow {
  /// The bytes, with zeros past `end` that may be read.
  private(set) var bytes: [UInt8]
  /// Where what was not yet taken begins.
  private(set) var start = 0
  /// Where the text ends.
  private(set) var end = 0
  /// Whether the part has no more text than this.
  private(set) var isLast = false

  init(capacity: Int) { bytes = largeArray(of: 0, count: capacity + EventPatterns.stride) }

  var count: Int { end - start }

  /// Takes what stands before a place off the front.
  mutating func advance(to position: Int) { start = position }

  /// Adds at most some bytes that the body writes into a range; it gives back how many, and whether they end the part.
  mutating func append(
    atMost limit: Int, _ body: (inout MutableSpan<UInt8>, Range<Int>) throws(Failure) -> (count: Int, isLast: Bool)
  ) throws(Failure) {
    makeRoom(for: limit)
    let room = end..<end + limit
    let result: Result<(count: Int, isLast: Bool), Failure> = bytes.withMutableSpan { space in
      do throws(Failure) { return .success(try body(&space, room)) } catch { return .failure(error) }
    }
    let added = try result.get()
    end += added.count
    isLast = added.isLast
  }

  private mutating func makeRoom(for count: Int) {
    let kept = end - start
    if start > 0 {
      bytes.withUnsafeMutableBytes { space in
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: space[start..<end]))
      }
      (start, end) = (0, kept)
    }
    let needed = kept + count + EventPatterns.stride
    if needed > bytes.count { bytes += [UInt8](repeating: 0, count: max(needed - bytes.count, bytes.count)) }
  }
}

/// Reads one part of a package from its beginning to its end, decompressed, a block at a time.
struct PartReader: ~Copyable {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private let inflater: Inflater?
  private var input: [UInt8]
  /// The compressed bytes that were read from the file and not yet decompressed.
  private var inputRange = 0..<0
  private var nextOffset: Int
  private let endOffset: Int
  private var produced = 0
  private var runningChecksum: UInt32 = 0
  private(set) var window: PartWindow
  private let blockSize: Int

  /// Opens a part that has a number of bytes at most.
  /// - Throws: A `Failure` where the part is encrypted, or larger than such a part can be.
  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, limit: Int, blockSize: Int) throws(Failure) {
    self.archive = archive
    self.entry = entry
    self.blockSize = blockSize
    guard !entry.isEncrypted else { throw encryptedWorkbook(archive.displayPath) }
    guard entry.method == 0 || entry.method == 8 else {
      throw Failure(
        .data,
        Phrase(
          "\(archive.displayPath) is compressed in a way that spreadsheet programs don't use (method \(entry.method))",
          "\(archive.displayPath) 采用表格软件不使用的压缩方式（方法 \(entry.method)）"),
        notes: [Phrase("open it in a spreadsheet program and save it again", "请用表格软件打开后重新保存")])
    }
    let size = Phrase(
      "“\(excerpt(entry.name))” in it would be \(entry.size >> 20) MB",
      "其中“\(excerpt(entry.name))”展开后为 \(entry.size >> 20) MB")
    guard entry.size <= limit else { throw oversizedPackage(archive.displayPath, size) }
    guard
      entry.size <= ZipArchive.Limit.freeSize || entry.size / ZipArchive.Limit.ratio <= entry.compressedSize
    else {
      throw oversizedPackage(
        archive.displayPath,
        Phrase(
          "\(size.english) from \(entry.compressedSize >> 10) KB",
          "\(size.chinese)，压缩后仅 \(entry.compressedSize >> 10) KB"
        ))
    }
    nextOffset = try archive.dataOffset(of: entry)
    endOffset = nextOffset + entry.compressedSize
    inflater = entry.method == 8 ? Inflater() : nil
    input = [UInt8](repeating: 0, count: min(1 << 16, max(entry.compressedSize, 1)))
    window = PartWindow(capacity: min(blockSize, entry.size) * 2)
  }

  /// Where in the file reading has come to.
  var fileOffset: Int { nextOffset }

  /// Takes what stands before a place off the front of the window.
  mutating func advance(to position: Int) { window.advance(to: position) }

  /// Adds the next block to the window; nothing once the part has ended.
  /// - Throws: A `Failure` where the part is damaged, or not of the size that the package states.
  mutating func readBlock() throws(Failure) {
    guard !window.isLast else { return }
    // One byte more than the package states, so that a part which has more is found out.
    let limit = min(blockSize, entry.size - produced + 1)
    var window = self.window
    // The bytes then have one owner, and are not copied when they change.
    self.window = PartWindow(capacity: 0)
    try window.append(atMost: limit) { (space, room) throws(Failure) in try fill(&space, room) }
    self.window = window
  }

  private mutating func fill(
    _ space: inout MutableSpan<UInt8>, _ room: Range<Int>
  ) throws(Failure) -> (count: Int, isLast: Bool) {
    var offset = room.lowerBound
    var hasEnded = false
    while offset < room.upperBound, !hasEnded {
      if inputRange.isEmpty { try readInput() }
      let step = step(input.span.extracting(inputRange), into: &space, offset..<room.upperBound)
      guard step.state != .damaged, step.read + step.written > 0 || step.state == .ended else { throw archive.damaged }
      inputRange = inputRange.lowerBound + step.read..<inputRange.upperBound
      offset += step.written
      hasEnded = step.state == .ended
    }
    produced += offset - room.lowerBound
    guard produced <= entry.size else {
      throw oversizedPackage(
        archive.displayPath,
        Phrase(
          "“\(excerpt(entry.name))” in it is larger than the \(entry.size) bytes stated",
          "其中“\(excerpt(entry.name))”大于所声明的 \(entry.size) 字节"))
    }
    runningChecksum = checksum(space.span.extracting(room.lowerBound..<offset), after: runningChecksum)
    if hasEnded {
      guard produced == entry.size, runningChecksum == entry.checksum else { throw archive.damaged }
    }
    return (offset - room.lowerBound, hasEnded)
  }

  private func step(
    _ available: Span<UInt8>, into space: inout MutableSpan<UInt8>, _ room: Range<Int>
  ) -> Inflater.Step {
    if let step = inflater?.inflate(available, into: &space, room) { return step }
    let count = min(available.count, room.count)
    copy(available.extracting(0..<count), to: &space, at: room.lowerBound)
    let isAll = nextOffset == endOffset && count == available.count
    return Inflater.Step(read: count, written: count, state: isAll ? .ended : .goesOn)
  }

  private mutating func readInput() throws(Failure) {
    let wanted = min(input.count, endOffset - nextOffset)
    guard try archive.read(wanted, at: nextOffset, into: &input) == wanted else { throw archive.damaged }
    nextOffset += wanted
    inputRange = 0..<wanted
  }
}

extension ZipArchive {
  /// The text of a whole part; nil where there is none of the name.
  func text(of name: String, limit: Int) throws(Failure) -> PartWindow? {
    guard let entry = entry(name) else { return nil }
    var reader = try PartReader(self, entry, limit: limit, blockSize: 1 << 16)
    repeat { try reader.readBlock() } while !reader.window.isLast
    return reader.window
  }
}
