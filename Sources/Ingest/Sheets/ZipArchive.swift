import Values

/// A zip package that is open for reading: what it says it holds, and where.
///
/// A class, because the readers of its parts share one open file. It never changes, and its reads keep no position.
final class ZipArchive {
  /// A part as the package's directory describes it. None of it is to be trusted before the part has been read.
  struct Entry {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
  }

  /// What no package of a spreadsheet comes near.
  enum Limit {
    static let entries = 65_536
    static let directory = 64 << 20
    /// How many times larger than its compressed form a part may be, beyond `freeSize`. Sheets reach about 60; a bomb
    /// needs hundreds.
    static let ratio = 250
    static let freeSize = 16 << 20
  }

  let displayPath: String
  private let file: InputFile
  private let entries: [String: Entry]

  /// Reads the directory of a package.
  /// - Throws: A `Failure` where the package is damaged or of an absurd size.
  init(_ file: consuming InputFile, displayPath: String) throws(Failure) {
    self.displayPath = displayPath
    let directory = try ZipDirectory(file, displayPath: displayPath)
    entries = try directory.entries(of: file, displayPath: displayPath)
    self.file = file
  }

  /// The size of the whole file.
  var byteCount: Int { file.byteCount }

  /// The part of a name, whatever the case of its letters and whether its folders are parted by `/` or `\`.
  func entry(_ name: String) -> Entry? { entries[ZipArchive.comparable(name)] }

  /// Whether there is a part whose name ends so.
  func hasEntry(endingIn end: String) -> Bool { entries.keys.contains { $0.hasSuffix(end) } }

  /// Where a part's own bytes begin.
  func dataOffset(of entry: Entry) throws(Failure) -> Int {
    let header = try bytes(30, at: entry.headerOffset)
    guard little32(header, 0) == 0x0403_4B50 else { throw damaged }
    let offset = entry.headerOffset + 30 + little16(header, 26) + little16(header, 28)
    guard offset + entry.compressedSize <= file.byteCount else { throw damaged }
    return offset
  }

  /// Reads some bytes of the file, fewer where it ends before.
  func read(_ count: Int, at offset: Int, into space: inout [UInt8]) throws(Failure) -> Int {
    try file.read(count, at: offset, into: &space)
  }

  private func bytes(_ count: Int, at offset: Int) throws(Failure) -> [UInt8] {
    var space = [UInt8](repeating: 0, count: count)
    guard try file.read(count, at: offset, into: &space) == count else { throw damaged }
    return space
  }

  var damaged: Failure { damagedPackage(displayPath) }

  static func comparable(_ name: String) -> String {
    let text = name.lowercased()
    let path = text.contains("\\") ? String(text.map { $0 == "\\" ? "/" : $0 }) : text
    return path.hasPrefix("/") ? String(path.dropFirst()) : path
  }
}

/// What is said of a package that breaks off or contradicts itself.
func damagedPackage(_ displayPath: String) -> Failure {
  Failure(
    .data, Phrase("\(displayPath) is damaged: it breaks off or contradicts itself", "\(displayPath) 已损坏：内容不完整或前后矛盾"),
    notes: [Phrase("open it in a spreadsheet program and save it again, or fetch it anew", "请用表格软件打开后重新保存，或重新获取该文件")])
}

/// What is said of a package that is larger than any spreadsheet.
func oversizedPackage(_ displayPath: String, _ reason: Phrase) -> Failure {
  Failure(
    .data,
    Phrase(
      "\(displayPath) is refused: \(reason.english)", "\(displayPath) 被拒绝读取：\(reason.chinese)"),
    notes: [
      Phrase(
        "a file made to exhaust its reader looks like this; save the sheet as CSV if it is in order",
        "用于耗尽读取程序资源的文件才会如此；如文件无误，请将工作表另存为 CSV")
    ])
}

/// Where a package's directory lies and how many entries it has.
private struct ZipDirectory {
  private let count: Int
  private let size: Int
  private let offset: Int

  /// Finds the record at the file's end, behind which nothing but a comment of at most 65,535 bytes may follow.
  init(_ file: borrowing InputFile, displayPath: String) throws(Failure) {
    let tailSize = min(file.byteCount, 22 + 65_535 + 20)
    var tail = [UInt8](repeating: 0, count: max(tailSize, 22))
    guard tailSize >= 22, try file.read(tailSize, at: file.byteCount - tailSize, into: &tail) == tailSize,
      let end = (0...tailSize - 22).last(where: { little32(tail, $0) == 0x0605_4B50 })
    else { throw damagedPackage(displayPath) }
    var (count, size, offset) = (little16(tail, end + 10), little32(tail, end + 12), little32(tail, end + 16))
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, end >= 20,
      little32(tail, end - 20) == 0x0706_4B50
    {
      var record = [UInt8](repeating: 0, count: 56)
      guard let place = little64(tail, end - 20 + 8), place <= file.byteCount,
        try file.read(56, at: place, into: &record) == 56, little32(record, 0) == 0x0606_4B50,
        let wideCount = little64(record, 32), let wideSize = little64(record, 40),
        let wideOffset = little64(record, 48)
      else { throw damagedPackage(displayPath) }
      (count, size, offset) = (wideCount, wideSize, wideOffset)
    }
    guard count <= ZipArchive.Limit.entries, size <= ZipArchive.Limit.directory else {
      throw oversizedPackage(
        displayPath, Phrase("it says that it holds \(count) parts", "其声明含有 \(count) 个部件"))
    }
    guard offset <= file.byteCount, size <= file.byteCount - offset else { throw damagedPackage(displayPath) }
    (self.count, self.size, self.offset) = (count, size, offset)
  }

  func entries(of file: borrowing InputFile, displayPath: String) throws(Failure) -> [String: ZipArchive.Entry] {
    var bytes = [UInt8](repeating: 0, count: max(size, 1))
    guard try file.read(size, at: offset, into: &bytes) == size else { throw damagedPackage(displayPath) }
    var entries: [String: ZipArchive.Entry] = [:]
    var position = 0
    for _ in 0..<count {
      guard let (entry, next) = entry(bytes, at: position),
        entries.updateValue(entry, forKey: ZipArchive.comparable(entry.name)) == nil
      else { throw damagedPackage(displayPath) }
      position = next
    }
    return entries
  }

  private func entry(_ bytes: [UInt8], at start: Int) -> (entry: ZipArchive.Entry, next: Int)? {
    guard start + 46 <= size, little32(bytes, start) == 0x0201_4B50 else { return nil }
    let nameEnd = start + 46 + little16(bytes, start + 28)
    let extraEnd = nameEnd + little16(bytes, start + 30)
    let next = extraEnd + little16(bytes, start + 32)
    guard next <= size else { return nil }
    var wide = WideFields(bytes, nameEnd..<extraEnd)
    // The wide fields follow one another in this order, each only where the narrow one is full.
    guard let entrySize = wide.value(little32(bytes, start + 24)),
      let compressedSize = wide.value(little32(bytes, start + 20)),
      let headerOffset = wide.value(little32(bytes, start + 42))
    else { return nil }
    let entry = ZipArchive.Entry(
      name: String(decoding: bytes[start + 46..<nameEnd], as: UTF8.self), method: little16(bytes, start + 10),
      isEncrypted: bytes[start + 8] & 1 == 1, checksum: UInt32(little32(bytes, start + 16)),
      compressedSize: compressedSize, size: entrySize, headerOffset: headerOffset)
    return (entry, next)
  }

  /// The 64-bit sizes behind an entry's name.
  private struct WideFields {
    private let bytes: [UInt8]
    private var rest: Range<Int>

    init(_ bytes: [UInt8], _ extra: Range<Int>) {
      self.bytes = bytes
      rest = extra.upperBound..<extra.upperBound
      var position = extra.lowerBound
      while position + 4 <= extra.upperBound {
        let end = position + 4 + little16(bytes, position + 2)
        guard end <= extra.upperBound else { break }
        if little16(bytes, position) == 1 { rest = position + 4..<end }
        position = end
      }
    }

    mutating func value(_ narrow: Int) -> Int? {
      guard narrow == 0xFFFF_FFFF else { return narrow }
      guard rest.count >= 8, let value = little64(bytes, rest.lowerBound) else { return nil }
      rest = rest.lowerBound + 8..<rest.upperBound
      return value
    }
  }
}

func little16(_ bytes: [UInt8], _ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }

func little32(_ bytes: [UInt8], _ offset: Int) -> Int { little16(bytes, offset) | little16(bytes, offset + 2) << 16 }

/// A 64-bit number that can be a size; nil for one that can't.
private func little64(_ bytes: [UInt8], _ offset: Int) -> Int? {
  let high = little32(bytes, offset + 4)
  return high < 1 << 16 ? little32(bytes, offset) | high << 32 : nil
}
