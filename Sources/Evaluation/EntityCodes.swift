import Tables
import Values

/// Which entity has which organisation code.
///
/// The codes of the registry's entities are its rows' own and not kept a second time; a code is looked for among them
/// when somebody asks for it, which goes through the texts of one column.
public struct EntityCodes: Sendable {
  /// The registry's column of codes.
  private let registered: Column?
  /// The codes of the entities that stand on some list but not in the registry, in the order of their numbers.
  public let strangers: [OrganisationCode]
  /// The number of the first of them.
  private let firstStranger: Int

  /// The codes of nothing.
  public init() { self.init(registered: nil, strangers: []) }

  /// Codes of a registry's rows, and of the entities numbered after them.
  init(registered: Column?, strangers: [OrganisationCode]) {
    self.registered = registered
    self.strangers = strangers
    firstStranger = registered?.count ?? 0
  }

  /// The organisation code of an entity outside the registry.
  public func code(ofStranger entity: Int) -> String? {
    let position = entity - firstStranger
    return strangers.indices.contains(position) ? strangers[position].text : nil
  }

  /// The entity with an organisation code of nine characters: the first row of the registry that has it, or one
  /// outside.
  public func entity(_ code: String) -> Int32? {
    guard let sought = OrganisationCode(code) else { return nil }
    if let row = registeredRow(sought) { return Int32(row) }
    return strangers.firstIndex(of: sought).map { Int32(firstStranger + $0) }
  }

  private func registeredRow(_ code: OrganisationCode) -> Int? {
    guard let registered, case .codes(let codes, let dictionary) = registered.storage else { return nil }
    let matching = Set(spellings(of: code, in: dictionary))
    guard !matching.isEmpty else { return nil }
    return (0..<codes.count).first { matching.contains(codes[$0]) && registered.isKnown($0) }
  }

  /// The texts that name the organisation.
  private func spellings(of code: OrganisationCode, in dictionary: TextDictionary) -> [UInt32] {
    dictionary.withUTF8 { bytes, range in
      (0..<dictionary.count).filter { position in
        let text = UnsafeBufferPointer(rebasing: bytes[range(position)])
        return CreditCode.subject(text).organisation == code
      }.map { UInt32($0) }
    }
  }
}

/// Entities by their organisation codes while lists are bound to them: an open table, twelve bytes a slot.
struct EntityTable {
  /// The code's number plus one; 0 where a slot is free.
  private var keys: [UInt64]
  private var entities: [Int32]
  private(set) var count = 0

  /// A table with room for some codes.
  init(room: Int = 0) {
    let slots = max(16, room + room / 2)
    keys = [UInt64](repeating: 0, count: slots)
    entities = [Int32](repeating: 0, count: slots)
  }

  /// The entity of a code; one that has none gets the number given.
  mutating func entity(_ code: OrganisationCode, adding next: Int32) -> Int32 {
    let place = place(of: code)
    if keys[place] != 0 { return entities[place] }
    keys[place] = code.number + 1
    entities[place] = next
    count += 1
    if count * 4 > keys.count * 3 { grow() }
    return next
  }

  /// The entity of a code; nil for one that has none.
  func entity(_ code: OrganisationCode) -> Int32? {
    let place = place(of: code)
    return keys[place] == 0 ? nil : entities[place]
  }

  /// What stands in the slot that a code is looked for in first.
  struct Glance {
    fileprivate let key: UInt64
    fileprivate let entity: Int32

    /// The entity of the code, if it is the code's slot.
    fileprivate func entity(of code: OrganisationCode) -> Int32? { key == code.number + 1 ? entity : nil }

    /// Nothing.
    static let none = Glance(key: 0, entity: -1)
  }

  /// How many codes are glanced at side by side: what that brings stays in the nearest cache.
  static let sideBySide = 256

  /// Glances at where each of some codes is looked for, before they are looked up one by one: by then the slots of a large
  /// table have come from memory, and they came side by side.
  func glance(at codes: some Collection<OrganisationCode?>, into glances: inout [Glance]) {
    glances.removeAll(keepingCapacity: true)
    for code in codes {
      guard let code else {
        glances.append(.none)
        continue
      }
      let place = firstPlace(of: code)
      glances.append(Glance(key: keys[place], entity: entities[place]))
    }
  }

  /// Gives the rows of a registry the entities of their codes: a code that has none gets the number of its row.
  /// - Parameters:
  ///   - column: The codes.
  ///   - subjects: Whom each text of the column names.
  ///   - body: Called with each known row and its entity; nil where the text names no organisation.
  /// - Throws: What the body throws, and `Interruption`.
  mutating func addRows(
    of column: Column, _ subjects: [CreditCode.Subject], _ body: (_ row: Int, _ entity: Int32?) throws -> Void
  ) throws {
    guard case .codes(let codes, _) = column.storage else { return }
    var glances: [Glance] = []
    for first in stride(from: 0, to: column.count, by: EntityTable.sideBySide) {
      try Interruption.check()
      let rows = first..<min(first + EntityTable.sideBySide, column.count)
      let sought = rows.map { column.isKnown($0) ? subjects[Int(codes[$0])].organisation : nil }
      glance(at: sought, into: &glances)
      for row in rows where column.isKnown(row) {
        guard let code = sought[row - first] else {
          try body(row, nil)
          continue
        }
        try body(row, glances[row - first].entity(of: code) ?? entity(code, adding: Int32(row)))
      }
    }
  }

  /// As `entity(_:)` for a code that was glanced at.
  func entity(_ code: OrganisationCode, after glance: Glance) -> Int32? {
    glance.entity(of: code) ?? entity(code)
  }

  @inline(__always)
  private func firstPlace(of code: OrganisationCode) -> Int {
    // The upper bits of a product lead to a slot, whatever the number of slots.
    let hash = (code.number + 1) &* 0x9E37_79B9_7F4A_7C15
    return Int((hash ^ hash >> 32).multipliedFullWidth(by: UInt64(keys.count)).high)
  }

  private func place(of code: OrganisationCode) -> Int {
    var place = firstPlace(of: code)
    while keys[place] != 0, keys[place] != code.number + 1 {
      place += 1
      if place == keys.count { place = 0 }
    }
    return place
  }

  private mutating func grow() {
    var larger = EntityTable(room: keys.count)
    for place in keys.indices where keys[place] != 0 {
      let code = OrganisationCode(number: keys[place] - 1)
      let free = larger.place(of: code)
      (larger.keys[free], larger.entities[free]) = (keys[place], entities[place])
    }
    larger.count = count
    self = larger
  }
}
