import Language
import Tables
import Values

/// What an evaluation sees: lists, the day, and which of their rows stand.
public struct Frame: Sendable {
  /// The lists.
  public let graph: Graph
  /// The day that questions are about.
  public let asof: CalendarDate
  /// For each list, the rows that stand on the day.
  public let standing: [Standing]
  /// For each list, the rows that `all` takes: also those that stand no more.
  public let existing: [Standing]

  /// For each list, what stands for `standing` and `existing`: the same as long as they are.
  let standingVersions: [Version]
  let existingVersions: [Version]
  /// Where parts of answers are kept for the next question; nil for nowhere.
  public let cache: SubresultCache?

  /// What an evaluation sees. Both arrays have an entry a list.
  /// - Parameters:
  ///   - graph: The lists.
  ///   - asof: The day.
  ///   - standing: The rows that stand.
  ///   - existing: The rows that `all` takes.
  ///   - former: What was seen before, of which many lists are as they were.
  ///   - cache: Where parts of answers are kept; where the former frame keeps them unless given.
  public init(
    graph: Graph, asof: CalendarDate, standing: [Standing], existing: [Standing], following former: Frame? = nil,
    cache: SubresultCache? = nil
  ) {
    self.graph = graph
    self.asof = asof
    self.standing = standing
    self.existing = existing
    self.cache = cache ?? former?.cache
    standingVersions = Frame.versions(of: standing, after: former.map { ($0.standing, $0.standingVersions) })
    existingVersions = Frame.versions(of: existing, after: former.map { ($0.existing, $0.existingVersions) })
  }

  /// The versions that sets of rows had before, and new ones for those that have changed.
  private static func versions(
    of sets: [Standing], after former: (sets: [Standing], versions: [Version])?
  ) -> [Version] {
    sets.indices.map { list in
      guard let former, former.sets.indices.contains(list), former.sets[list] == sets[list] else { return Version() }
      return former.versions[list]
    }
  }

  /// The rows that an aggregate is over, before its condition.
  func rows(of aggregate: Aggregate) -> Standing {
    (aggregate.includesAll ? existing : standing)[aggregate.list]
  }
}

/// The numbers of an expression for each row of a list.
///
/// A number that unknown rows leave open is an interval from `low` to `high`; most are not, and then `high` is nil.
public struct NumberVector: Sendable {
  /// The numbers, or their lower ends: multiples of 10^-places; 分 of money; day and month numbers.
  public var low: [Int64]
  /// The upper ends; nil when no number is in doubt.
  public var high: [Int64]?
  /// The rows whose number is unknown altogether; nil when none is.
  public var unknown: Bitmap?
  /// Decimal places of the numbers.
  public var places: Int

  /// The upper ends.
  var upper: [Int64] { high ?? low }
}

/// The texts of an expression for each row of a list.
public struct TextVector: Sendable {
  /// Codes of the texts.
  public var codes: [UInt32]
  /// The texts by code.
  public var dictionary: TextDictionary
  /// The rows whose text is unknown; nil when none is.
  public var unknown: Bitmap?
}

/// What a row's dates give; nil where they lead to a year that no calendar has or whose days off are not known, as a
/// date that stands for no end does. Where no row decides, such a date is refused with the years that are known.
func covered<Result>(_ body: () throws -> Result) throws -> Result? {
  do {
    return try body()
  } catch is WorkingCalendar.Uncovered {
    return nil
  } catch ArithmeticFault.noSuchYear {
    return nil
  }
}

/// Runs a computation of an expression; its faults of arithmetic and dates past the known days off get their place.
func located<Result>(at span: SourceSpan, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let arithmetic as ArithmeticFault {
    throw fault(arithmetic, at: span)
  } catch let uncovered as WorkingCalendar.Uncovered {
    throw Failure(.statement, uncovered.message, at: span)
  }
}

/// A fault of arithmetic inside an expression, with its place.
func fault(_ fault: ArithmeticFault, at span: SourceSpan) -> Failure {
  Failure(.statement, fault.message, at: span)
}
