extension CreditCode {
  /// Whom a code names, the organisation by its number: eight bytes, for the millions of codes of a registry.
  public struct Subject: Hashable, Sendable {
    /// 0 and 1 for nobody that can be told and for a person; else the organisation's number and whether the check holds.
    private let packed: UInt64

    /// Nobody that can be told.
    public static let unidentifiable = Subject(packed: 0)
    /// A person.
    public static let naturalPerson = Subject(packed: 1)

    private init(packed: UInt64) { self.packed = packed }

    /// An organisation.
    public init(_ code: OrganisationCode, checkHolds: Bool) {
      packed = code.number << 2 | (checkHolds ? 3 : 2)
    }

    /// The organisation's code; nil for anybody else.
    public var organisation: OrganisationCode? {
      packed & 2 == 0 ? nil : OrganisationCode(number: packed >> 2)
    }

    /// Whether the check character of an organisation's code fits.
    public var checkHolds: Bool { packed & 3 == 3 }
  }

  /// Says whom a code in UTF-8 names, as `normalised` does.
  public static func subject(_ text: UnsafeBufferPointer<UInt8>) -> Subject {
    if let subject = plainSubject(text) { return subject }
    switch normalised(String(decoding: text, as: UTF8.self)) {
    case .organisation(let code, let checkHolds):
      return OrganisationCode(code).map { Subject($0, checkHolds: checkHolds) } ?? .unidentifiable
    case .naturalPerson: return .naturalPerson
    case .unidentifiable: return .unidentifiable
    }
  }

  /// The organisation that 18 digits and upper-case letters name, as nearly all codes are written; nil where they may
  /// name a person or nobody, and for any other writing.
  private static func plainSubject(_ text: UnsafeBufferPointer<UInt8>) -> Subject? {
    guard text.count == 18 else { return nil }
    var number: UInt64 = 0
    var sum = 0
    var weight = 1
    var hasLetter = false
    var isOneCharacter = true
    var hasStranger = false
    let values = values
    for position in 0..<17 {
      let character = text[position]
      let digit: UInt64
      switch character {
      case 0x30...0x39: digit = UInt64(character &- 0x30)
      case 0x41...0x5A:
        digit = UInt64(character &- 0x37)
        hasLetter = true
      default: return nil
      }
      let value = values[Int(character)]
      if value == .max { hasStranger = true } else { sum &+= Int(value) &* weight }
      weight = weight &* 3 % 31
      if position >= 8 {
        number = number &* 36 &+ digit
        if character != text[8] { isOneCharacter = false }
      }
    }
    let last = text[17]
    guard (0x30...0x39).contains(last) || (0x41...0x5A).contains(last), !isOneCharacter else { return nil }
    // Digits alone may be a resident's: unless there is no such century or month.
    if !hasLetter {
      let century = (text[6], text[7])
      let hasCentury = century == (0x31, 0x39) || century == (0x32, 0x30)
      let month = Int(text[10] &- 0x30) * 10 + Int(text[11] &- 0x30)
      guard !hasCentury || !(1...12).contains(month) else { return nil }
    }
    let checkHolds = !hasStranger && last == alphabet[(31 - sum % 31) % 31]
    return Subject(OrganisationCode(number: number), checkHolds: checkHolds)
  }
}
