/// Codes that name an organisation: the unified social credit code (统一社会信用代码, GB 32100-2015) of 18 characters and
/// the organisation code (组织机构代码, GB 11714) of nine that stands inside it.
public enum CreditCode {
  /// Whom a code names.
  public enum Identity: Hashable, Sendable {
    /// An organisation, by its code of nine characters in upper case without a hyphen. `checkHolds` says whether the
    /// check character of the code as it was given fits; codes in use are known whose check doesn't, so a failed one
    /// is a reason to warn and never to reject.
    case organisation(code: String, checkHolds: Bool)
    /// A person, by a resident identity number (GB 11643), in full or masked.
    case naturalPerson
    /// Nobody that can be told: a registration number of 15 digits, a masked code, a placeholder, any other text.
    case unidentifiable
  }

  /// Says whom a code names, however it is written.
  ///
  /// Full-width characters are narrowed, letters put in upper case, blanks and hyphens left out. Then 18 characters are
  /// a credit code or a resident identity number, and nine are an organisation code.
  public static func normalised(_ raw: String) -> Identity {
    guard let characters = compact(raw) else { return .unidentifiable }
    switch characters.count {
    case 18 where characters.contains(mask):
      return isMaskedResident(characters) ? .naturalPerson : .unidentifiable
    case 18: return identity(ofEighteen: characters)
    case 9 where !characters.contains(mask) && !isPlaceholder(characters[...]):
      return .organisation(code: text(characters[...]), checkHolds: organisationCheckHolds(characters[...]))
    default: return .unidentifiable
    }
  }

  private static func identity(ofEighteen characters: [UInt8]) -> Identity {
    let organisation = characters[8..<17]
    guard !isPlaceholder(organisation) else { return .unidentifiable }
    let checkHolds = creditCheckHolds(characters)
    if isResidentShaped(characters) {
      // A body's code may by chance read as a region and a birth date. It is one only if its own check says so and a
      // resident's does not.
      let isBody = checkHolds && !residentCheckHolds(characters) && isRegistered(characters[0], characters[1])
      if !isBody { return .naturalPerson }
    }
    return .organisation(code: text(organisation), checkHolds: checkHolds)
  }

  private static func text(_ characters: ArraySlice<UInt8>) -> String { String(decoding: characters, as: UTF8.self) }

  /// One character again and again, as in 000000000: its check may hold, but it names nobody.
  private static func isPlaceholder(_ characters: ArraySlice<UInt8>) -> Bool {
    characters.allSatisfy { $0 == characters.first }
  }
}

// MARK: - Writing

extension CreditCode {
  private static let mask = UInt8(ascii: "*")

  /// The letters, digits and masks of a code in upper case; nil where anything else stands in it or it is too long.
  private static func compact(_ raw: String) -> [UInt8]? {
    var characters: [UInt8] = []
    characters.reserveCapacity(18)
    for scalar in raw.unicodeScalars {
      let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
      switch narrow {
      case 0x30...0x39, 0x41...0x5A, 0x2A: characters.append(UInt8(narrow))
      case 0x61...0x7A: characters.append(UInt8(narrow - 0x20))
      // Blanks, hyphens and dashes, marks without width.
      case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200F, 0x202F, 0x2060, 0x3000, 0xFEFF: continue
      case 0x2D, 0x2010...0x2015, 0x2212: continue
      default: return nil
      }
      if characters.count > 18 { return nil }
    }
    return characters
  }

  private static func isDigit(_ character: UInt8) -> Bool { (0x30...0x39).contains(character) }
}

// MARK: - Credit and organisation codes

extension CreditCode {
  /// The characters of a credit code by their value: digits and letters without I, O, S, V and Z.
  static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The value of each byte in the alphabet; 255 for one that is not in it.
  static let values: [UInt8] = {
    var values = [UInt8](repeating: .max, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// 3 to the power of the place, modulo 31.
  private static let creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

  /// Whether the 18th character is what the other 17 ask for (GB 32100-2015, annex).
  private static func creditCheckHolds(_ characters: [UInt8]) -> Bool {
    var sum = 0
    for (character, weight) in zip(characters, creditWeights) {
      let value = values[Int(character)]
      guard value != .max else { return false }
      sum += Int(value) * weight
    }
    return characters[17] == alphabet[(31 - sum % 31) % 31]
  }

  /// Whether the ninth character is what the other eight ask for (GB 11714): letters count from A = 10.
  private static func organisationCheckHolds(_ characters: ArraySlice<UInt8>) -> Bool {
    let sum = zip(characters, organisationWeights).reduce(0) { sum, pair in
      sum + (isDigit(pair.0) ? Int(pair.0) - 0x30 : Int(pair.0) - 0x37) * pair.1
    }
    let check =
      switch 11 - sum % 11 {
      case 10: UInt8(ascii: "X")
      case 11: UInt8(ascii: "0")
      case let digit: UInt8(0x30 + digit)
      }
    return characters.last == check
  }

  /// Whether a registering department has such a category of bodies (GB 32100-2015, table of the first two characters).
  private static func isRegistered(_ department: UInt8, _ category: UInt8) -> Bool {
    switch department {
    case UInt8(ascii: "1"), UInt8(ascii: "5"): "1239".utf8.contains(category)
    case UInt8(ascii: "2"), UInt8(ascii: "4"), UInt8(ascii: "8"): "19".utf8.contains(category)
    case UInt8(ascii: "3"): "123459".utf8.contains(category)
    case UInt8(ascii: "6"), UInt8(ascii: "7"): "129".utf8.contains(category)
    case UInt8(ascii: "9"): "123".utf8.contains(category)
    default: false
    }
  }
}

// MARK: - Residents

extension CreditCode {
  /// Whether 17 digits and a check are a region, a birth date and a number, the check itself aside.
  private static func isResidentShaped(_ characters: [UInt8]) -> Bool {
    characters[..<17].allSatisfy(isDigit) && isResidentCheck(characters[17]) && isRegion(characters[..<2])
      && isBirthDate(characters[6..<14])
  }

  /// Whether a masked number is a resident's: a region in full, then what may be a birth date and a number.
  ///
  /// Codes of companies begin with 9 and so never with a region.
  private static func isMaskedResident(_ characters: [UInt8]) -> Bool {
    let (birth, century) = (characters[6..<14], characters[6..<8])
    guard characters[..<6].allSatisfy(isDigit), isRegion(characters[..<2]),
      characters[6..<17].allSatisfy({ isDigit($0) || $0 == mask }),
      isResidentCheck(characters[17]) || characters[17] == mask
    else { return false }
    guard birth.contains(mask) else { return isBirthDate(birth) }
    return century.contains(mask) || [19, 20].contains(number(century))
  }

  private static func isResidentCheck(_ character: UInt8) -> Bool {
    isDigit(character) || character == UInt8(ascii: "X")
  }

  /// Whether eight digits are a day of the last century or this.
  private static func isBirthDate(_ digits: ArraySlice<UInt8>) -> Bool {
    let (year, rest) = number(digits).quotientAndRemainder(dividingBy: 10_000)
    return (1900...2099).contains(year) && CalendarDate(year: year, month: rest / 100, day: rest % 100) != nil
  }

  /// Provinces and their like have 11 to 82; residents of Taiwan with a permit have 83.
  private static func isRegion(_ digits: ArraySlice<UInt8>) -> Bool { (11...83).contains(number(digits)) }

  /// ISO 7064 MOD 11-2 over all 18 characters.
  private static func residentCheckHolds(_ characters: [UInt8]) -> Bool {
    let product = characters[..<17].reduce(0) { ($0 + Int($1) - 0x30) * 2 % 11 }
    let check = (12 - product) % 11
    return characters[17] == (check == 10 ? UInt8(ascii: "X") : UInt8(0x30 + check))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } }
}
