import Values

/// What is known about one column before its file is read.
public struct ColumnDeclaration: Sendable, Hashable {
  /// The name that statements use.
  public var name: String
  /// The type of the values; nil to infer it.
  public var type: ValueType?
  /// The headings that the column may have in the file, best first; empty when it is the name itself.
  public var headings: [String]
  /// The words that stand for yes in a flag column; empty for the usual ones.
  public var yes: [String]
  /// The words that stand for no in a flag column; empty for the usual ones.
  public var no: [String]
  /// The unit of amounts; nil to read it from the heading's bracket. A declared unit wins over the bracket.
  public var unit: MoneyUnit?
  /// Whether a file without the heading is refused. Otherwise the column is blank throughout, and that is reported.
  public var isRequired: Bool
  /// Whether texts mean what they say, also such as stand for nothing elsewhere.
  var isVerbatim = false

  /// A column of a declaration.
  public init(
    name: String, type: ValueType? = nil, headings: [String] = [], yes: [String] = [], no: [String] = [],
    unit: MoneyUnit? = nil, isRequired: Bool = true
  ) {
    self.name = name
    self.type = type
    self.headings = headings
    self.yes = yes
    self.no = no
    self.unit = unit
    self.isRequired = isRequired
  }

  /// The headings to look for in the file, best first.
  var acceptedHeadings: [String] { headings.isEmpty ? [name] : headings }
}

/// Which part of a file that holds several tables is meant.
public enum FilePart: Sendable, Hashable {
  /// The sheet of a workbook with this name.
  case sheet(String)
  /// The sheet of a workbook with this number, counted from 1 in the order of the tabs.
  case sheetNumber(Int)
  /// The table or view of a database with this name.
  case table(String)
  /// What a query of a database gives: one statement that only reads.
  case query(String)
}

/// What is known about a file before it is read.
public struct FileDeclaration: Sendable, Hashable {
  /// The list that the file is loaded for.
  public var list: String
  /// The path to open.
  public var path: String
  /// The path as the user wrote it, for messages.
  public var displayPath: String
  /// The encoding; nil to tell it from the bytes: a mark, else UTF-8 if that fits, else GB 18030.
  public var encoding: TextEncoding?
  /// The columns to read, in the order of the table; empty to take every column of the file.
  public var columns: [ColumnDeclaration]
  /// The sheet, table or query that is meant; nil for a file that holds only one.
  public var part: FilePart?
  /// The byte between fields; nil to tell it from the bytes among `,` `;` tab and `|`.
  public var delimiter: UInt8?

  /// A file to load.
  public init(
    list: String, path: String, displayPath: String? = nil, encoding: TextEncoding? = nil,
    part: FilePart? = nil, columns: [ColumnDeclaration] = [], delimiter: UInt8? = nil
  ) {
    self.list = list
    self.path = path
    self.displayPath = displayPath ?? path
    self.encoding = encoding
    self.part = part
    self.columns = columns
    self.delimiter = delimiter
  }
}
