import Language
import Values

/// A shape bound to the lists that a dataset declares: names are places, shares are limits, texts are bytes.
///
/// Trees of choices, conditions and shares lie flat in arrays and point at one another by number, so that a cell is drawn
/// without touching a single count of references.
struct Plan: Sendable {
  /// The lists that are written, in the order of their declarations.
  var lists: [ListPlan] = []
  /// Word lists, each a choice among templates.
  var words: [ChoicePlan] = []
  /// Texts that cells are made of.
  var literals = LiteralPool()
  /// How many entities there are where nobody asks for another number.
  var size = 0

  var nodes: [ChoiceNode] = []
  var alternatives: [AlternativePlan] = []
  /// Where each alternative ends within those that it is drawn among, in parts of 2³².
  var limits: [UInt64] = []
  var parts: [TemplatePart] = []
  var conditions: [ConditionNode] = []
  /// Which alternatives of a slot a condition holds for.
  var marks: [Bool] = []
  /// The node that follows from each alternative of a slot; −1 for none.
  var targets: [Int] = []
  var shares: [ShareNode] = [.fixed(0)]
}

/// One list.
struct ListPlan: Sendable {
  let name: String
  let file: String
  let encoding: Encoding
  /// The lists from the registry down to this one, each a parent of the next; this one alone if it has no entities.
  var chain: [Int] = []
  var headings: [String] = []
  /// Columns of the file, in its order.
  var columns: [ColumnPlan] = []
  /// What is drawn for a record, in the order in which it is drawn; conditions speak of earlier ones only.
  var slots: [Slot] = []
  /// The slot that tells records apart.
  var key: Int?
  /// Whether an entity stands on the list at all; of a list without entities, how many records there are.
  var share = Plan.never
  /// How many records of an entity, or of a parent; nil for one each.
  var rows: ChoicePlan?
  /// The most records of an entity or a parent that there can be.
  var most = 1
  /// Whether it is the registry: a record each for every entity.
  var isRegistry = false
  /// Whether the registry sums up entities that no list names.
  var keepsRemainders = false
  var duplicates = Plan.never
  var orphans = Plan.never
  var ragged = Plan.never
  /// Slots of the entity that decide whether it stands on the list.
  var deciding: [Int] = []
  /// Slots of each list of the chain that a record needs, in order.
  var needed: [[Int]] = []

  /// Slots that remainders are told apart by.
  var groupSlots: [Int] {
    columns.compactMap { column in
      if case .slot(let slot) = column.source, column.isGroup { slot } else { nil }
    }
  }

  /// What is drawn for a record.
  struct Slot: Sendable {
    let name: String
    var choice: ChoicePlan
    var style: ChoicePlan?
  }
}

/// How a column of a file gets its cells.
struct ColumnPlan: Sendable {
  enum Source: Sendable {
    /// What was drawn.
    case slot(Int)
    /// The entity's code, in one of several forms.
    case code(ChoicePlan?)
    /// The key of the record that this one belongs to.
    case parentKey(Int)
    /// How many entities the row stands for.
    case weight
  }

  let type: ValueType?
  let source: Source
  /// How many 分 one of the file's units has.
  let unit: Int64
  /// Whether remainders are told apart by it.
  let isGroup: Bool
}

/// A column of a record in the chain.
struct SlotPlace: Sendable, Hashable {
  let level: Int
  let slot: Int
}

extension Plan {
  /// The share of nothing.
  static let never = 0
}

/// How likely something is.
enum ShareNode: Sendable {
  /// In parts of 2³².
  case fixed(UInt64)
  case conditional(condition: Int, then: Int, else: Int)
}

/// When something holds.
enum ConditionNode: Sendable {
  /// A mark is set at the alternative that was drawn for a slot, `offset` further on.
  case among(SlotPlace, offset: Int)
  /// The entity stands on a list.
  case listed(Int)
  case not(Int)
  case and(Int, Int)
  case or(Int, Int)
}

/// A tree of conditions over ranges of alternatives.
enum ChoiceNode: Sendable {
  case pick(first: Int, end: Int)
  case branch(condition: Int, then: Int, else: Int)
  /// The target at the alternative that was drawn for a slot, `offset` further on.
  case lookup(SlotPlace, offset: Int)
}

/// A choice: where its tree begins, and all alternatives in it.
struct ChoicePlan: Sendable {
  let root: Int
  let alternatives: Range<Int>
}

/// A piece of a template.
enum TemplatePart: Sendable {
  case literal(Int)
  case word(Int)
  case slot(SlotPlace)
  case year(SlotPlace)
  case number(low: Int64, count: UInt64)
  case serial
}

/// One alternative.
struct AlternativePlan: Sendable {
  enum Kind: Sendable {
    case blank
    /// Pieces, by their numbers.
    case template(first: Int, end: Int)
    case integers(low: Int64, count: UInt64, step: Int64)
    case amounts(low: Int64, count: UInt64, step: Int64)
    case days(low: Int32, count: UInt64)
    case after(SlotPlace, low: Int32, count: UInt64, inMonths: Bool)
    case form(CodeForm)
    case dateStyle(DateStyle)
  }

  let kind: Kind
  /// Whether its cell must be quoted.
  var needsQuotes = false

  /// Whether it is a day.
  var isDay: Bool {
    switch kind {
    case .days, .after: true
    default: false
    }
  }
}

/// How a day is written.
enum DateStyle: String, Sendable, CaseIterable {
  /// 2022-06-18
  case iso
  /// 2022/6/18
  case slashes
  /// 20220618
  case compact
  /// 2022年6月18日
  case chinese
  /// 2022-6-18 0:00:00
  case timed
}

/// How a code is written.
enum CodeForm: String, Sendable, CaseIterable {
  /// All 18 characters.
  case exact
  /// In small letters.
  case lower
  /// In full-width characters.
  case wide
  /// With a wide space behind.
  case spaced
  /// The organisation code.
  case organisation
  /// The organisation code with its hyphen.
  case hyphenated
  /// With its middle hidden: nobody can be identified by it.
  case masked
  /// An old registration number of 15 digits: nobody can be identified by it.
  case registration
  /// A person's number with its middle hidden.
  case resident
}
