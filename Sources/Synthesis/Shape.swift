import Language
import Values

/// What a dataset looks like: how many records there are and what stands in their cells, as a `shape` block says it.
public struct Shape: Sendable {
  /// Word lists that all lists share.
  public var words: [Definition] = []
  /// What each list looks like, in the order of the text.
  public var lists: [ListShape] = []

  /// A shape that says nothing yet.
  public init() {}

  /// A name and what is drawn for it.
  public struct Definition: Sendable {
    /// The column, or the word list.
    public let name: Name
    /// What it holds.
    public let choice: Choice
    /// How it is written: forms of a code or of a date.
    public let style: Choice?
  }

  /// The shape of one list.
  public struct ListShape: Sendable {
    /// The list.
    public let name: Name
    /// How many entities the registry has where nobody asks for another number.
    public var size: Int?
    /// The share of entities that a list names.
    public var entities: Share?
    /// How many records a list without entities has, as a share of the number of entities.
    public var records: Share?
    /// How many records there are of an entity that the list names, or of a parent.
    public var rows: Choice?
    /// Whether the registry has a row for each entity that some list names, and remainders for the others.
    public var keepsRemainders = false
    /// Rows that come twice, belong to nothing, or have a cell too few or too many.
    public var dirt: [(kind: Dirt, share: Share)] = []
    /// Columns and the words that they are made of, in the order of the text.
    public var definitions: [Definition] = []
  }

  /// What is wrong with a whole row.
  public enum Dirt: String, Sendable, CaseIterable {
    /// It stands there twice.
    case duplicates
    /// Its entity is not in the registry, or its parent not in its list.
    case orphans
    /// It lacks a cell or has one too many.
    case ragged
  }

  /// How likely something is.
  public indirect enum Share: Sendable {
    /// Always the same, in parts of 2³².
    case fixed(UInt64)
    /// One share or another.
    case conditional(Condition, then: Share, else: Share)
  }

  /// What a cell may hold, and how likely each is.
  public indirect enum Choice: Sendable {
    /// Some of several.
    case alternatives([Alternative])
    /// One choice or another.
    case conditional(Condition, then: Choice, else: Choice)
    /// A choice for each value of another column.
    case lookup(Reference, [(key: String, choice: Choice)])
  }

  /// One value, or values of one kind.
  public struct Alternative: Sendable {
    /// What is written.
    public enum Kind: Sendable {
      /// An empty cell.
      case blank
      /// A text with `{…}` in it.
      case template(String)
      /// Whole numbers, a step apart.
      case integers(ClosedRange<Int64>, step: Int64)
      /// Amounts in 分, a step apart.
      case amounts(ClosedRange<Int64>, step: Int64)
      /// Days.
      case days(ClosedRange<Int32>)
      /// Some time after the day in another column, or before.
      case after(Reference, ClosedRange<Int32>, inMonths: Bool)
      /// A form of writing.
      case style(String)
    }

    /// What is written.
    public let kind: Kind
    /// How likely it is.
    public let weight: Weight
    /// Where it stands.
    public let span: SourceSpan
  }

  /// How likely an alternative is beside the others.
  public enum Weight: Sendable {
    /// A share of all, in parts of 2³².
    case share(UInt64)
    /// A weight among those without a share, in millionths.
    case relative(UInt64)
  }

  /// A column of this list, or of one that it belongs to.
  public struct Reference: Sendable {
    /// The list, or `entity`; nil for this list.
    public let list: Name?
    /// The column.
    public let column: Name

    /// Where it stands.
    public var span: SourceSpan { list.map { $0.span.union(column.span) } ?? column.span }
  }

  /// When a conditional share holds.
  public indirect enum Condition: Sendable {
    /// A column holds one of some texts.
    case among(Reference, [(text: String, span: SourceSpan)])
    /// A column holds anything.
    case known(Reference)
    /// The entity has records on a list.
    case listed(Name)
    /// The opposite.
    case not(Condition)
    /// Both.
    case and(Condition, Condition)
    /// One of the two at least.
    case or(Condition, Condition)
  }
}
