import Language
import Values

/// A made-up record with all that a measure looks at around it: its entity, what it belongs to, what belongs to it.
///
/// Rows are those of the plan's lists, in its order; each has a value for each of the list's columns in the plan. The
/// rows of a list belong to the first row of the list above. Nil is a cell left blank.
struct InventedCase: Hashable, Sendable {
  /// List by list, row by row, column by column.
  var rows: [[[Value?]]]
}

/// What an invented record is to show.
public enum InventedVerdict: Hashable, Sendable {
  /// The measure acts on it.
  case fires
  /// One condition, by its position, fails, and every other holds.
  case misses(Int)
  /// One condition, by its position, is unknown, and every other holds.
  case unknown(Int)
  /// Every condition holds, and one exception, by its position, protects it.
  case excepted(Int)
}

/// The lists and columns that matter to a measure, and the values among which its conditions turn.
struct InventionPlan: Sendable {
  /// A column with the values that are tried in it, in order; nil is a blank.
  struct Column: Sendable {
    let position: Int
    let pool: [Value?]
    /// What stands there as a rule, where no condition looks at it: a column that only decides when the row stands.
    let usual: Value??
  }

  /// A list with the numbers of rows that are tried.
  struct List: Sendable {
    let list: Int
    let columns: [Column]
    let counts: [Int]
  }

  /// The lists, those with rows of their own, in the schema's order.
  let lists: [List]
  /// The entry in which the record itself stands, as the first row.
  let subject: Int
}

/// Chance that is the same on every machine.
struct InventionDraw: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
