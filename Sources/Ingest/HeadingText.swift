/// A heading in the form in which headings are compared.
///
/// Full-width characters are narrowed, blanks taken out, letters put in lower case; hyphens, dashes and underscores
/// are alike, as are the kinds of brackets, 做出 and 作出, and （单位：元） and （元）.
func normalisedHeading(_ heading: String) -> String {
  var text = ""
  for scalar in heading.unicodeScalars {
    guard let comparable = comparableScalar(scalar) else { continue }
    text.unicodeScalars.append(comparable)
  }
  return replacing("(单位:", with: "(", in: replacing("做出", with: "作出", in: text.lowercased()))
}

/// Replaces every occurrence of some characters.
func replacing(_ part: String, with other: String, in text: String) -> String {
  let wanted = Array(part.unicodeScalars)
  let scalars = Array(text.unicodeScalars)
  guard scalars.count >= wanted.count else { return text }
  var result = String.UnicodeScalarView()
  var position = 0
  while position < scalars.count {
    if scalars[position...].starts(with: wanted) {
      result.append(contentsOf: other.unicodeScalars)
      position += wanted.count
    } else {
      result.append(scalars[position])
      position += 1
    }
  }
  return String(result)
}

/// The scalar that stands for another in comparisons; nil for one that counts for nothing.
private func comparableScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  let narrow = narrowed(scalar)
  switch narrow {
  case "\u{200B}"..."\u{200F}", "\u{2060}", "\u{FEFF}": return nil
  case "-", "_", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FE58}", "\u{FE63}": return "_"
  case "[", "{", "【", "〔", "〖", "「", "『": return "("
  case "]", "}", "】", "〕", "〗", "」", "』": return ")"
  default: return narrow.properties.isWhitespace || narrow.value < 0x20 ? nil : narrow
  }
}

/// A full-width ASCII character as ASCII, U+3000 as a space; others as they are.
func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  case 0x3000: " "
  default: scalar
  }
}

/// What stands in the bracket at a heading's end, in comparable form: `万元` in `罚款金额（单位：万元）`; nil without one.
private func bracketText(_ heading: String) -> String? {
  let text = normalisedHeading(heading)
  guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { return nil }
  return String(text[text.index(after: open)...].dropLast())
}

extension MoneyUnit {
  /// The unit that a heading's bracket states, or nil.
  init?(heading: String) {
    guard let text = bracketText(heading) else { return nil }
    self.init(name: text)
  }
}

/// Whether a heading's bracket says that its numbers are per cent.
func statesPerCent(_ heading: String) -> Bool { bracketText(heading) == "%" }
