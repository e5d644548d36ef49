/// The elements of a column: an array of its own, or a stretch of a mapped file that is read where it lies.
///
/// Reading costs the same either way. A change makes a mapped buffer an array first; the file never changes.
public struct Buffer<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The elements, unless they lie in a file.
  @usableFromInline var owned: [Element]
  /// Where they lie in a file.
  @usableFromInline var region: Region?

  /// A stretch of a mapped file. It keeps the mapping alive.
  @usableFromInline
  struct Region: Sendable {
    @usableFromInline let file: MappedFile
    @usableFromInline let offset: Int
    @usableFromInline let count: Int

    @inlinable
    init(file: MappedFile, offset: Int, count: Int) {
      (self.file, self.offset, self.count) = (file, offset, count)
    }

    /// The elements: the initialiser of the buffer has checked that they are inside the file and aligned.
    @inlinable var elements: UnsafeBufferPointer<Element> {
      guard count > 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
      let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + count * MemoryLayout<Element>.stride])
      return bytes.assumingMemoryBound(to: Element.self)
    }
  }

  /// The elements of an array, which is not copied.
  @inlinable
  public init(_ elements: [Element]) { owned = elements }

  /// Elements that lie in a file as this machine has them in memory: little-endian, without padding. Nil where they are
  /// not wholly inside the file, or not aligned.
  /// - Parameters:
  ///   - file: The mapped file.
  ///   - offset: The byte at which the first element begins, a multiple of the element's alignment.
  ///   - count: The number of elements.
  public init?(_ file: MappedFile, at offset: Int, count: Int) {
    let stride = MemoryLayout<Element>.stride
    guard offset >= 0, count >= 0, offset <= file.bytes.count, count <= (file.bytes.count - offset) / stride,
      offset.isMultiple(of: MemoryLayout<Element>.alignment)
    else { return nil }
    owned = []
    region = Region(file: file, offset: offset, count: count)
  }

  /// One value again and again.
  @inlinable
  public init(repeating value: Element, count: Int) { owned = [Element](repeating: value, count: count) }

  /// Whether the elements lie in a mapped file and so take no memory that couldn't be given back.
  public var isMapped: Bool { region != nil }

  /// The bytes that the elements take, in memory or in a file.
  public var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// Calls the body with the elements where they lie. The pointer is only good within the body.
  @inlinable
  public func withUnsafeBufferPointer<Result, Problem: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    guard let region else { return try owned.withUnsafeBufferPointer(body) }
    defer { withExtendedLifetime(region.file) {} }
    return try body(region.elements)
  }

  /// Calls the body with a span of the elements.
  @inlinable
  public func withSpan<Result, Problem: Error>(
    _ body: (Span<Element>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    try withUnsafeBufferPointer { (elements) throws(Problem) in try body(elements.span) }
  }

  /// Calls the body with the elements as an array that it may change.
  @inlinable
  public mutating func withArray<Result, Problem: Error>(
    _ body: (inout [Element]) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    own()
    return try body(&owned)
  }

  /// Copies mapped elements into an array.
  @inlinable
  mutating func own() {
    guard let region else { return }
    owned = Array(region.elements)
    self.region = nil
    withExtendedLifetime(region.file) {}
  }
}

extension Buffer: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
  /// No elements.
  @inlinable
  public init() { owned = [] }

  /// The elements of a literal.
  @inlinable
  public init(arrayLiteral elements: Element...) { owned = elements }

  /// 0.
  @inlinable public var startIndex: Int { 0 }

  /// The number of elements.
  @inlinable public var endIndex: Int { region?.count ?? owned.count }

  /// The number of elements.
  @inlinable public var count: Int { endIndex }

  /// An element; an index past the end is a fault of the program, in a file as in an array.
  @inlinable
  public subscript(index: Int) -> Element {
    get {
      guard let region else { return owned[index] }
      defer { withExtendedLifetime(region.file) {} }
      return region.elements[checked(index, region.count)]
    }
    set {
      own()
      owned[index] = newValue
    }
  }

  @inlinable
  func checked(_ index: Int, _ count: Int) -> Int {
    precondition(index >= 0 && index < count, "an index past the end of a mapped buffer")
    return index
  }

  /// Calls the body with the elements, which always lie side by side.
  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBufferPointer(body)
  }

  /// Puts other elements in the place of some.
  @inlinable
  public mutating func replaceSubrange(_ range: Range<Int>, with elements: some Collection<Element>) {
    own()
    owned.replaceSubrange(range, with: elements)
  }

  /// Adds an element at the end.
  @inlinable
  public mutating func append(_ element: Element) {
    own()
    owned.append(element)
  }

  /// Makes room for some elements in all.
  @inlinable
  public mutating func reserveCapacity(_ count: Int) {
    own()
    owned.reserveCapacity(count)
  }
}

extension Buffer: Equatable where Element: Equatable {
  /// Whether the elements are the same, wherever they lie.
  @inlinable
  public static func == (left: Buffer, right: Buffer) -> Bool {
    left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { left.elementsEqual($0) } }
  }
}

extension Buffer: Hashable where Element: Hashable {
  /// Feeds the elements to a hasher.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    withUnsafeBufferPointer { for element in $0 { hasher.combine(element) } }
  }
}
