/// The nine letters and digits of an organisation code (组织机构代码), as a number of base 36.
///
/// A country's registry has tens of millions of them: eight bytes each, and none on the heap.
public struct OrganisationCode: Hashable, Comparable, Sendable {
  /// The number that the characters write, below 36 to the ninth.
  public let number: UInt64

  /// The code of nine characters, digits and upper-case letters; nil for any other text.
  public init?(_ text: String) {
    var number: UInt64 = 0
    var length = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: number = number &* 36 &+ UInt64(byte &- 0x30)
      case 0x41...0x5A: number = number &* 36 &+ UInt64(byte &- 0x37)
      default: return nil
      }
      length += 1
      if length > 9 { return nil }
    }
    guard length == 9 else { return nil }
    self.number = number
  }

  /// The code that a number writes.
  /// - Precondition: The number is below 36 to the ninth.
  public init(number: UInt64) {
    precondition(number < 101_559_956_668_416, "more than nine characters")
    self.number = number
  }

  /// The nine characters.
  public var text: String {
    var rest = number
    var characters: [UInt8] = []
    for _ in 0..<9 {
      let digit = UInt8(rest % 36)
      characters.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
      rest /= 36
    }
    return String(decoding: characters.reversed(), as: UTF8.self)
  }

  /// Codes in the order of their characters.
  public static func < (left: OrganisationCode, right: OrganisationCode) -> Bool { left.number < right.number }
}
