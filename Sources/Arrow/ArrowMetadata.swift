/// What this program writes beside columns and files, so that it reads again what they mean.
public enum ArrowMetadata {
  /// Beside a column: the type of its values in this program's terms.
  public static let type = "tuiyan.type"
  /// Beside a column: its heading in Chinese.
  public static let heading = "tuiyan.heading"
  /// Beside a file: the version of the program that wrote it.
  public static let version = "tuiyan.version"
}
