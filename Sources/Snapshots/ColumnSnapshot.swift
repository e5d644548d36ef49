import Arrow
import Tables
import Values

/// A column of a list as a column of an Arrow file that is read again without a copy.
struct ColumnSnapshot {
  let field: ArrowField
  let column: ArrowColumn
  let dictionary: (id: Int64, count: Int, texts: ArrowColumn)?
  /// The codes as they are in memory, where the column has wider ones for other programs' sake.
  let narrowCodes: (type: ArrowType, values: ArrowColumn.Content)?

  private static let places = "tuiyan.places"

  /// A column to be written; `id` is what a dictionary would be called.
  init(_ source: Column, id: Int64) {
    var metadata = [ArrowMetadata.type: source.type.rawValue, ArrowMetadata.heading: source.heading]
    var dictionary: (id: Int64, count: Int, texts: ArrowColumn)?
    let type: ArrowType
    var index: ArrowType?
    let values: ArrowColumn.Content
    var narrowCodes: (type: ArrowType, values: ArrowColumn.Content)?
    switch source.storage {
    case .flags(let flags): (type, values) = (.flag, .init(flags.words))
    case .days(let days):
      type = source.type == .date ? .date(isDays: true) : .integer(bits: 32, isSigned: true)
      values = .init(days)
    case .integers(let integers, let places):
      metadata[ColumnSnapshot.places] = String(places)
      switch integers {
      case .narrow(let cells): (type, values) = (.integer(bits: 8, isSigned: false), .init(cells))
      case .medium(let cells): (type, values) = (.integer(bits: 16, isSigned: false), .init(cells))
      case .wide(let cells): (type, values) = (.integer(bits: 32, isSigned: false), .init(cells))
      case .full(let cells): (type, values) = (.integer(bits: 64, isSigned: true), .init(cells))
      }
    case .codes(let codes, let texts):
      switch texts.offsets {
      case .narrow(let offsets):
        type = .text(isLarge: false)
        dictionary = (id, texts.count, ArrowColumn([.init(offsets), .init(texts.bytes)]))
      case .wide(let offsets):
        type = .text(isLarge: true)
        dictionary = (id, texts.count, ArrowColumn([.init(offsets), .init(texts.bytes)]))
      }
      // Numbers without a sign are no indices to pandas. Those that have the highest bit get a wider place.
      switch codes {
      case .narrow(let codes) where texts.count <= 1 << 7:
        (index, values) = (.integer(bits: 8, isSigned: true), .init(codes))
      case .narrow(let codes):
        (index, values) = (.integer(bits: 16, isSigned: true), .init(codes.map { UInt16($0) }))
        narrowCodes = (.integer(bits: 8, isSigned: false), .init(codes))
      case .medium(let codes) where texts.count <= 1 << 15:
        (index, values) = (.integer(bits: 16, isSigned: true), .init(codes))
      case .medium(let codes):
        (index, values) = (.integer(bits: 32, isSigned: true), .init(codes.map { UInt32($0) }))
        narrowCodes = (.integer(bits: 16, isSigned: false), .init(codes))
      case .wide(let codes): (index, values) = (.integer(bits: 32, isSigned: true), .init(codes))
      }
    }
    field = ArrowField(
      name: source.name, type: type, dictionary: index.map { ArrowDictionary(id: id, index: $0) }, metadata: metadata)
    column = ArrowColumn(
      nullCount: source.known.map { source.count - $0.population } ?? 0,
      validity: source.known.map { .init($0.words) }, [values])
    self.dictionary = dictionary
    self.narrowCodes = narrowCodes
  }

  /// The column that a file holds; nil where the file is not one of a snapshot. `blank` are the rows whose cell held
  /// nothing, `narrowCodes` the codes of a column that has wider ones in the file.
  static func column(
    _ field: ArrowField, _ vector: ArrowVector, blank: Bitmap?, narrowCodes: ArrowVector?
  ) -> Column? {
    guard let type = field.metadata[ArrowMetadata.type].flatMap(ValueType.init) else { return nil }
    guard let storage = storage(field, vector, type, narrowCodes) else { return nil }
    let known = vector.mappedValidity
    guard (known != nil) == vector.hasNulls else { return nil }
    return Column(
      name: field.name, heading: field.metadata[ArrowMetadata.heading], type: type, storage: storage, known: known,
      blank: blank)
  }

  private static func storage(
    _ field: ArrowField, _ vector: ArrowVector, _ type: ValueType, _ narrowCodes: ArrowVector?
  ) -> ColumnStorage? {
    if let dictionary = field.dictionary {
      guard let texts = vector.values?.mappedTexts, case .integer(let bits, true) = dictionary.index else {
        return nil
      }
      switch (bits, narrowCodes) {
      case (16, let narrow?): return narrow.mapped(UInt8.self).map { .codes(.narrow($0), texts) }
      case (32, let narrow?): return narrow.mapped(UInt16.self).map { .codes(.medium($0), texts) }
      case (8, _): return vector.mapped(UInt8.self).map { .codes(.narrow($0), texts) }
      case (16, nil): return vector.mapped(UInt16.self).map { .codes(.medium($0), texts) }
      default: return vector.mapped(UInt32.self).map { .codes(.wide($0), texts) }
      }
    }
    if type == .flag { return vector.mappedFlags.map { .flags($0) } }
    if type == .date || type == .month { return vector.mapped(Int32.self).map { .days($0) } }
    guard let places = field.metadata[places].flatMap(Int.init), let integers = vector.mappedIntegers else {
      return nil
    }
    return .integers(integers, places: places)
  }
}

extension ArrowVector {
  /// Whole numbers of any width that a list's columns have.
  var mappedIntegers: Integers? {
    switch storedType {
    case .integer(8, false): mapped(UInt8.self).map { .narrow($0) }
    case .integer(16, false): mapped(UInt16.self).map { .medium($0) }
    case .integer(32, false): mapped(UInt32.self).map { .wide($0) }
    case .integer(64, true): mapped(Int64.self).map { .full($0) }
    default: nil
    }
  }
}

extension Integers {
  /// The numbers as an Arrow column of the same width.
  var arrow: (type: ArrowType, content: ArrowColumn.Content) {
    switch self {
    case .narrow(let cells): (.integer(bits: 8, isSigned: false), .init(cells))
    case .medium(let cells): (.integer(bits: 16, isSigned: false), .init(cells))
    case .wide(let cells): (.integer(bits: 32, isSigned: false), .init(cells))
    case .full(let cells): (.integer(bits: 64, isSigned: true), .init(cells))
    }
  }
}
