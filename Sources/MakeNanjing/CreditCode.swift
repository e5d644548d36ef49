/// A unified social credit code (统一社会信用代码, GB 32100-2015): department, category, six digits of region,
/// the organisation code of nine characters, a check character.
struct CreditCode: Hashable, Sendable {
  let text: String
  /// Characters 9 to 17: eight characters and their own check (GB 11714).
  let organisation: String

  /// A code in the series `TY`, in which no organisation in life has its code.
  ///
  /// - Parameters:
  ///   - prefix: department and category, such as `91` for an enterprise.
  ///   - region: six digits of GB/T 2260.
  ///   - serial: below one million.
  init(prefix: String, region: String, serial: Int) {
    let digits = String(serial)
    let body = "TY" + String(repeating: "0", count: 6 - digits.count) + digits
    organisation = body + CreditCode.organisationCheck(body)
    let unchecked = prefix + region + organisation
    text = unchecked + CreditCode.unifiedCheck(unchecked)
  }

  /// The last four characters, which masked copies leave readable.
  var tail: String { String(text.suffix(4)) }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

  /// GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2 over values 0–9 and A = 10 … Z = 35; 10 is written X, 11 is written 0.
  private static func organisationCheck(_ body: String) -> String {
    let sum = zip(body, [3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { sum, pair in
      sum + (Int(String(pair.0), radix: 36) ?? 0) * pair.1
    }
    let check = 11 - sum % 11
    return check == 10 ? "X" : check == 11 ? "0" : String(check)
  }

  /// GB 32100: weights are the powers of 3 modulo 31 over an alphabet without I, O, S, V, Z.
  private static func unifiedCheck(_ unchecked: String) -> String {
    var weight = 1
    var sum = 0
    for character in unchecked {
      sum += (alphabet.firstIndex(of: character) ?? 0) * weight
      weight = weight * 3 % 31
    }
    return String(alphabet[(31 - sum % 31) % 31])
  }
}

extension CreditCode {
  /// The forms in which the offices write one and the same code.
  enum Form: Sendable {
    case whole, lowercase, organisationWithHyphen, organisation, fullWidth, spaced
  }

  /// How a code reads on a court's sheet: mostly whole.
  static let courtForms: KeyValuePairs<Form, Int> = [
    .whole: 800, .lowercase: 60, .organisationWithHyphen: 80, .organisation: 20, .fullWidth: 25, .spaced: 15,
  ]
  /// How it reads elsewhere: the systems check it on entry.
  static let officeForms: KeyValuePairs<Form, Int> = [.whole: 970, .lowercase: 20, .fullWidth: 10]

  func text(_ form: Form) -> String {
    switch form {
    case .whole: text
    case .lowercase: text.lowercased()
    case .organisationWithHyphen: organisation.prefix(8) + "-" + organisation.suffix(1)
    case .organisation: organisation
    case .fullWidth: text.fullWidth
    case .spaced: text + "\u{3000}"
    }
  }
}

extension String {
  /// ASCII letters, digits and signs in their full-width forms.
  var fullWidth: String {
    var wide = ""
    for scalar in unicodeScalars {
      let moved = (0x21...0x7E).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0) : nil
      wide.unicodeScalars.append(moved ?? scalar)
    }
    return wide
  }
}
