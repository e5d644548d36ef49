import Values

/// The smallest piece of a statement.
public struct Token: Sendable, Hashable {
  /// What a token is.
  public enum Kind: Sendable, Hashable {
    /// A maximal run of letters, Han characters, digits and `_`; full-width forms already narrowed.
    case word(String)
    /// A name in brackets, never a keyword.
    case bracketedName(String)
    /// A number with its unit, a date, a month: anything that is read as one value.
    case literal(Value)
    /// A quoted text.
    case text(String)
    /// An operator or a bracket, in its ASCII form.
    case symbol(Symbol)
    /// The end of a statement: a line's end that does not plainly go on, or `;`.
    case end
  }

  /// What it is.
  public let kind: Kind
  /// Where it stands, in UTF-8 offsets of its source.
  public let range: Range<Int>
}

/// Operators, brackets and separators.
public enum Symbol: String, Sendable, Hashable {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case pipe = "|"
  case dot = "."
  case range = ".."
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case equal = "="
  case doubleEqual = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether a line that ends with the symbol plainly goes on.
  var continuesLine: Bool {
    switch self {
    case .rightParenthesis, .rightBrace, .leftBrace: false
    default: true
    }
  }
}
