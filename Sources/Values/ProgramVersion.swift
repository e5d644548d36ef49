/// Which program this is.
public enum ProgramVersion {
  /// The version of this one.
  public static let current = "0.1.0"
}
