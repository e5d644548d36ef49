import Tables
import Values

/// The families of masks that units come to have, record by record.
struct MaskSteps {
  /// Masks of which none holds another: where a record is left, so is one with fewer takers.
  typealias Family = [UInt16]

  /// The first one is that of units without a record yet.
  private var families: [Family] = [[]]
  private var numbers: [Family: UInt16] = [[]: 0]
  /// How many units have each family, those counted out of the first one aside.
  private var counts: [Int64] = [0]
  /// For each family and each combination of each list's takers the family of a unit that gets a record with it;
  /// `unknown` where none has yet.
  private var steps: [UInt16]
  /// How many combinations there are, those of all lists.
  private let width: Int
  private let parts: [MaskedRows]

  /// So many steps are kept at most: more kinds of units are not worth telling apart.
  private static let limit = 1 << 24
  /// Stands for a step that was not taken yet.
  private static let unknown = UInt16.max
  /// Words of rows that are looked at one after another.
  private static let stretch = 256

  init(_ parts: [MaskedRows]) {
    self.parts = parts
    width = parts.reduce(0) { $0 + $1.masks.count }
    steps = [UInt16](repeating: MaskSteps.unknown, count: width)
  }

  /// Whether there are more families than are worth telling apart.
  private var isFull: Bool { steps.count > MaskSteps.limit || families.count >= Int(MaskSteps.unknown) }

  /// How many entities that are not settled have records of which families.
  /// - Parameters:
  ///   - entities: The entity of each row; below nothing where it can't be identified.
  ///   - settled: Entities with a record that no measure takes.
  /// - Returns: A number for each family; nil where there are too many families.
  /// - Throws: `Interruption`.
  mutating func counts(of entities: Buffer<Int32>, settled: Bitmap) throws -> [(family: Family, count: Int64)]? {
    var familyOf = [UInt16](repeating: 0, count: settled.count)
    var rows = [Int32](repeating: 0, count: 64 * MaskSteps.stretch + 1)
    var column = 0
    for part in parts {
      for first in stride(from: 0, to: part.taken.words.count, by: MaskSteps.stretch) {
        try Interruption.check()
        let stretch = first..<min(first + MaskSteps.stretch, part.taken.words.count)
        // Whoever is settled is passed over first: of few entities are families needed.
        let count = part.write(stretch, of: entities, without: settled, into: &rows)
        walk(rows[..<count], of: part, from: column, entities, &familyOf)
        guard !isFull else { return nil }
      }
      column += part.masks.count
    }
    return families.indices.dropFirst().map { (families[$0], counts[$0]) }
  }

  /// Takes the steps of some rows of a part, whose entities are known.
  private mutating func walk(
    _ rows: ArraySlice<Int32>, of part: MaskedRows, from column: Int, _ entities: Buffer<Int32>,
    _ familyOf: inout [UInt16]
  ) {
    var rows = rows
    while true {
      rows = rows.dropFirst(advance(rows, of: part, from: column, entities, &familyOf))
      guard let row = rows.first, !isFull else { return }
      let former = familyOf[Int(entities[part.start + Int(row)])]
      let combination = part.withCombinations { $0.of(Int(row)) }
      learn(Int(former) * width + column + combination, from: former, part.masks[combination])
    }
  }

  /// Takes the steps of rows up to the first one that was not taken before.
  /// - Returns: How many were taken.
  private mutating func advance(
    _ rows: ArraySlice<Int32>, of part: MaskedRows, from column: Int, _ entities: Buffer<Int32>,
    _ familyOf: inout [UInt16]
  ) -> Int {
    let (start, width) = (part.start, width)
    return part.withCombinations { combinations in
      steps.withUnsafeBufferPointer { steps in
        counts.withUnsafeMutableBufferPointer { counts in
          familyOf.withUnsafeMutableBufferPointer { familyOf in
            entities.withUnsafeBufferPointer { entities in
              rows.withUnsafeBufferPointer { rows in
                for (position, row) in rows.enumerated() {
                  let entity = Int(entities[start &+ Int(row)])
                  let former = Int(familyOf[entity])
                  let next = steps[former &* width &+ column &+ combinations.of(Int(row))]
                  guard next != MaskSteps.unknown else { return position }
                  familyOf[entity] = next
                  counts[former] &-= 1
                  counts[Int(next)] &+= 1
                }
                return rows.count
              }
            }
          }
        }
      }
    }
  }

  /// Finds the family of a unit that gets one more record, and keeps it for the step that it took.
  private mutating func learn(_ step: Int, from former: UInt16, _ mask: UInt16) {
    let family = families[Int(former)]
    let next: Family =
      family.contains { $0 & mask == $0 } ? family : (family.filter { $0 & mask != mask } + [mask]).sorted()
    let number: UInt16
    if let known = numbers[next] {
      number = known
    } else {
      number = UInt16(families.count)
      numbers[next] = number
      families.append(next)
      counts.append(0)
      steps += [UInt16](repeating: MaskSteps.unknown, count: width)
    }
    steps[step] = number
  }
}
