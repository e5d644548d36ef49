import Language
import Values

/// A parameter or an official figure that was declared, with its values.
struct DefinedGiven: Sendable, Named {
  /// A value from a day on, until the next one.
  struct DatedValue: Sendable {
    /// The value; unknown where the one before ends and none follows.
    let value: Value
    /// The day from which it holds; nil for always.
    let since: CalendarDate?
    /// Where it comes from.
    let citation: String?
  }

  let name: String
  let alias: String?
  let type: ValueType?
  let bounds: ClosedRange<Value>?
  /// The only values that it may have; none where it may have others.
  let choices: [Value]
  /// The values, the earliest first.
  let values: [DatedValue]
  /// Whether it may not be given again.
  var isLocked = false

  /// The value that holds on a day.
  func value(on day: CalendarDate) -> DatedValue? {
    values.last { $0.since.map { $0 <= day } ?? true }
  }

  /// What the name stands for on a day: its value, or why there is none.
  func definition(on day: CalendarDate) -> Definition {
    if let dated = value(on: day), dated.value != .unknown { return .value(dated.value) }
    let mend = Phrase("give it: `given \(name) = …`", "请给出：`给定 \(name) ＝ …`")
    guard let last = values.last(where: { $0.value != .unknown }) else {
      return .missing(Phrase("`\(name)` has no value yet", "“\(name)”尚未给出取值"), notes: [mend])
    }
    let ended = value(on: day)?.since
    if let ended {
      return .missing(
        Phrase("`\(name)` ended on \(ended); the day is \(day)", "“\(name)”已于 \(ended) 失效，观察日为 \(day)"),
        notes: [mend])
    }
    let start = values.first?.since ?? last.since ?? day
    return .missing(
      Phrase("`\(name)` has a value only from \(start); the day is \(day)", "“\(name)”自 \(start) 起才有取值，观察日为 \(day)"),
      notes: [mend])
  }
}
