import Testing
import Values

@Suite("Organisation codes as numbers") struct OrganisationCodeTests {
  @Test("A code and its number say the same", arguments: ["000000000", "MA1MXY123", "ZZZZZZZZZ", "12345678X"])
  func bothWays(text: String) {
    #expect(OrganisationCode(text)?.text == text)
    #expect(OrganisationCode(text).map { OrganisationCode(number: $0.number) } == OrganisationCode(text))
  }

  @Test(
    "What is no code of nine has no number", arguments: ["", "12345678", "1234567890", "12345678x", "1234-5678", "一二三"])
  func others(text: String) {
    #expect(OrganisationCode(text) == nil)
  }

  @Test("Numbers are in the order of the characters")
  func order() throws {
    let codes = ["000000001", "00000000A", "0A0000000", "A00000000"].compactMap { OrganisationCode($0) }
    #expect(codes.count == 4 && codes == codes.sorted())
  }
}

@Suite("Whom a code in bytes names") struct CodeSubjectTests {
  /// Codes with every kind of fault, and random ones of the letters and digits that such codes are made of.
  static let codes: [String] = {
    var codes = [
      "91320102MA1MXY1239", "91320102ma1mxy1239", "９１320102MA1MXY1239", "913201021234567890", "91320102000000000X",
      "320102198001011234", "32010219800101123X", "110101199003070000", "320102********1234", "12345678-X", "12345678X",
      "000000000", "", "不详", "91320102MA1MXY12", "11320102198012311I", "91320102199013012M", "3201021980OI011234",
    ]
    var state: UInt64 = 7
    let letters = Array("0123456789012345678901234567890123456789ABXIOZ")
    for number in 0..<3000 {
      let beginning = ["320102", "913201", "110101", ""][number % 4]
      let middle = ["1980", "2003", "19", ""][number / 4 % 4]
      var code = beginning + middle
      while code.count < 18 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        code.append(number % 3 == 0 ? letters[Int(state >> 33) % 10] : letters[Int(state >> 33) % letters.count])
      }
      codes.append(code)
    }
    return codes
  }()

  @Test("Bytes name whom the text names")
  func same() {
    for code in Self.codes {
      let subject = Array(code.utf8).withUnsafeBufferPointer { CreditCode.subject($0) }
      switch CreditCode.normalised(code) {
      case .organisation(let organisation, let checkHolds):
        #expect(subject.organisation?.text == organisation, "\(code)")
        #expect(subject.checkHolds == checkHolds, "\(code)")
      case .naturalPerson: #expect(subject == .naturalPerson, "\(code)")
      case .unidentifiable: #expect(subject == .unidentifiable, "\(code)")
      }
    }
  }
}
