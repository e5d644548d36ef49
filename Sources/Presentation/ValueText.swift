import Tables
import Values

/// How people read a value in one tongue: rounded, with thousands separated and units written out.
///
/// Percentages have two places, relative changes one, decimals as many as they need up to six. A number below zero
/// has a true minus (U+2212). Text from data comes out visible (see `VisibleText`).
public struct ValueText: Hashable, Sendable {
  /// The tongue of units and of the words for yes, no and unknown.
  public let tongue: Tongue

  /// The texts of values in a tongue.
  public init(tongue: Tongue) { self.tongue = tongue }

  /// The text of a value on one line: `1.26%`, `5,000.50元`, `2022-07-31`, `unknown`.
  public func text(of value: Value, display: ResultColumn.Display = .plain) -> String {
    text(of: value, display: display, places: nil)
  }

  /// The text of a range: `0.71% – 0.75%`, with more places than usual, up to six, where both ends would look alike.
  /// Ends that are equal give the text of one.
  public func rangeText(_ low: Value, _ high: Value, display: ResultColumn.Display = .plain) -> String {
    guard low != high else { return text(of: low, display: display) }
    var ends = (text(of: low, display: display), text(of: high, display: display))
    for places in 2...ValueText.mostPlaces where ends.0 == ends.1 {
      ends = (
        text(of: low, display: display, places: places),
        text(of: high, display: display, places: places)
      )
    }
    return "\(ends.0) – \(ends.1)"
  }

  /// The text of a cell; of one with a range, that of its headline.
  public func text(of cell: Cell, display: ResultColumn.Display = .plain) -> String {
    switch cell {
    case .value(let value): text(of: value, display: display)
    case .ranged(let range): text(of: range.headline, display: display)
    case .phrase(let phrase): VisibleText.line(phrase.text(in: tongue))
    case .empty: ""
    }
  }
}

extension ValueText {
  private static let mostPlaces = 6

  private func text(of value: Value, display: ResultColumn.Display, places: Int?) -> String {
    if let number = value.number { return text(of: number, of: value.type, display: display, places: places) }
    return switch value {
    case .flag(true): Phrase("yes", "是").text(in: tongue)
    case .flag(false): Phrase("no", "否").text(in: tongue)
    case .text(let text): VisibleText.line(text)
    case .date(let date): date.description
    case .month(let month): month.description
    case .duration(let duration): text(of: duration)
    case .unknown, .integer, .decimal, .percentage, .money: Phrase("unknown", "不详").text(in: tongue)
    }
  }

  private func text(
    of number: Fraction, of type: ValueType?, display: ResultColumn.Display, places: Int?
  ) -> String {
    let digits: DecimalNotation
    let unit: Phrase
    switch (display, type) {
    case (.relative, _):
      (digits, unit) = (DecimalNotation(number, places: places ?? 1, shift: 2), .same("%"))
    case (.difference, .percentage):
      (digits, unit) = (DecimalNotation(number, places: places ?? 2, shift: 2), Phrase(" pp", " 个百分点"))
    case (_, .percentage):
      (digits, unit) = (DecimalNotation(number, places: places ?? 2, shift: 2), .same("%"))
    case (_, .money):
      (digits, unit) = (DecimalNotation(number, places: number.isWhole ? 0 : 2), .same("元"))
    default:
      let places = number.isWhole ? 0 : ValueText.mostPlaces
      (digits, unit) = (DecimalNotation(number, places: places), .same(""))
    }
    let isShortest = type == .integer || type == .decimal
    let written = digits.text(isGrouped: display != .label, trimsZeros: isShortest && display != .relative)
    return sign(of: digits, display: display) + written + unit.text(in: tongue)
  }

  private func sign(of digits: DecimalNotation, display: ResultColumn.Display) -> String {
    if digits.isNegative { return "\u{2212}" }
    switch display {
    case .plain, .label: return ""
    case .difference, .relative: return digits.isZero ? "" : "+"
    }
  }

  private func text(of duration: CalendarDuration) -> String {
    let parts = [
      (duration.months, "month", "个月"), (duration.days, "day", "天"), (duration.workingDays, "working day", "个工作日"),
    ].filter { $0.0 != 0 }
    guard !parts.isEmpty else { return Phrase("0 days", "0天").text(in: tongue) }
    let phrases = parts.map { count, english, chinese in
      let number = (count < 0 ? "\u{2212}" : "") + String(count.magnitude)
      return Phrase("\(number) \(english)\(count.magnitude == 1 ? "" : "s")", number + chinese)
    }
    switch tongue {
    case .english: return phrases.map(\.english).joined(separator: " ")
    case .chinese: return phrases.map(\.chinese).joined()
    }
  }
}
