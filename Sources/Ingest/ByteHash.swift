// Hashes and comparisons of texts by words. Words overlap at a text's end, so that nothing outside of it is read.

/// A hash of a field's bytes. It is the same on every machine and in every run.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, _ field: Field) -> UInt64 {
  hashBytes(bytes, from: field.lowerBound, Int(field.length))
}

/// A hash of a field's bytes and of what was hashed before.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, _ field: Field, after before: UInt64) -> UInt64 {
  mixed(before ^ hashBytes(bytes, field), odd)
}

/// A hash of some bytes.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, from start: Int, _ length: Int) -> UInt64 {
  let raw = bytes.bytes
  var hash = UInt64(truncatingIfNeeded: length) &* odd
  if length > 16 {
    var offset = start
    let last = start &+ length &- 16
    // Sixteen bytes a step; the last sixteen may overlap those before.
    while offset < last {
      hash = mixed(word(raw, offset) ^ hash, word(raw, offset &+ 8) ^ even)
      offset &+= 16
    }
    return mixed(word(raw, last) ^ hash, word(raw, last &+ 8) ^ even)
  }
  let (first, second) = ends(raw, start, length)
  return mixed(first ^ hash, second ^ even)
}

/// Whether two stretches of the same length hold the same bytes.
@inline(__always)
func isSame(_ left: RawSpan, _ leftStart: Int, _ right: RawSpan, _ rightStart: Int, _ length: Int) -> Bool {
  guard length > 16 else {
    let (first, second) = (ends(left, leftStart, length), ends(right, rightStart, length))
    return first.0 == second.0 && first.1 == second.1
  }
  var offset = 0
  let last = length &- 8
  while offset < last {
    if word(left, leftStart &+ offset) != word(right, rightStart &+ offset) { return false }
    offset &+= 8
  }
  return word(left, leftStart &+ last) == word(right, rightStart &+ last)
}

private let odd: UInt64 = 0x9FB2_1C65_1E98_DF25
private let even: UInt64 = 0x9E37_79B9_7F4A_7C15

/// All of at most 16 bytes in two words, which overlap where there are fewer.
@inline(__always)
private func ends(_ bytes: RawSpan, _ start: Int, _ length: Int) -> (UInt64, UInt64) {
  let end = start &+ length
  if length >= 8 { return (word(bytes, start), word(bytes, end &- 8)) }
  if length >= 4 { return (UInt64(half(bytes, start)), UInt64(half(bytes, end &- 4))) }
  guard length > 0 else { return (0, 0) }
  let (first, middle, last) = (byte(bytes, start), byte(bytes, start &+ length / 2), byte(bytes, end &- 1))
  return (first | middle &<< 8 | last &<< 16, 0)
}

@inline(__always)
private func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
  bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

@inline(__always)
private func half(_ bytes: RawSpan, _ offset: Int) -> UInt32 {
  bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
}

@inline(__always)
private func byte(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
  UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self))
}

@inline(__always)
private func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
  let product = first.multipliedFullWidth(by: second)
  return product.high ^ product.low
}
