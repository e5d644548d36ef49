import Language
import Tables
import Values

/// Computes typed expressions over the rows of a frame.
public struct Evaluator: Sendable {
  /// What is seen.
  public let frame: Frame
  /// What is seen after scenarios, for questions about two worlds at once.
  private let after: @Sendable (ScenarioExpression) throws -> Frame

  /// An evaluator of what a frame shows.
  /// - Parameters:
  ///   - frame: What is seen.
  ///   - after: What is seen after scenarios; without it nothing is known of them.
  public init(
    _ frame: Frame,
    after: @escaping @Sendable (ScenarioExpression) throws -> Frame = { throw Evaluator.unknownWorld($0) }
  ) {
    self.frame = frame
    self.after = after
  }

  /// An evaluator of what is seen after scenarios.
  func evaluator(after scenarios: ScenarioExpression) throws -> Evaluator {
    Evaluator(try after(scenarios), after: after)
  }

  /// The failure of a question about another world where none can be made.
  public static func unknownWorld(_ scenarios: ScenarioExpression) -> Failure {
    Failure(.statement, Phrase("no scenario can be asked about here", "此处不能对情景提问"), at: scenarios.span)
  }

  var graph: Graph { frame.graph }

  /// A condition for every row of a list.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func truth(_ condition: TypedExpression, over list: Int) throws -> TruthPlanes {
    try truths([(condition, list)])[0]
  }

  /// The numbers, days or months of an expression for every row of a list.
  public func numbers(_ expression: TypedExpression, over list: Int) throws -> NumberVector {
    try keptNumbers(expression, over: list)?.vector ?? computedNumbers(expression, over: list)
  }

  /// The numbers of an expression chunk by chunk: those that are kept, or as they are computed.
  func numberSource(_ expression: TypedExpression, over list: Int) throws -> any NumberKernel {
    try keptNumbers(expression, over: list) ?? numberKernel(expression, list)
  }

  /// The numbers of an expression where they are worth keeping; else nil.
  private func keptNumbers(_ expression: TypedExpression, over list: Int) throws -> NarrowNumbers? {
    guard expression.isWorthKeeping, isKeeping else { return nil }
    return try kept(.numbers(expression), over: list) { NarrowNumbers(try computedNumbers(expression, over: list)) }
  }

  private func computedNumbers(_ expression: TypedExpression, over list: Int) throws -> NumberVector {
    try RowNumbers(numberKernel(expression, list), count: graph.lists[list].rowCount).vector()
  }

  /// The numbers, days or months of an expression for the rows of a list, computed where they are asked for.
  public func rowNumbers(_ expression: TypedExpression, over list: Int) throws -> RowNumbers {
    RowNumbers(try numberSource(expression, over: list), count: graph.lists[list].rowCount)
  }

  /// The texts of an expression for every row of a list.
  public func texts(_ expression: TypedExpression, over list: Int) throws -> TextVector {
    guard expression.isWorthKeeping else { return try computedTexts(expression, over: list) }
    return try kept(.texts(expression), over: list) { try computedTexts(expression, over: list) }
  }

  private func computedTexts(_ expression: TypedExpression, over list: Int) throws -> TextVector {
    let kernel = try textKernel(expression, list)
    let count = graph.lists[list].rowCount
    var codes: [UInt32] = []
    var unknown: Bitmap?
    codes.reserveCapacity(count)
    for chunk in chunks(of: count) {
      try Interruption.check()
      let part = try kernel.texts(chunk)
      codes += part.codes
      if let partUnknown = part.unknown {
        var whole = unknown ?? Bitmap(count: chunk.lowerBound)
        whole.append(contentsOf: partUnknown)
        unknown = whole
      } else {
        unknown?.append(contentsOf: Bitmap(count: chunk.count))
      }
    }
    return TextVector(codes: codes, dictionary: kernel.dictionary, unknown: unknown)
  }

  /// The values of an expression of any type for some rows of a list, for showing them.
  public func values(_ expression: TypedExpression, over list: Int, at rows: [Int]) throws -> [RangedValue] {
    let values = try rowValues(expression, over: list)
    return try Interruption.map(rows) { values[$0] }
  }

  /// The values of an expression of any type for every row of a list, each made when it is asked for.
  public func rowValues(_ expression: TypedExpression, over list: Int) throws -> RowValues {
    try RowValues(expression, over: list, self)
  }
}

extension NumberVector {
  /// Adds the numbers of further rows.
  mutating func append(_ part: NumberVector) {
    if let partHigh = part.high {
      high = (high ?? low) + partHigh
    } else if high != nil {
      high?.append(contentsOf: part.low)
    }
    if let partUnknown = part.unknown {
      var rows = unknown ?? Bitmap(count: low.count)
      rows.append(contentsOf: partUnknown)
      unknown = rows
    } else {
      unknown?.append(contentsOf: Bitmap(count: part.low.count))
    }
    low += part.low
  }

  /// A stored number as a value of its type.
  static func value(_ number: Int64, type: ValueType, places: Int) -> Value {
    switch type {
    case .integer: return .integer(number)
    case .money: return .money(number)
    case .date: return .date(CalendarDate(dayNumber: Int32(clamping: number)))
    case .month: return .month(CalendarMonth(monthNumber: Int32(clamping: number)))
    default:
      guard let fraction = try? Fraction(Int128(number), over: Int128(powerOfTen(places))) else { return .unknown }
      return type == .percentage ? .percentage(fraction) : .decimal(fraction)
    }
  }

  /// A value as a stored number, with the places that it needs; nil for what no number stores exactly.
  static func stored(_ value: Value) -> (number: Int64, places: Int)? {
    switch value {
    case .integer(let integer): return (integer, 0)
    case .money(let fen): return (fen, 0)
    case .date(let date): return (Int64(date.dayNumber), 0)
    case .month(let month): return (Int64(month.monthNumber), 0)
    case .decimal(let fraction), .percentage(let fraction):
      for places in 0...9 {
        guard let scaled = try? fraction * Fraction(powerOfTen(places)), let number = Int64(exactly: scaled.numerator)
        else { return nil }
        if scaled.isWhole { return (number, places) }
      }
      return nil
    default: return nil
    }
  }
}
