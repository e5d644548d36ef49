import Tables
import Values

// Texts that Unicode takes for equal though they are written differently.
extension TextDictionary {
  /// For each code the first one whose text is equal to its own; nil where every text is written in the only way there
  /// is.
  /// - Throws: `Interruption`.
  func firstCodes() throws -> [UInt32]? {
    guard try !isPlain() else { return nil }
    var first: [String: UInt32] = [:]
    return try Interruption.map(0..<count) { code in
      let text = text(of: code)
      let known = first[text] ?? UInt32(code)
      first[text] = known
      return known
    }
  }

  /// For each code whether a part stands in its text, told from the bytes; nil where they don't tell it.
  /// - Throws: `Interruption`.
  func codesContaining(_ part: String) throws -> [Bool]? {
    let part = Array(part.utf8)
    guard !part.isEmpty, try part.withUnsafeBufferPointer({ try $0.isPlain() }), try isPlain() else { return nil }
    return try withUTF8 { bytes, range in
      try part.withUnsafeBufferPointer { part in
        try Interruption.map(0..<count) { code in bytes[range(code)].contains(part) }
      }
    }
  }

  private func isPlain() throws -> Bool { try withUTF8 { bytes, _ in try bytes.isPlain() } }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether all characters of a text are single scalars that Unicode knows in one form alone: ASCII's, Chinese ones and
  /// their signs.
  fileprivate func isPlain() throws -> Bool {
    var place = 0
    while place < count {
      try Interruption.check(atRow: place)
      let byte = self[place]
      if byte < 0x80 {
        // The ends of lines may be characters of two.
        guard byte != 0x0D else { return false }
        place += 1
        continue
      }
      guard place + 2 < count else { return false }
      switch (byte, self[place + 1], self[place + 2]) {
      // Those from U+302A on are marks beside other characters.
      case (0xE4...0xE9, _, _), (0xE3, 0x80, 0x80...0xA9), (0xEF, 0xBC...0xBD, _): break
      default: return false
      }
      place += 3
    }
    return true
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate func contains(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = part.first else { return false }
    var start = startIndex
    while start + part.count <= endIndex {
      if self[start] == first {
        var length = 1
        while length < part.count, self[start + length] == part[length] { length += 1 }
        if length == part.count { return true }
      }
      start += 1
    }
    return false
  }
}
