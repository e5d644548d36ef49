import Testing
import Values

@Suite("Credit codes") struct CreditCodeTests {
  @Test(
    "Codes whose check holds name their organisation",
    arguments: [
      ("91350100M000100Y43", "M000100Y4"), ("91330203674737244W", "674737244"), ("91330212066604667N", "066604667"),
    ])
  func goodCodes(code: String, organisation: String) {
    #expect(CreditCode.normalised(code) == .organisation(code: organisation, checkHolds: true))
  }

  @Test(
    "Codes in use whose check fails are warned of and never rejected",
    arguments: [
      ("91350100M0001TGQXM", "M0001TGQX"), ("91350211M0000XUF46", "M0000XUF4"), ("91350203M0001FUE2P", "M0001FUE2"),
    ])
  func realCodesThatFail(code: String, organisation: String) {
    #expect(CreditCode.normalised(code) == .organisation(code: organisation, checkHolds: false))
  }

  @Test(
    "Width, case, blanks and hyphens don't matter",
    arguments: [
      "91330203674737244w", " 91330203674737244W ", "９１３３０２０３６７４７３７２４４Ｗ", "9133 0203 6747 3724 4W",
      "913302-0367473724-4W",
      "\u{3000}91330203674737244W\u{A0}", "91330203－674737244Ｗ", "\t91330203674737244W\n",
    ])
  func writing(code: String) {
    #expect(CreditCode.normalised(code) == .organisation(code: "674737244", checkHolds: true))
  }

  @Test(
    "Nine characters are an organisation code with a check of their own",
    arguments: [
      ("67473724-4", "674737244", true), ("674737244", "674737244", true), ("06660466-7", "066604667", true),
      ("M000100Y4", "M000100Y4", true), ("M0001TGQX", "M0001TGQX", true), ("m0001tgq-x", "M0001TGQX", true),
      ("74218321-3", "742183213", true), ("74218321-4", "742183214", false), ("674737245", "674737245", false),
    ])
  func organisationCodes(code: String, organisation: String, checkHolds: Bool) {
    #expect(CreditCode.normalised(code) == .organisation(code: organisation, checkHolds: checkHolds))
  }

  @Test(
    "Letters that the alphabet lacks fail the check and no more",
    arguments: ["91330203674737244I", "9133O203674737244W"])
  func strangeLetters(code: String) {
    #expect(CreditCode.normalised(code) == .organisation(code: "674737244", checkHolds: false))
  }

  @Test(
    "What names nobody is unidentifiable",
    arguments: [
      "", "  ", "-", "320102000123456", "3201021990010112", "913302******531452", "91********53145211",
      "91330203674737244",
      "91330203674737244WX", "南京某某商贸有限公司", "暂无", "000000000000000000", "000000000", "X", "12345678",
      "320102********12345",
      "67473****", "9133020367473724.4", "91330203000000000A", "（2022）1号",
    ])
  func unidentifiable(code: String) { #expect(CreditCode.normalised(code) == .unidentifiable) }

  @Test(
    "Resident identity numbers are persons, whether their check holds or not",
    arguments: [
      "11010519491231002X", "110105194912310021", "320102199003071234", "32010219900307123x", "320102 19900307 1234",
      "３２０１０２１９９００３０７１２３４", "830000199001010014",
    ])
  func residents(code: String) { #expect(CreditCode.normalised(code) == .naturalPerson) }

  @Test(
    "Masked identity numbers are persons",
    arguments: [
      "320102********1234", "330222************", "320102********123X", "3201021990****1234", "320102******** 1234",
      "320102＊＊＊＊＊＊＊＊1234",
      "32010219********34", "320102199003071*34",
    ])
  func maskedResidents(code: String) { #expect(CreditCode.normalised(code) == .naturalPerson) }

  @Test(
    "A masked code that can't be a resident's is unidentifiable",
    arguments: [
      "91320102******1234", "320102A*******1234", "9132**********123X", "320102********12A4", "32010218********34",
      "320102199013071*34",
    ])
  func maskedCodes(code: String) { #expect(CreditCode.normalised(code) == .unidentifiable) }

  @Test(
    "Eighteen digits without a possible birth date are a credit code",
    arguments: [
      "320102199013011234", "320102199002301234", "123201004260900699",
    ])
  func bodies(code: String) {
    #expect(CreditCode.normalised(code) == .organisation(code: String(code.dropFirst(8).prefix(9)), checkHolds: false))
  }

  @Test("Every digit of a code counts for its check")
  func everyDigitCounts() {
    let code = Array("91330203674737244W")
    for position in 0..<17 {
      var changed = code
      changed[position] = code[position] == "3" ? "4" : "3"
      guard case .organisation(_, let checkHolds) = CreditCode.normalised(String(changed)) else {
        Issue.record("\(String(changed)) names nobody")
        continue
      }
      #expect(!checkHolds)
    }
  }
}
