import Evaluation
import Tables
import Values

/// A dataset as it was loaded: its lists, bound to one another, and what the load found out about them.
public struct DatasetSnapshot: Sendable {
  /// A list.
  public struct List: Sendable {
    /// Its name.
    public var name: String
    /// Its rows, bound.
    public var bound: BoundList
    /// The rows of its file, those set aside included.
    public var rowsRead: Int
    /// Which of its rows stand on the day.
    public var standing: Standing
    /// How many entities stand on it; nil where it belongs to none.
    public var entities: Int64?
    /// How many problems were found in it.
    public var problemCount: Int

    /// A list as it was loaded.
    public init(
      name: String, bound: BoundList, rowsRead: Int, standing: Standing, entities: Int64?, problemCount: Int
    ) {
      self.name = name
      self.bound = bound
      self.rowsRead = rowsRead
      self.standing = standing
      self.entities = entities
      self.problemCount = problemCount
    }
  }

  /// Something that the dataset asserts and that does not hold, in words.
  public struct FailedAssertion: Sendable {
    /// What is wrong, and then each note, in English.
    public var english: [String]
    /// The same in Chinese.
    public var chinese: [String]

    /// Sentences in both tongues.
    public init(_ sentences: [Phrase]) {
      english = sentences.map(\.english)
      chinese = sentences.map(\.chinese)
    }

    init(english: [String], chinese: [String]) {
      self.english = english
      self.chinese = chinese
    }

    /// The sentences.
    public var sentences: [Phrase] { zip(english, chinese).map { Phrase($0, $1) } }
  }

  /// The lists, in the order in which they were declared.
  public var lists: [List]
  /// How many entities there are.
  public var entityCount: Int
  /// The codes of those that are not in the registry.
  public var strangers: [OrganisationCode]
  /// The day that was declared; nil where there was none.
  public var declaredDay: CalendarDate?
  /// The day that the lists are seen on.
  public var day: CalendarDate
  /// How many assertions held.
  public var assertionsHeld: Int
  /// Those that did not.
  public var failedAssertions: [FailedAssertion]
  /// How many of the problems are those of the files themselves; they come first.
  public var fileProblemCount: Int
  /// What is wrong with the data; made when it is asked for.
  public var problems: @Sendable () -> [Problem]

  /// A dataset as it was loaded.
  public init(
    lists: [List], entityCount: Int, strangers: [OrganisationCode], declaredDay: CalendarDate?, day: CalendarDate,
    assertionsHeld: Int, failedAssertions: [FailedAssertion], fileProblemCount: Int,
    problems: @escaping @Sendable () -> [Problem]
  ) {
    self.lists = lists
    self.entityCount = entityCount
    self.strangers = strangers
    self.declaredDay = declaredDay
    self.day = day
    self.assertionsHeld = assertionsHeld
    self.failedAssertions = failedAssertions
    self.fileProblemCount = fileProblemCount
    self.problems = problems
  }
}
