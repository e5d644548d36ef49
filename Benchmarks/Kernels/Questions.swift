import Evaluation
import Language
import Tables
import Values

/// One question, asked in the language and by a raw loop.
struct Question {
  let title: String
  /// The fewest bytes that an answer must touch, in the narrowest columns.
  let touched: Double
  let inTheLanguage: () throws -> [Int]
  let byRawLoop: () -> [Int]
}

/// The questions, over lists and over the arrays that they were made of.
func questions(_ records: Records, _ lists: Lists) throws -> [Question] {
  let raw = RawLoops(records: records)
  let (penalties, court) = (try lists.list("penalties"), try lists.list("court"))
  let (rows, cases) = (Double(records.rowCount), Double(records.caseCount))
  let four = try lists.expression(
    "severity = \"轻微\" and corrected and fine <= 500000元 and decided >= 2020-01-01", in: .row(of: penalties))
  let minor = try lists.expression("severity = \"轻微\" and corrected", in: .row(of: penalties))
  let two = try lists.expression("count(searches where not found) >= 2", in: .row(of: court))
  let agency = try lists.expression("agency", in: .row(of: penalties))
  let distinct = try lists.expression("entities(penalties)", in: .whole)
  let (count, sum) = (
    try lists.expression("count", in: .group(of: penalties)),
    try lists.expression("sum(fine)", in: .group(of: penalties))
  )

  /// The ends of each agency's value, in the order of the agencies' codes.
  func byAgency(_ value: TypedExpression, of rows: Standing) throws -> [(low: Int, high: Int)] {
    let evaluator = lists.evaluator
    let grouping = try evaluator.grouping(of: rows.high, of: penalties, by: [agency])
    let values = try evaluator.values(of: value, grouping: grouping, selection: (penalties, rows))
    var found = [(low: Int, high: Int)](repeating: (0, 0), count: Records.agencies.count)
    for (key, value) in zip(grouping.keys, values) {
      guard case .value(.text(let name))? = key.first, let place = Records.agencies.firstIndex(of: name) else {
        throw Missing("an agency")
      }
      found[place] = (try whole(value.low), try whole(value.high))
    }
    return found
  }

  return [
    Question(
      title: "filter of four conditions", touched: rows * (1 + 0.25 + 4 + 4),
      inTheLanguage: {
        let planes = try lists.evaluator.truth(four, over: penalties)
        return [planes.yes.population, planes.yes.population + planes.unknown.population]
      }, byRawLoop: raw.filter),
    Question(
      title: "filter of two and group-count", touched: rows * (1 + 0.25 + 1),
      inTheLanguage: {
        let all = Standing(Bitmap(repeating: true, count: records.rowCount))
        let rows = all.keeping(try lists.evaluator.truth(minor, over: penalties))
        return try byAgency(count, of: rows).flatMap { [$0.low, $0.high] }
      }, byRawLoop: raw.groups),
    Question(
      title: "sum by group", touched: rows * (4 + 1),
      inTheLanguage: {
        try byAgency(sum, of: Standing(Bitmap(repeating: true, count: records.rowCount))).map(\.low)
      }, byRawLoop: raw.sums),
    Question(
      title: "distinct entities", touched: rows * 4,
      inTheLanguage: { [try whole(lists.evaluator.value(of: distinct).headline)] }, byRawLoop: raw.distinct),
    Question(
      title: "child counts with unknowns", touched: rows * (4 + 0.25) + cases * 2,
      inTheLanguage: {
        let planes = try lists.evaluator.truth(two, over: court)
        return [planes.yes.population, planes.yes.population + planes.unknown.population]
      }, byRawLoop: raw.children),
  ]
}

private func whole(_ value: Value) throws -> Int {
  switch value {
  case .integer(let number), .money(let number): return Int(number)
  default: throw Missing("a whole number")
  }
}
