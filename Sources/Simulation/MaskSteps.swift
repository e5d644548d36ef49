import Tables
import Values

/// The families of masks that units come to have, record by record.
struct MaskSteps {
  /// Masks of which none holds another: where a record is left, so is one with fewer takers.
  typealias Family = [UInt16]

  /// How many units have a family: where measures take what they surely take, and where all that they may.
  struct Counts {
    var sure: Int64 = 0
    var possible: Int64 = 0
  }

  /// The first one is that of units without a record yet.
  private var families: [Family] = [[]]
  private var numbers: [Family: UInt16] = [[]: 0]
  /// How many units have each family by records of which it is in no doubt who takes them, and how many more by all
  /// others in either reading; those counted out of the first one aside.
  private var counts: [Int64] = [0]
  private var sure: [Int64] = [0]
  private var possible: [Int64] = [0]
  /// For each family and each column the family of a unit that gets a record with it; `unknown` where none has yet.
  private var steps: [UInt16]
  /// The mask of each column.
  private let masks: [UInt16]
  /// The family of each entity of a block.
  private var familyOf = [UInt16](repeating: 0, count: EntityBlocks.size)
  /// Records of a block of which it is in doubt who takes them, and what family their entity had.
  private var open: [UInt64] = []
  private var former: [UInt16] = []

  /// So many steps are kept at most: more kinds of units are not worth telling apart.
  private static let limit = 1 << 24
  /// Stands for a step that was not taken yet.
  private static let unknown = UInt16.max

  /// No unit yet, and columns each with a mask.
  init(_ masks: [UInt16]) {
    self.masks = masks
    steps = [UInt16](repeating: MaskSteps.unknown, count: masks.count)
  }

  /// Whether there are more families than are worth telling apart.
  var isFull: Bool { steps.count > MaskSteps.limit || families.count >= Int(MaskSteps.unknown) }

  /// How many units have each family.
  var found: [(family: Family, counts: Counts)] {
    families.indices.dropFirst().map {
      (families[$0], Counts(sure: counts[$0] + sure[$0], possible: counts[$0] + possible[$0]))
    }
  }

  /// Takes the steps of the records of a block. Nothing is told once there are too many families.
  ///
  /// A record's column stands in it twice: for what measures surely take, and for what they may take. Where these differ
  /// the record comes after all others, once for each, so that what both readings have in common is done once.
  mutating func take(_ block: Int, of blocks: EntityBlocks) {
    familyOf.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    open.removeAll(keepingCapacity: true)
    blocks.forEach(in: block) { records in
      var records = records
      while !isFull {
        records = records.dropFirst(advance(records))
        guard let record = records.first else { return }
        learn(from: familyOf[EntityBlocks.place(of: record)], MaskSteps.column(of: record, .possible))
      }
    }
    for reading in MaskedRows.Reading.allCases {
      former.removeAll(keepingCapacity: true)
      var records = open[...]
      while !isFull {
        records = records.dropFirst(advance(records, reading))
        guard let record = records.first else { break }
        learn(from: familyOf[EntityBlocks.place(of: record)], MaskSteps.column(of: record, reading))
      }
      for place in former.indices.reversed() { familyOf[EntityBlocks.place(of: open[place])] = former[place] }
    }
  }

  @inline(__always)
  private static func column(of record: UInt64, _ reading: MaskedRows.Reading) -> Int {
    Int(truncatingIfNeeded: (reading == .sure ? record &>> 16 : record) & 0xFFFF)
  }

  /// Takes the steps of records up to the first one that was not taken before, and puts those in doubt aside.
  /// - Returns: How many were taken or put aside.
  private mutating func advance(_ records: ArraySlice<UInt64>) -> Int {
    let width = masks.count
    return steps.withUnsafeBufferPointer { steps in
      counts.withUnsafeMutableBufferPointer { counts in
        familyOf.withUnsafeMutableBufferPointer { familyOf in
          records.withUnsafeBufferPointer { records in
            for (position, record) in records.enumerated() {
              let column = MaskSteps.column(of: record, .possible)
              guard column == MaskSteps.column(of: record, .sure) else {
                open.append(record)
                continue
              }
              let place = EntityBlocks.place(of: record)
              let former = Int(familyOf[place])
              let next = steps[former &* width &+ column]
              guard next != MaskSteps.unknown else { return position }
              familyOf[place] = next
              counts[former] &-= 1
              counts[Int(next)] &+= 1
            }
            return records.count
          }
        }
      }
    }
  }

  /// Takes the steps of records in doubt in one reading, up to the first one that was not taken before, and notes the
  /// families that their entities had.
  /// - Returns: How many were taken.
  private mutating func advance(_ records: ArraySlice<UInt64>, _ reading: MaskedRows.Reading) -> Int {
    var counts = reading == .sure ? sure : possible
    if reading == .sure { sure = [] } else { possible = [] }
    defer { if reading == .sure { sure = counts } else { possible = counts } }
    for (position, record) in records.enumerated() {
      let place = EntityBlocks.place(of: record)
      let family = familyOf[place]
      let next = steps[Int(family) * masks.count + MaskSteps.column(of: record, reading)]
      guard next != MaskSteps.unknown else { return position }
      former.append(family)
      familyOf[place] = next
      counts[Int(family)] -= 1
      counts[Int(next)] += 1
    }
    return records.count
  }

  /// Finds the family of a unit that gets one more record, and keeps it for the step that it took.
  private mutating func learn(from former: UInt16, _ column: Int) {
    let (family, mask) = (families[Int(former)], masks[column])
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
      sure.append(0)
      possible.append(0)
      steps += [UInt16](repeating: MaskSteps.unknown, count: masks.count)
    }
    steps[Int(former) * masks.count + column] = number
  }
}
