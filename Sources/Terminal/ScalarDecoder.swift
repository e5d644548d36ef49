/// Puts bytes that arrive one by one together to Unicode scalars.
struct ScalarDecoder {
  private var bytes: [UInt8] = []
  private var expected = 0

  /// The scalar that this byte completes. Bytes that can't be part of UTF-8 are dropped: no key sends them.
  mutating func decode(_ byte: UInt8) -> Unicode.Scalar? {
    if !bytes.isEmpty, byte & 0xC0 == 0x80 {
      bytes.append(byte)
      guard bytes.count == expected else { return nil }
      defer { bytes = [] }
      return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
    }
    bytes = []
    switch byte {
    case 0x00..<0x80: return Unicode.Scalar(byte)
    case 0xC2..<0xE0: expected = 2
    case 0xE0..<0xF0: expected = 3
    case 0xF0..<0xF5: expected = 4
    default: return nil
    }
    bytes = [byte]
    return nil
  }
}

/// Finds out where bytes stop being UTF-8.
enum UTF8Check {
  /// The offset of the first byte that is not part of a valid sequence, or nil when all of them are.
  static func firstInvalidOffset(in bytes: some Sequence<UInt8>) -> Int? {
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded): offset += encoded.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
