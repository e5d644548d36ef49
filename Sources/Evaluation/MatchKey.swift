/// Keys as they are matched: case, width and spaces make no difference.
public enum MatchKey {
  /// A key with full-width forms narrowed, letters in upper case and spaces taken out.
  public static func normalised(_ key: String) -> String {
    var key = key
    return key.withUTF8 { bytes in
      var result: [UInt8] = []
      _ = normalise(bytes, into: &result)
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Writes the normal form of a key's UTF-8 over what stood in the result, and says whether it is the only way to write
  /// it: other keys are the same as this one only if their normal forms have the same bytes.
  ///
  /// Digits, Latin letters, Chinese characters and the signs that keys are written with are looked at byte by byte; a
  /// key in which anything else stands is left to the rules of Unicode.
  static func normalise(_ key: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]) -> Bool {
    result.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < key.count {
      let byte = key[offset]
      if byte < 0x80 {
        append(byte, to: &result)
        offset += 1
      } else if byte == 0xC2, offset + 1 < key.count, key[offset + 1] == 0xA0 {
        offset += 2
      } else if offset + 2 < key.count, append(byte, key[offset + 1], key[offset + 2], to: &result) {
        offset += 3
      } else {
        return normaliseByUnicode(key, into: &result)
      }
    }
    return true
  }

  @inline(__always)
  private static func append(_ byte: UInt8, to result: inout [UInt8]) {
    switch byte {
    case 0x20, 0x09: break
    case 0x61...0x7A: result.append(byte - 0x20)
    default: result.append(byte)
    }
  }

  /// Adds a character of three bytes; false where the rules of Unicode have to be asked.
  @inline(__always)
  private static func append(_ first: UInt8, _ second: UInt8, _ third: UInt8, to result: inout [UInt8]) -> Bool {
    switch (first, second, third) {
    case (0xE4...0xE9, _, _):
      result.append(first)
      result.append(second)
      result.append(third)
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): break
    case (0xE3, 0x80, 0x94), (0xE3, 0x80, 0x96), (0xE3, 0x80, 0x90): result.append(UInt8(ascii: "["))
    case (0xE3, 0x80, 0x95), (0xE3, 0x80, 0x97), (0xE3, 0x80, 0x91): result.append(UInt8(ascii: "]"))
    case (0xEF, 0xBC, 0x81...0xBF): append(third - 0x60, to: &result)
    case (0xEF, 0xBD, 0x80...0x9E): append(third - 0x20, to: &result)
    default: return false
    }
    return true
  }

  private static func normaliseByUnicode(_ key: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]) -> Bool {
    var scalars = String.UnicodeScalarView()
    for scalar in String(decoding: key, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09, 0xA0, 0x3000, 0xFEFF: continue
      case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3014, 0x3016, 0x3010: scalars.append("[")
      case 0x3015, 0x3017, 0x3011: scalars.append("]")
      default: scalars.append(scalar)
      }
    }
    let text = String(scalars).uppercased()
    result = Array(text.utf8)
    return !text.unicodeScalars.contains(where: hasOtherForms)
  }

  /// Whether Unicode knows a character, or it together with its neighbours, in another form that means the same.
  private static func hasOtherForms(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isFullCompositionExclusion || scalar.properties.canonicalCombiningClass != .notReordered
      || (0x1161...0x11FF).contains(scalar.value)
  }
}
