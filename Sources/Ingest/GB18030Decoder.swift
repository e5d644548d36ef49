import Values

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns GB 18030 into UTF-8, block by block.
///
/// The two-byte codes, nearly all of a text, are looked up in a table that the C library's converter filled once; the
/// four-byte ones go to the converter one by one. A byte that begins no character becomes FF, which UTF-8 never has,
/// so that the check of the text finds it in its row.
struct GB18030Decoder: ~Copyable {
  private let converter: Converter
  private let table: [UInt32]

  /// What takes the place of a byte that can't be decoded.
  static let invalid: UInt8 = 0xFF

  /// - Throws: A `Failure` of the environment where the C library has no such converter.
  init() throws(Failure) {
    guard let converter = Converter() else {
      throw Failure(
        .environment,
        Phrase("this system can't convert GB 18030", "本系统无法转换 GB 18030 编码"),
        notes: [Phrase("save the file as UTF-8 instead", "请将文件另存为 UTF-8 编码")])
    }
    self.converter = converter
    table = GB18030Decoder.sharedTable
  }

  /// The most bytes that some bytes can turn into.
  static func limit(for count: Int) -> Int { count + count / 2 + 8 }

  /// Decodes as many whole characters as there are.
  /// - Precondition: There is room for `limit(for:)` bytes in the target from the offset on.
  /// - Returns: How many bytes were decoded, all but a character that the end cuts, and how many were written.
  func decode(
    _ source: Span<UInt8>, isLast: Bool, into target: inout MutableSpan<UInt8>, at offset: Int
  ) -> (read: Int, written: Int) {
    let raw = source.bytes
    let table = table.span
    var (input, output) = (0, offset)
    while input < source.count {
      if input &+ 8 <= source.count {
        let word = raw.unsafeLoadUnaligned(fromByteOffset: input, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          store(word, in: &target, at: output)
          input &+= 8
          output &+= 8
          continue
        }
      }
      let lead = source[input]
      if lead < 0x80 {
        target[output] = lead
        input &+= 1
        output &+= 1
        continue
      }
      guard input &+ 1 < source.count || isLast else { break }
      let trail = input &+ 1 < source.count ? source[input &+ 1] : 0
      let packed = table[Int(lead) &<< 8 | Int(trail)]
      if packed != 0 {
        target[output] = UInt8(truncatingIfNeeded: packed)
        target[output &+ 1] = UInt8(truncatingIfNeeded: packed &>> 8)
        target[output &+ 2] = UInt8(truncatingIfNeeded: packed &>> 16)
        output &+= Int(packed &>> 24)
        input &+= 2
        continue
      }
      guard input &+ 4 <= source.count || isLast || !(0x30...0x39).contains(trail) else { break }
      let width = decodeFour(source, at: input, into: &target, at: &output)
      input &+= width
    }
    return (input, output - offset)
  }

  @inline(__always)
  private func store(_ word: UInt64, in target: inout MutableSpan<UInt8>, at offset: Int) {
    var bytes = target.mutableBytes
    bytes.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
  }

  /// Decodes a four-byte code, or puts the mark of an invalid byte for its first.
  /// - Returns: How many bytes were used up.
  private func decodeFour(
    _ source: Span<UInt8>, at input: Int, into target: inout MutableSpan<UInt8>, at output: inout Int
  ) -> Int {
    if input + 4 <= source.count, (0x30...0x39).contains(source[input + 1]) {
      let code = [source[input], source[input + 1], source[input + 2], source[input + 3]]
      if let text = converter.utf8(code) {
        for byte in text {
          target[output] = byte
          output += 1
        }
        return 4
      }
    }
    target[output] = GB18030Decoder.invalid
    output += 1
    return 1
  }
}

extension GB18030Decoder {
  /// For each pair of bytes the UTF-8 of its character: up to three bytes, the first lowest, and their number on top;
  /// 0 where the pair is no character of its own.
  private static let sharedTable: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 1 << 16)
    guard let converter = Converter() else { return table }
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F {
        guard let text = converter.utf8([lead, trail]), text.count <= 3 else { continue }
        let packed = text.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        table[Int(lead) << 8 | Int(trail)] = packed | UInt32(text.count) << 24
      }
    }
    return table
  }()
}

/// The C library's converter from GB 18030 to UTF-8, one character at a time.
private final class Converter {
  private let handle: iconv_t

  init?() {
    // The library says "none" with a pointer of all ones.
    guard let handle = iconv_open("UTF-8", "GB18030"), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The UTF-8 of one character's code, or nil where there is no such character.
  func utf8(_ code: [UInt8]) -> [UInt8]? {
    var input = code.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 8)
    var (left, room) = (input.count, output.count)
    let result = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        var (source, target) = (from.baseAddress, to.baseAddress)
        return iconv(handle, &source, &left, &target, &room)
      }
    }
    guard result != -1, left == 0 else {
      // Leaves no half character behind in the converter's state.
      iconv(handle, nil, nil, nil, nil)
      return nil
    }
    return output[..<(output.count - room)].map { UInt8(bitPattern: $0) }
  }
}
