import Presentation
import Tables
import Values

/// Answers that several formats are tested with.
enum Fixtures {
  static func percentage(_ numerator: Int128, _ denominator: Int128 = 10_000) throws -> Value {
    .percentage(try Fraction(numerator, over: denominator))
  }

  /// Records by district.
  static let districts = Answer(
    ResultTable(
      columns: [
        ResultColumn("district", heading: Phrase("district", "所属区")),
        ResultColumn("records", heading: Phrase("records", "记录数")),
      ],
      rows: [("江宁区", 1611), ("鼓楼区", 498), ("栖霞区", 402)].map { [.value(.text($0.0)), .value(.integer($0.1))] }))

  /// A comparison with ranges in two columns of three.
  static func comparison() throws -> Answer {
    let ratio = RangedValue(low: try percentage(71), headline: try percentage(75), high: try percentage(75))
    let change = RangedValue(low: try percentage(-55), headline: try percentage(-51), high: try percentage(-51))
    return Answer(
      ResultTable(
        columns: [
          ResultColumn("scenario", heading: Phrase("scenario", "情景")),
          ResultColumn("serious_ratio", heading: Phrase("serious_ratio", "严重失信占比")),
          ResultColumn("change", heading: .same("Δ"), display: .difference),
          ResultColumn("penalised_ratio", heading: Phrase("penalised_ratio", "受罚占比")),
        ],
        rows: [
          [
            .phrase(Phrase("base", "现状")), .ranged(RangedValue(try percentage(126))), .empty,
            .ranged(RangedValue(try percentage(77))),
          ],
          [.value(.text("court_exits")), .ranged(ratio), .ranged(change), .value(try percentage(77))],
        ]),
      notes: [
        Phrase("231 searches have no recorded result", "231 条查控没有结果记录")
      ])
  }

  /// One row of every type.
  static let everyType = Answer(
    ResultTable(
      columns: ["flag", "integer", "decimal", "share", "fine", "name", "date", "month", "term", "words", "gap", "none"]
        .map { ResultColumn($0) },
      rows: [
        [
          .value(.flag(true)), .value(.integer(649_000)),
          .value(.decimal(Fraction(12))), .value(.unknown), .value(.money(500_050)), .value(.text("a, \"b\"")),
          .value(.date(CalendarDate(dayNumber: 19_204))),
          .value(.month(CalendarMonth(monthNumber: 2022 * 12 + 6))), .value(.duration(CalendarDuration(months: 6))),
          .phrase(Phrase("stays on the list", "仍在名单")), .empty, .value(.unknown),
        ]
      ]))
}
