import Tables

/// The set of those positions of some values that pass a test.
@inline(__always)
func packedBits<Element: BitwiseCopyable>(
  _ values: UnsafeBufferPointer<Element>, _ test: (Element) -> Bool
) -> Bitmap {
  let wordCount = Bitmap.wordCount(for: values.count)
  let words = [UInt64](unsafeUninitializedCapacity: wordCount) { words, filled in
    packBits(values, into: UnsafeMutableBufferPointer(rebasing: words[..<wordCount]), test)
    filled = wordCount
  }
  return Bitmap(words: words, count: values.count)
}

/// Writes the set of those positions of some values that pass a test, a bit each.
///
/// The test is made into bytes first, which the compiler does many at a time, then eight bytes become eight bits by one
/// multiplication.
@inline(__always)
func packBits<Element: BitwiseCopyable>(
  _ values: UnsafeBufferPointer<Element>, into words: UnsafeMutableBufferPointer<UInt64>, _ test: (Element) -> Bool
) {
  precondition(words.count >= Bitmap.wordCount(for: values.count), "too few words")
  let block = 4096
  withUnsafeTemporaryAllocation(byteCount: block, alignment: 8) { bytes in
    for start in stride(from: 0, to: values.count, by: block) {
      let count = min(block, values.count - start)
      for index in 0..<count { bytes[index] = test(values[start &+ index]) ? 1 : 0 }
      // The last word is filled up, so that whole words can be read.
      for index in count..<(count + 63) / 64 * 64 { bytes[index] = 0 }
      for word in 0..<(count + 63) / 64 {
        var bits: UInt64 = 0
        for part in 0..<8 {
          let eight = bytes.load(fromByteOffset: word &* 64 &+ part &* 8, as: UInt64.self)
          bits |= ((eight &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(part &* 8)
        }
        words[start / 64 &+ word] = bits
      }
    }
  }
}
