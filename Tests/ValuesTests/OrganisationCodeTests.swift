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
