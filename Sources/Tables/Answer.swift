import Values

/// What a statement gives back: a table for machines, and for people the table or some prose in its place.
public struct Answer: Sendable, Hashable {
  /// The rows and columns of the result.
  public var table: ResultTable
  /// What people see of it.
  public var form: Form
  /// Footnotes, such as how many rows were unknown. Shown under the text; on standard error in machine formats.
  public var notes: [Phrase]

  /// What people see of an answer. It is laid out when somebody reads it.
  public enum Form: Sendable, Hashable {
    /// The table that machines get.
    case table
    /// Lines, where a table would say it worse.
    case prose([Phrase])
    /// Other tables, one below the other, and what there is to say of them all.
    case tables([ResultTable], remark: Phrase? = nil)
    /// The table as a picture of one of its columns; nil for the one that suits best.
    case chart(column: Int?)
  }

  /// The lines that people read instead of the table; nil where they read none.
  public var prose: [Phrase]? {
    if case .prose(let lines) = form { lines } else { nil }
  }

  /// An answer.
  public init(_ table: ResultTable, as form: Form = .table, notes: [Phrase] = []) {
    self.table = table
    self.form = form
    self.notes = notes
  }

  /// Prose alone; machines get one row a line, in a column `text`.
  public init(prose: [Phrase], notes: [Phrase] = []) {
    self.init(
      ResultTable(columns: [ResultColumn("text", display: .plain)], rows: prose.map { [.phrase($0)] }),
      as: .prose(prose), notes: notes)
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
  /// What people read above it, where it is one of several.
  public var caption: Phrase?
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
