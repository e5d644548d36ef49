/// Keys as they are matched: case, width and spaces make no difference.
public enum MatchKey {
  /// A key with full-width forms narrowed, letters in upper case and spaces taken out.
  public static func normalised(_ key: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in key.unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09, 0xA0, 0x3000, 0xFEFF: continue
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3014, 0x3016, 0x3010: result.append("[")
      case 0x3015, 0x3017, 0x3011: result.append("]")
      default: result.append(scalar)
      }
    }
    return String(result).uppercased()
  }
}
