/// The three truth values of Kleene's logic: a question about records can be true, false or not known.
public enum Truth: Hashable, Sendable {
  case no
  case unknown
  case yes

  /// The truth of a known answer.
  public init(_ answer: Bool) { self = answer ? .yes : .no }

  /// True when both are; false when either is; else unknown.
  public static func & (left: Truth, right: Truth) -> Truth {
    if left == .no || right == .no { return .no }
    return left == .yes && right == .yes ? .yes : .unknown
  }

  /// True when either is; false when both are; else unknown.
  public static func | (left: Truth, right: Truth) -> Truth { !(!left & !right) }

  /// Unknown stays unknown.
  public static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}
