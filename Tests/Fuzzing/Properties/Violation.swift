/// Something that must hold and doesn't, with what shows it.
public struct Violation: Error, CustomStringConvertible {
  /// What must hold.
  public let property: String
  /// The input, or the part of it, and what came of it.
  public let evidence: String

  init(_ property: String, _ evidence: String) {
    self.property = property
    self.evidence = evidence
  }

  /// Both, for a message.
  public var description: String { "\(property):\n\(evidence)" }
}

/// Stops where what must hold doesn't.
func require(_ holds: Bool, _ property: String, _ evidence: @autoclosure () -> String) throws(Violation) {
  guard holds else { throw Violation(property, evidence()) }
}
