import Tables
import Values

/// A file as a table, with all that was wrong in it.
public struct LoadedFile: Sendable {
  /// The rows that could be used, each with the line that it began on.
  public let table: Table
  /// A hash of each row's bytes as they stand in the file: two rows with one hash are the same row. Empty where a column
  /// shows already that no two rows are the same.
  public let rowHashes: [UInt64]
  /// What was wrong, by line; at most `maximumProblems` of them.
  public let problems: [Problem]
  /// How many problems of each kind there were, the ones past the limit included.
  public let problemTotals: [Problem.Kind: Int]
  /// How many rows of data the file has: those of the table and those set aside; blank ones don't count.
  public let rowsRead: Int
  /// The encoding that the file was read in; UTF-8 for one that is no text file.
  public let encoding: TextEncoding
  /// The line of the headings, counted from 1; 0 where no line of the file holds them.
  public let headerLine: Int

  /// How many problems of one file are kept; beyond, they are only counted.
  public static let maximumProblems = 10_000
}

extension Column {
  /// Whether every cell is a known text that no other has, as numbers of documents are: no two rows are the same then.
  var hasOwnTextInEachRow: Bool {
    guard known == nil, case .codes(.wide(let codes), let texts) = storage, texts.count == codes.count else {
      return false
    }
    // Codes are given in the order of the rows.
    return codes.withUnsafeBufferPointer { codes in codes.indices.allSatisfy { codes[$0] == UInt32($0) } }
  }
}

/// What the beginning of a file tells, so that names and types are checked before anything runs.
public struct FileHeader: Sendable {
  /// A column that the table will have.
  public struct Column: Sendable, Hashable {
    /// The name that statements use.
    public let name: String
    /// The heading in the file; nil where the file lacks a column that it may lack.
    public let heading: String?
    /// The declared or inferred type.
    public let type: ValueType
    /// The unit of amounts, declared or read from the heading; nil for other types.
    public let unit: MoneyUnit?
  }

  /// Every heading of the file, trimmed, in its order.
  public let headings: [String]
  /// The line of the headings, counted from 1.
  public let line: Int
  /// The columns that the table will have, in the order of the declaration.
  public let columns: [Column]
  /// The first rows below the headings as they stand: a text for each heading.
  public let samples: [[String]]
  /// The encoding, as far as the beginning tells.
  public let encoding: TextEncoding
  /// The byte between fields; nil where fields stand apart by themselves.
  public let delimiter: UInt8?
}
