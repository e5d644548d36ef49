import Language
import Tables
import Values

// What is said of columns that a list is bound by.
extension GraphBuilder {
  /// The error for a column that is not there.
  func missingColumn(_ name: String, _ input: ListInput, _ table: Table) -> Failure {
    Failure(
      .statement, Phrase("the list `\(input.name)` has no column `\(name)`", "名单“\(input.name)”没有“\(name)”列"),
      notes: Nearness.notes(name, table.columns.flatMap { [$0.name, $0.heading] }))
  }

  /// The error for a column that is there, or not, but not of the type that its part in the list asks for.
  func unsuitableColumn(_ name: String, _ wanted: Phrase, _ input: ListInput, _ table: Table) -> Failure {
    guard let type = table.column(name)?.type else { return missingColumn(name, input, table) }
    return Failure(
      .statement,
      Phrase(
        "the column `\(name)` of `\(input.name)` is \(type.name.english), not \(wanted.english)",
        "“\(input.alias ?? input.name)”的“\(name)”列是\(type.name.chinese)，应为\(wanted.chinese)"))
  }
}
