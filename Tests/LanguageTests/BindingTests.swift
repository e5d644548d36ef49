@testable import Language
import Testing
import Values

@Suite("Parameters in expressions") struct BindingTests {
  @Test(
    "Names are replaced by their values, and what these decide is worked out",
    arguments: [
      ("reading = \"plan\" or x", "yes"), ("reading = \"law\" or x", "x"), ("reading != \"law\" and x", "x"),
      ("x and reading = \"law\"", "no"), ("not (reading = \"law\")", "yes"),
      ("if reading = \"plan\" then a else b", "a"), ("if reading = \"law\" then a else b", "b"),
      ("count(查控 where n > k) >= k", "count(查控 where n > 2) >= 2"), ("a.k > k", "a.k > 2"),
      ("x between k and k + 1", "x between 2 and 2 + 1"), ("x in (k, 3)", "x in (2, 3)"), ("k is known", "2 is known"),
      ("k = 2", "2 = 2"), ("unbound = \"plan\"", "unbound = \"plan\""),
    ])
  func binding(text: String, bound: String) {
    let values: [String: Value] = ["reading": .text("plan"), "k": .integer(2)]
    #expect(outline(expression(text)!.binding(values)) == outline(expression(bound)!))
  }

  @Test("A value below zero is printed so that it is read as the same number")
  func negativeValues() {
    let printer = ExpressionPrinter(tongue: .english)
    for (text, expected) in [("x - k", "x - -2"), ("-k", "--2"), ("x > k", "x > -2")] {
      #expect(printer.text(of: expression(text)!.binding(["k": .integer(-2)])) == expected)
      #expect(expression(expected) != nil)
    }
  }
}
