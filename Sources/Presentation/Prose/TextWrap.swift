/// Breaks text into lines of a width, as its script is broken: between words, and between Chinese characters except
/// before a closing mark and after an opening one.
public enum TextWrap {
  /// Marks with which no line begins.
  private static let closing: Set<Character> = Set("，。、；：？！）」』】》〉”’…％%·～〕］｝,.;:?!)]}")
  /// Marks with which no line ends.
  private static let opening: Set<Character> = Set("（「『【《〈“‘〔［｛([{")

  /// The lines of a text. Spaces within a line stay; those at a break go.
  /// - Parameters:
  ///   - text: One line of text, without control characters.
  ///   - width: The columns that a line may take; what can't be broken anywhere is cut.
  ///   - hanging: How many columns the lines after the first are set in.
  /// - Returns: At least one line.
  public static func lines(of text: some StringProtocol, within width: Int, hanging: Int = 0) -> [String] {
    let text = String(text)
    guard TextWidth.columns(of: text) > width else { return [text] }
    let hanging = min(hanging, max(0, width - 8))
    let setIn = String(repeating: " ", count: hanging)
    var lines: [String] = []
    var line: [Character] = []
    var columns = 0
    // The place in `line` at which it may be broken last, and where its first word begins.
    var place: Int?
    var start = text.prefix { $0 == " " }.count
    for character in text {
      if let last = line.last, line.count > start, mayBreak(between: last, and: character) { place = line.count }
      let extent = TextWidth.columns(of: character)
      if columns + extent > width, line.count > start, character != " " {
        let cut = place ?? line.count
        lines.append(String(line[..<cut]).trimmingSpaces)
        let rest = line[cut...].drop { $0 == " " }
        line = Array(setIn) + rest
        start = hanging
        columns = TextWidth.columns(of: String(line))
        place = nil
      }
      line.append(character)
      columns += extent
    }
    let last = String(line).trimmingSpaces
    return last.isEmpty ? lines : lines + [last]
  }

  /// Whether a line may end behind one character and the next begin with the other.
  public static func mayBreak(between left: Character, and right: Character) -> Bool {
    if right == " " { return false }
    if left == " " { return true }
    guard !closing.contains(right), !opening.contains(left) else { return false }
    return TextWidth.columns(of: left) == 2 || TextWidth.columns(of: right) == 2
  }
}
