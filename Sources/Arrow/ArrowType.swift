/// The type of a column in Arrow's terms, as far as this program reads it.
public indirect enum ArrowType: Hashable, Sendable {
  /// Nothing but nulls.
  case null
  case flag
  /// A whole number of 8, 16, 32 or 64 bits.
  case integer(bits: Int, isSigned: Bool)
  /// A binary fraction of 32 or 64 bits.
  case float(bits: Int)
  /// A whole number of 32, 64 or 128 bits, to be divided by 10^scale.
  case decimal(bits: Int, precision: Int, scale: Int)
  /// Text in UTF-8, told apart by offsets of 32 or 64 bits.
  case text(isLarge: Bool)
  /// Text in UTF-8, each with its place.
  case textView
  /// Days, or milliseconds, since 1970-01-01.
  case date(isDays: Bool)
  /// Seconds since 1970-01-01 or parts of them, 10^places to the second; with the zone whose clocks they mean.
  case timestamp(places: Int, zone: String?)
  /// Anything else, by Arrow's name for it.
  case other(String)
}

/// How many parts a column takes in a batch.
struct ArrowLayout: Hashable, Sendable {
  var nodes = 0
  var buffers = 0
  /// How many columns of views there are, each with a number of further buffers that the batch tells.
  var views = 0
}

/// How a column's values stand apart from it, once each.
public struct ArrowDictionary: Hashable, Sendable {
  /// What the file calls the dictionary.
  public let id: Int64
  /// The type of the numbers that stand in the column.
  public let index: ArrowType
  /// Whether the order of the values means something.
  public let isOrdered: Bool

  /// A dictionary that a file calls by a number.
  public init(id: Int64, index: ArrowType, isOrdered: Bool = false) {
    self.id = id
    self.index = index
    self.isOrdered = isOrdered
  }
}

/// A column of a file: what it is called, what it holds.
public struct ArrowField: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The type of its values, also where a dictionary holds them.
  public let type: ArrowType
  /// The dictionary that holds its values; nil where the column does itself.
  public let dictionary: ArrowDictionary?
  /// What else was said about it.
  public let metadata: [String: String]
  /// The parts that it takes in a batch, those of columns inside of it included.
  let layout: ArrowLayout

  /// A column to be written.
  public init(
    name: String, type: ArrowType, dictionary: ArrowDictionary? = nil, metadata: [String: String] = [:]
  ) {
    self.name = name
    self.type = type
    self.dictionary = dictionary
    self.metadata = metadata
    let stored = dictionary?.index ?? type
    layout = ArrowLayout(nodes: 1, buffers: stored.bufferCount ?? 0, views: stored == .textView ? 1 : 0)
  }

  init(
    name: String, type: ArrowType, dictionary: ArrowDictionary?, metadata: [String: String], layout: ArrowLayout
  ) {
    self.name = name
    self.type = type
    self.dictionary = dictionary
    self.metadata = metadata
    self.layout = layout
  }
}

/// The columns of a file.
public struct ArrowSchema: Hashable, Sendable {
  /// The columns, in their order.
  public let fields: [ArrowField]
  /// What else was said about the file.
  public let metadata: [String: String]

  /// Some columns.
  public init(fields: [ArrowField], metadata: [String: String] = [:]) {
    self.fields = fields
    self.metadata = metadata
  }
}

extension ArrowType {
  /// How many buffers a column of the type has in a batch; nil for types that are not read.
  var bufferCount: Int? {
    switch self {
    case .null: 0
    case .flag, .integer, .float, .decimal, .date, .timestamp: 2
    case .text: 3
    case .textView: 2
    case .other: nil
    }
  }

  /// How many bytes a value takes where all take as many; nil for bits and texts.
  var width: Int? {
    switch self {
    case .integer(let bits, _), .float(let bits), .decimal(let bits, _, _): bits / 8
    case .date(let isDays): isDays ? 4 : 8
    case .timestamp: 8
    case .null, .flag, .text, .textView, .other: nil
    }
  }
}
