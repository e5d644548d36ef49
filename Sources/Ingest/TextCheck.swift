/// Whether a range holds whole characters of UTF-8 and no NUL.
func isText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard range.count >= 64 else { return isShortText(bytes, range) }
  // Up to a byte that is a character of its own, so that the bytes before any checked below belong to the range.
  var start = range.lowerBound + 2
  while start < range.upperBound, bytes[start] >= 0x80 { start += 1 }
  guard isShortText(bytes, range.lowerBound..<start) else { return false }
  let end = start + (range.upperBound - start) / 16 * 16
  guard hasUsualShape(bytes.bytes, start..<end) else { return isShortText(bytes, range) }
  // What begins before the end of the last sixteen bytes may go on behind them.
  var rest = end
  while rest > start, rest > end - 2, bytes[rest - 1] & 0xC0 == 0x80 { rest -= 1 }
  if rest > start, bytes[rest - 1] >= 0xC0 { rest -= 1 }
  return isShortText(bytes, rest..<range.upperBound)
}

/// `isText` by the standard library.
private func isShortText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard firstIndex(of: 0, in: bytes, range) == nil else { return false }
  return (try? UTF8Span(validating: bytes.extracting(range))) != nil
}

/// Whether bytes follow one another as in characters of one, two and three bytes; a character that the end cuts passes.
///
/// It says no of text that needs a closer look: of longer characters, and of first bytes with which only some second
/// ones make a character (C0, C1, E0, ED).
/// - Precondition: Two bytes before the range are readable, its length is a multiple of 16.
private func hasUsualShape(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
  // Vectors throughout: the operators that take a single byte are many times slower.
  func all(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16(repeating: byte) }
  var fault = all(0)
  var offset = range.lowerBound
  while offset < range.upperBound {
    let vector = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    let before = bytes.unsafeLoadUnaligned(fromByteOffset: offset &- 1, as: SIMD16<UInt8>.self)
    let twoBefore = bytes.unsafeLoadUnaligned(fromByteOffset: offset &- 2, as: SIMD16<UInt8>.self)
    let goesOn = (vector & all(0xC0)) .== all(0x80)
    let mustGoOn = (before .>= all(0xC0)) .| (twoBefore .>= all(0xE0))
    let isSpecial =
      ((vector & all(0xFE)) .== all(0xC0)) .| (vector .== all(0xE0)) .| (vector .== all(0xED)) .| (vector .>= all(0xF0))
    fault = fault.replacing(with: all(1), where: (goesOn .^ mustGoOn) .| isSpecial .| (vector .== all(0)))
    offset &+= 16
  }
  return fault == all(0)
}
