/// Writes numbers and texts one behind another, each on a line of its own.
struct FieldWriter {
  private(set) var text = ""

  mutating func add(_ number: some FixedWidthInteger) { text += "\(number)\n" }

  /// A number, or nothing.
  mutating func add<Number: FixedWidthInteger>(ifAny number: Number?) {
    if let number { add(number) } else { text += "-\n" }
  }

  mutating func add(_ flag: Bool) { add(flag ? 1 : 0) }

  /// A text, which may hold anything: its length stands before it.
  mutating func add(_ words: String) { text += "\(words.utf8.count):\(words)\n" }

  /// How many there are, and then each.
  mutating func add<Element>(_ elements: [Element], _ body: (inout FieldWriter, Element) -> Void) {
    add(elements.count)
    for element in elements { body(&self, element) }
  }
}

/// Reads what a `FieldWriter` has written. A library that finds out what there is to read while it reads takes longer for
/// a few hundred fields than opening all files that they tell of.
struct FieldReader {
  /// Something else stands there.
  struct Fault: Error {}

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Whether all was read.
  var isAtEnd: Bool { rest.isEmpty }

  mutating func number<Number: FixedWidthInteger>() throws(Fault) -> Number {
    guard let number = try number(ifAny: Number.self) else { throw Fault() }
    return number
  }

  mutating func number<Number: FixedWidthInteger>(ifAny type: Number.Type) throws(Fault) -> Number? {
    let digits = try field(endingWith: UInt8(ascii: "\n"))
    if digits.elementsEqual([UInt8(ascii: "-")]) { return nil }
    guard let number = Number(String(decoding: digits, as: UTF8.self)) else { throw Fault() }
    return number
  }

  mutating func flag() throws(Fault) -> Bool { try number() as Int != 0 }

  mutating func text() throws(Fault) -> String {
    guard let length = Int(String(decoding: try field(endingWith: UInt8(ascii: ":")), as: UTF8.self)), length >= 0,
      length < rest.count, rest[rest.startIndex + length] == UInt8(ascii: "\n"),
      let text = String(validating: rest.prefix(length), as: UTF8.self)
    else { throw Fault() }
    rest = rest.dropFirst(length + 1)
    return text
  }

  mutating func array<Element>(_ body: (inout FieldReader) throws(Fault) -> Element) throws(Fault) -> [Element] {
    let count: Int = try number()
    // Each element takes a byte at least.
    guard count >= 0, count <= rest.count else { throw Fault() }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }

  private mutating func field(endingWith end: UInt8) throws(Fault) -> ArraySlice<UInt8> {
    guard let place = rest.firstIndex(of: end) else { throw Fault() }
    defer { rest = rest[(place + 1)...] }
    return rest[..<place]
  }
}
