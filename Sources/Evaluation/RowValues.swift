import Language
import Tables
import Values

/// The values of an expression for the rows of a list, each made when it is asked for.
public struct RowValues: Sendable {
  private enum Source {
    case flags(TruthPlanes)
    case texts(TextVector)
    case numbers(NumberVector, ValueType)
  }

  private let source: Source

  /// Whether any value may be a range.
  public var mayHaveRanges: Bool { if case .numbers(let vector, _) = source { vector.high != nil } else { false } }

  init(_ expression: TypedExpression, over list: Int, _ evaluator: Evaluator) throws {
    switch expression.type {
    case .flag?, nil: source = .flags(try evaluator.truth(expression, over: list))
    case .text?, .category?: source = .texts(try evaluator.texts(expression, over: list))
    case let type?: source = .numbers(try evaluator.numbers(expression, over: list), type)
    }
  }

  /// The value of a row.
  public subscript(row: Int) -> RangedValue {
    switch source {
    case .flags(let planes):
      return RangedValue(planes.unknown.contains(row) ? .unknown : .flag(planes.yes.contains(row)))
    case .texts(let vector):
      return RangedValue(
        vector.unknown?.contains(row) == true ? .unknown : .text(vector.dictionary.text(of: Int(vector.codes[row]))))
    case .numbers(let vector, let type):
      guard vector.unknown?.contains(row) != true else { return RangedValue(.unknown) }
      let low = NumberVector.value(vector.low[row], type: type, places: vector.places)
      guard let high = vector.high else { return RangedValue(low) }
      // A row's number has no headline of its own: it counts what is sure.
      return RangedValue(
        low: low, headline: low, high: NumberVector.value(high[row], type: type, places: vector.places))
    }
  }
}
