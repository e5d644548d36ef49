import Synchronization

/// The distinct texts of a column, each with a code from 0 in order of first appearance.
///
/// The texts stand one behind another as UTF-8, so that a column in which every text is another costs their bytes and
/// an offset each. A text becomes a `String` when it is asked for. Texts are told apart by their UTF-8: `String`
/// compares characters instead and so normalises every Chinese text it hashes, which takes longer than reading the file
/// that the text came from.
public struct TextDictionary: Sendable {
  /// The UTF-8 of all texts.
  public private(set) var bytes: Buffer<UInt8>
  /// Where in the bytes each text begins, and behind the last one where it ends.
  public private(set) var offsets: TextOffsets
  private var index = TextIndex()

  /// A dictionary of some texts; a repeated text keeps its first code.
  public init(_ texts: [String] = []) {
    bytes = []
    offsets = .narrow([0])
    for text in texts { _ = code(adding: text) }
  }

  /// A dictionary of texts that stand one behind another, in memory or in a file.
  /// - Precondition: No two texts are the same; the offsets ascend from 0 to the number of bytes.
  public init(bytes: Buffer<UInt8>, offsets: TextOffsets) {
    precondition(offsets.count > 0, "offsets need an end")
    self.bytes = bytes
    self.offsets = offsets
  }

  /// The number of texts.
  public var count: Int { offsets.count - 1 }

  /// Whether there is no text.
  public var isEmpty: Bool { count == 0 }

  /// The bytes that texts and offsets take.
  public var byteCount: Int { bytes.byteCount + offsets.byteCount }

  /// The texts by code, made as they are asked for. What is asked of many texts is cheaper asked of their bytes.
  public var texts: Texts { Texts(dictionary: self) }

  /// Calls the body with the UTF-8 of all texts and their offsets. The pointers are only good within the body.
  @inlinable
  public func withUTF8<Result>(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ range: (Int) -> Range<Int>) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { bytes in
      switch offsets {
      case .narrow(let offsets):
        try offsets.withUnsafeBufferPointer { offsets in
          try body(bytes) { code in checkedRange(Int(offsets[code]), Int(offsets[code + 1]), bytes.count) }
        }
      case .wide(let offsets):
        try offsets.withUnsafeBufferPointer { offsets in
          try body(bytes) { code in checkedRange(Int(offsets[code]), Int(offsets[code + 1]), bytes.count) }
        }
      }
    }
  }

  /// Calls the body with the UTF-8 of all texts and the offsets of some of them, stretch by stretch: where each begins,
  /// and behind the last one where it ends. The pointers are only good within the body.
  public func forEachStretch(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ offsets: ArraySlice<Int>) throws -> Void
  ) rethrows {
    let stretch = 1_024
    var places: [Int] = []
    try withUTF8 { bytes, range in
      for first in stride(from: 0, to: count, by: stretch) {
        places.removeAll(keepingCapacity: true)
        let end = min(first + stretch, count)
        for code in first..<end { places.append(range(code).lowerBound) }
        places.append(range(end - 1).upperBound)
        try body(bytes, places[...])
      }
    }
  }

  /// The range of a text's UTF-8 among the bytes.
  public func range(of code: Int) -> Range<Int> {
    checkedRange(offsets[code], offsets[code + 1], bytes.count)
  }

  /// The text of a code.
  public func text(of code: Int) -> String {
    let range = range(of: code)
    return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }
}

/// A range of a text; offsets from a damaged file never lead out of the bytes.
@inlinable
func checkedRange(_ start: Int, _ end: Int, _ count: Int) -> Range<Int> {
  precondition(start >= 0 && start <= end && end <= count, "offsets of texts out of order")
  return Range(uncheckedBounds: (start, end))
}

/// Where texts begin, in 32 bits as long as they have fewer than 2 GB.
public enum TextOffsets: Sendable {
  case narrow(Buffer<Int32>)
  case wide(Buffer<Int64>)

  /// Offsets as narrow as the last of them allows.
  public init(_ offsets: [Int]) {
    self =
      Int32(exactly: offsets.last ?? 0) == nil
      ? .wide(Buffer(offsets.map { Int64($0) })) : .narrow(Buffer(offsets.map { Int32(truncatingIfNeeded: $0) }))
  }

  /// The number of offsets: one more than there are texts.
  @inlinable public var count: Int {
    switch self {
    case .narrow(let offsets): offsets.count
    case .wide(let offsets): offsets.count
    }
  }

  /// Where a text begins, or the text before it ends.
  @inlinable
  public subscript(code: Int) -> Int {
    switch self {
    case .narrow(let offsets): Int(offsets[code])
    case .wide(let offsets): Int(offsets[code])
    }
  }

  /// The bytes that the offsets take.
  public var byteCount: Int {
    switch self {
    case .narrow(let offsets): offsets.byteCount
    case .wide(let offsets): offsets.byteCount
    }
  }

  fileprivate mutating func append(_ offset: Int) {
    switch consume self {
    case .narrow(var offsets):
      if let narrow = Int32(exactly: offset) {
        offsets.append(narrow)
        self = .narrow(offsets)
      } else {
        self = .wide(Buffer(offsets.map { Int64($0) } + [Int64(offset)]))
      }
    case .wide(var offsets):
      offsets.append(Int64(offset))
      self = .wide(offsets)
    }
  }
}

extension TextDictionary {
  /// The texts of a dictionary by code.
  public struct Texts: RandomAccessCollection, Sendable {
    fileprivate let dictionary: TextDictionary

    /// 0.
    public var startIndex: Int { 0 }
    /// The number of texts.
    public var endIndex: Int { dictionary.count }
    /// The text of a code, made now.
    public subscript(code: Int) -> String { dictionary.text(of: code) }

    /// Whether the texts are these, one for one.
    public static func == (left: Texts, right: [String]) -> Bool { left.elementsEqual(right) }
  }
}

// MARK: Finding texts

extension TextDictionary {
  /// The code of a text, or nil where the column never holds it.
  ///
  /// The first few texts sought in a large dictionary are looked for one text after another; whoever goes on asking gets
  /// an index.
  public func code(of text: String) -> UInt32? {
    var text = text
    return text.withUTF8 { sought in
      withUTF8 { bytes, range in
        let slots = index.state.withLock { state in
          if state.slots.isEmpty {
            state.searches += 1
            guard count <= TextIndex.smallCount || state.searches > TextIndex.fewSearches else { return [UInt64]() }
            state.build(count, bytes, range)
          }
          return state.slots
        }
        guard slots.isEmpty else {
          return TextIndex.find(sought, hash: hashUTF8(sought), in: slots, bytes, range).code
        }
        return (0..<count).first { isSameText(sought, bytes, range($0)) }.map { UInt32($0) }
      }
    }
  }

  /// The code of a text, given one now if it had none.
  public mutating func code(adding text: String) -> UInt32 {
    var text = text
    return text.withUTF8 { code(adding: $0) }
  }

  private mutating func code(adding sought: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if !isKnownUniquelyReferenced(&index) { index = TextIndex(copying: index) }
    let hash = hashUTF8(sought)
    let (code, place) = withUTF8 { bytes, range in
      index.state.withLock { state in
        if (count + 1) * 2 > state.slots.count { state.build(count, bytes, range) }
        return TextIndex.find(sought, hash: hash, in: state.slots, bytes, range)
      }
    }
    if let code { return code }
    let added = UInt32(count)
    bytes.append(contentsOf: sought)
    offsets.append(bytes.count)
    index.state.withLock { $0.slots[place] = hash & TextIndex.tagMask | UInt64(added + 1) }
    return added
  }
}

/// Finds texts by their bytes, once somebody asks for it.
private final class TextIndex: Sendable {
  struct State {
    /// The upper half of a text's hash over its code plus one; 0 where a slot is free. At most half of them are taken.
    /// None before there is an index.
    var slots: [UInt64] = []
    /// How many texts were sought without one.
    var searches = 0

    mutating func build(
      _ count: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: (Int) -> Range<Int>
    ) {
      var size = 16
      while size < (count + 1) * 2 { size *= 2 }
      // An array of its own, so that no shared one is copied before it is thrown away.
      var slots = [UInt64](repeating: 0, count: size)
      for code in 0..<count {
        let hash = hashUTF8(UnsafeBufferPointer(rebasing: bytes[range(code)]))
        var place = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[place] != 0 { place = (place + 1) & (size - 1) }
        slots[place] = hash & TextIndex.tagMask | UInt64(code + 1)
      }
      self.slots = slots
    }
  }

  let state: Mutex<State>

  init() { state = Mutex(State()) }

  init(copying other: TextIndex) {
    let copy = other.state.withLock { $0 }
    state = Mutex(copy)
  }

  static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000
  /// A dictionary of so many texts gets its index at the first search.
  static let smallCount = 4096
  /// So many searches go through all texts of a larger one: each takes less than a tenth of what an index does.
  static let fewSearches = 8

  /// The code of a text, and the slot that holds it or would.
  static func find(
    _ sought: UnsafeBufferPointer<UInt8>, hash: UInt64, in slots: [UInt64], _ bytes: UnsafeBufferPointer<UInt8>,
    _ range: (Int) -> Range<Int>
  ) -> (code: UInt32?, place: Int) {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0 {
      let slot = slots[place]
      let code = UInt32(truncatingIfNeeded: slot) &- 1
      if (slot ^ hash) & tagMask == 0, isSameText(sought, bytes, range(Int(code))) { return (code, place) }
      place = (place + 1) & mask
    }
    return (nil, place)
  }
}
