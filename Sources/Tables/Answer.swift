import Values

/// What a statement gives back: a table for machines, and for people the table or some prose in its place.
public struct Answer: Sendable, Hashable {
  /// The rows and columns of the result.
  public var table: ResultTable
  /// Lines that people read instead of the table, where a table would say it worse.
  public var prose: [Phrase]?
  /// Tables that people read one below the other instead of the one for machines, where nothing is said in prose. They
  /// are laid out when somebody reads them.
  public var readable: [ResultTable] = []
  /// Footnotes, such as how many rows were unknown. Shown under the text; on standard error in machine formats.
  public var notes: [Phrase]

  /// Whether people read the table that machines get.
  public var isReadAsTable: Bool { prose == nil && readable.isEmpty }

  /// An answer.
  public init(_ table: ResultTable, prose: [Phrase]? = nil, notes: [Phrase] = []) {
    self.table = table
    self.prose = prose
    self.notes = notes
  }

  /// Prose alone; machines get one row a line, in a column `text`.
  public init(prose: [Phrase], notes: [Phrase] = []) {
    table = ResultTable(
      columns: [ResultColumn("text", display: .plain)], rows: prose.map { [.phrase($0)] })
    self.prose = prose
    self.notes = notes
  }
}

/// A column of a result.
public struct ResultColumn: Sendable, Hashable {
  /// How people see the column's numbers. Machines get them unrounded.
  public enum Display: Sendable, Hashable {
    /// As the value's own type is written, thousands separated.
    case plain
    /// Whole numbers whose digits are a name, such as a year: no separators.
    case label
    /// A difference: signed; of percentages in points (pp).
    case difference
    /// A relative change: signed, in per cent.
    case relative
  }

  /// How much of a column people see in a table. Machines get all of it.
  public enum Detail: Sendable, Hashable {
    /// Its values, and beside them their ranges where they have any.
    case full
    /// Its values alone.
    case withoutRanges
    /// Nothing, unless they ask for it by name.
    case hidden
  }

  /// The name in the language, the same in every tongue: `district`, `sum(fine)`, a metric's name.
  public let name: String
  /// What people see at the column's head.
  public let heading: Phrase
  /// How people see its numbers.
  public let display: Display
  /// How much of it people see.
  public var detail: Detail
  /// The type of its values where that is known beyond what they show: text from a category, or no value at all.
  public var type: ValueType?

  /// A column whose heading is its name unless one is given.
  public init(
    _ name: String, heading: Phrase? = nil, display: Display = .plain, detail: Detail = .full, type: ValueType? = nil
  ) {
    self.type = type
    self.name = name
    self.heading = heading ?? .same(name)
    self.display = display
    self.detail = detail
  }
}

/// One cell of a result.
public enum Cell: Sendable, Hashable {
  /// A value without doubt, or unknown.
  case value(Value)
  /// A value with a range. A column that holds one has a range column beside it in every format.
  indirect case ranged(RangedValue)
  /// Words of the program.
  case phrase(Phrase)
  /// Nothing to say, as the difference of the base from itself.
  case empty

  /// The value that stands for the cell in sorting and comparing.
  public var headline: Value {
    switch self {
    case .value(let value): value
    case .ranged(let range): range.headline
    case .phrase(let phrase): .text(phrase.english)
    case .empty: .unknown
    }
  }
}

/// The rows and columns of a result.
public struct ResultTable: Sendable, Hashable {
  /// The columns.
  public var columns: [ResultColumn]
  /// The rows; each has a cell a column.
  public var rows: [[Cell]]
  /// How many further rows a limit left out.
  public var omitted: Int

  /// A table of results.
  public init(columns: [ResultColumn], rows: [[Cell]], omitted: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.omitted = omitted
  }
}
