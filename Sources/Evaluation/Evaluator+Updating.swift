import Language
import Tables
import Values

/// A column whose cells were set where a condition held.
public struct UpdatedColumn: Sendable {
  /// The cells after.
  public let column: Column
  /// The rows whose cell surely holds something else than before, as far as the facts tell.
  public let changed: Bitmap
  /// The rows whose cell may have another value, for want of facts about the condition.
  public let open: Bitmap
  /// The rows whose cell may be another than before, whatever the unknown facts.
  public let touched: Bitmap
}

extension Evaluator {
  /// A column of a list with new values where a condition holds.
  ///
  /// Where the condition is unknown the cell becomes unknown, unless the old value equals the new one. A value that
  /// unknown facts leave open is unknown in the cell.
  /// - Parameters:
  ///   - position: The column.
  ///   - list: The list.
  ///   - value: What it is to hold, over a row of the list, of a type that the column can hold.
  ///   - acting: Where.
  /// - Returns: The column, and which of its cells are others now.
  /// - Throws: `Failure` where a number is too large for the column.
  public func column(
    _ position: Int, of list: Int, setTo value: TypedExpression, where acting: TruthPlanes
  ) throws -> UpdatedColumn {
    let former = graph.lists[list].table.columns[position]
    let next = try cells(of: value, over: list, replacing: former, where: acting)
    let everything = Bitmap(repeating: true, count: former.count)
    let wasKnown = former.known ?? everything
    let same = next.same & wasKnown & next.known
    let settled = same | ~(wasKnown | next.known)
    let known =
      (wasKnown.subtracting(acting.yes | acting.unknown)) | (acting.yes & next.known) | (acting.unknown & same)
    let touched = (acting.yes | acting.unknown).subtracting(same)
    let column = Column(
      name: former.name, heading: former.heading, type: former.type, storage: next.storage,
      known: known == everything ? nil : known, blank: former.blank?.subtracting(touched))
    return UpdatedColumn(
      column: column, changed: acting.yes.subtracting(settled), open: acting.unknown.subtracting(same),
      touched: touched)
  }

  /// The new cells where a condition holds and the old ones elsewhere; where the new value is known, and where it
  /// equals the old one.
  private func cells(
    of value: TypedExpression, over list: Int, replacing former: Column, where acting: TruthPlanes
  ) throws -> (storage: ColumnStorage, known: Bitmap, same: Bitmap) {
    switch former.storage {
    case .flags(let old):
      let planes = try truth(value, over: list)
      let new = old.subtracting(acting.yes) | (planes.yes & acting.yes)
      return (.flags(new), ~planes.unknown, ~(old ^ planes.yes))
    case .codes(let old, var dictionary):
      let vector = try texts(value, over: list)
      let known = knownRows(vector.unknown, count: former.count)
      var codes = (0..<former.count).map { old[$0] }
      // Only texts that some row takes on enter the column's dictionary.
      var translated = vector.dictionary.texts.map { dictionary.code(of: $0) }
      var same = Bitmap(count: former.count)
      ((acting.yes | acting.unknown) & known).forEach { row in
        let text = Int(vector.codes[row])
        if translated[text] == codes[row] { same.insert(row) }
        guard acting.yes.contains(row) else { return }
        let code = translated[text] ?? dictionary.code(adding: vector.dictionary.texts[text])
        translated[text] = code
        codes[row] = code
      }
      return (.codes(Codes(codes, distinct: dictionary.texts.count), dictionary), known, same)
    case .integers(let old, let places):
      let vector = try numbers(value, over: list)
      let finest = max(places, vector.places)
      func scaled(_ number: Int64, from places: Int) throws -> Int64 {
        let (product, didOverflow) = number.multipliedReportingOverflow(by: powerOfTen(finest - places))
        guard !didOverflow else { throw fault(.overflow, at: value.span) }
        return product
      }
      let known = sharplyKnown(vector)
      var integers = try old.enumerated().map { former.isKnown($0) ? try scaled($1, from: places) : 0 }
      let same = try replace(&integers, by: { try scaled(vector.low[$0], from: vector.places) }, known, acting)
      return (.integers(Integers(integers), places: finest), known, same)
    case .days(let old):
      let vector = try numbers(value, over: list)
      let known = sharplyKnown(vector)
      var days = Array(old)
      let same = try replace(&days, by: { Int32(clamping: vector.low[$0]) }, known, acting)
      return (.days(Buffer(days)), known, same)
    }
  }

  /// Puts new numbers in their rows, and gives the rows where nothing changes by it.
  private func replace<Number: Equatable>(
    _ numbers: inout [Number], by new: (Int) throws -> Number, _ known: Bitmap, _ acting: TruthPlanes
  ) throws -> Bitmap {
    var same = Bitmap(count: numbers.count)
    try ((acting.yes | acting.unknown) & known).forEach { row in
      let number = try new(row)
      if number == numbers[row] { same.insert(row) }
      if acting.yes.contains(row) { numbers[row] = number }
    }
    return same
  }

  private func knownRows(_ unknown: Bitmap?, count: Int) -> Bitmap {
    unknown.map { ~$0 } ?? Bitmap(repeating: true, count: count)
  }

  /// The rows whose number is known and no interval.
  private func sharplyKnown(_ vector: NumberVector) -> Bitmap {
    let known = knownRows(vector.unknown, count: vector.low.count)
    guard let high = vector.high else { return known }
    return known & packed(high.count) { high[$0] == vector.low[$0] }
  }
}
