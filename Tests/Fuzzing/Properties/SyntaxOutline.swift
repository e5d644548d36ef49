import Language
import Values

/// What a piece of syntax is made of, without the places where it stood. A name that is a word of the language is told
/// in English.
func syntaxOutline(_ syntax: Any) -> String {
  switch syntax {
  case is SourceSpan: return ""
  case let name as Name: return Keyword(form: name.text)?.rawValue ?? "‘\(name.text)’"
  case let value as Value: return "\(value)"
  case let text as String: return "“\(text)”"
  case let sign as BinaryOperator: return sign.rawValue
  default: break
  }
  let mirror = Mirror(reflecting: syntax)
  let parts = mirror.children.compactMap { label, value in
    value is SourceSpan || label == "span" ? nil : syntaxOutline(value)
  }
  switch mirror.displayStyle {
  case .enum where mirror.children.isEmpty: return "\(syntax)"
  case .enum: return "\(mirror.children.first?.label ?? "")(\(parts.joined(separator: " ")))"
  case .optional: return parts.first ?? "none"
  case .collection: return "[\(parts.joined(separator: ", "))]"
  case .struct, .tuple: return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " ")))"
  default: return "\(syntax)"
  }
}

/// The outermost expressions in a piece of syntax, in order.
func expressions(in syntax: Any) -> [Expression] {
  if let expression = syntax as? Expression { return [expression] }
  if syntax is SourceSpan || syntax is String { return [] }
  return Mirror(reflecting: syntax).children.flatMap { expressions(in: $0.value) }
}
