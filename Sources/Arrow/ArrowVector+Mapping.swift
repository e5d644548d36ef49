import Tables

// Columns read where they lie in a mapped file, without a copy. Lengths were checked when the column was taken.
extension ArrowVector {
  /// The numbers of a column of fixed width; nil where the column has another, or does not lie in a file.
  public func mapped<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ type: Number.Type
  ) -> Buffer<Number>? {
    guard storedType.width == MemoryLayout<Number>.size, case .some(let bytes) = fixedBytes else { return nil }
    return mapped(bytes, count: count)
  }

  /// The rows of a column of yes and no that say yes.
  public var mappedFlags: Bitmap? {
    guard case .bits(let bits) = content else { return nil }
    return mappedBitmap(bits)
  }

  /// The rows that hold a value; nil where all do, or the column does not lie in a file.
  public var mappedValidity: Bitmap? { validity.flatMap(mappedBitmap) }

  /// Whether some row may hold nothing.
  public var hasNulls: Bool { validity != nil }

  /// The texts of a column without nulls, none of which stands in it twice.
  public var mappedTexts: TextDictionary? {
    guard case .texts(let offsets, let isLarge, let bytes) = content,
      let texts: Buffer<UInt8> = mapped(bytes, count: bytes.count)
    else { return nil }
    if isLarge {
      guard let offsets: Buffer<Int64> = mapped(offsets, count: count + 1), offsets[0] == 0,
        offsets[count] == Int64(bytes.count)
      else { return nil }
      return TextDictionary(bytes: texts, offsets: .wide(offsets))
    }
    guard let offsets: Buffer<Int32> = mapped(offsets, count: count + 1), offsets[0] == 0,
      offsets[count] == Int32(truncatingIfNeeded: bytes.count)
    else { return nil }
    return TextDictionary(bytes: texts, offsets: .narrow(offsets))
  }

  /// The values of the dictionary that the column refers to; nil where it has none of one part.
  public var values: ArrowVector? {
    guard case .coded(_, let parts) = content, parts.count == 1 else { return nil }
    return parts[0]
  }

  private var fixedBytes: ArrowBytes? {
    switch content {
    case .fixed(let bytes), .coded(let bytes, _): bytes
    default: nil
    }
  }

  private func mapped<Element>(_ bytes: ArrowBytes, count: Int) -> Buffer<Element>? {
    guard bytes.count >= count * MemoryLayout<Element>.stride, let place = bytes.place else { return nil }
    return Buffer(place.file, at: place.offset, count: count)
  }

  private func mappedBitmap(_ bits: ArrowBytes) -> Bitmap? {
    let words: Buffer<UInt64>? = mapped(bits, count: Bitmap.wordCount(for: count))
    return words.map { Bitmap(words: $0, count: count) }
  }
}

extension ArrowColumn.Content {
  /// The elements of a buffer, wherever they lie.
  public init<Element>(_ elements: Buffer<Element>) {
    self.init(count: elements.byteCount) { body in
      try elements.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
    }
  }
}
