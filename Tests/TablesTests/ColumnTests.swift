// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Tables
import Testing
import Values

@Suite("Columns and tables") struct ColumnTests {
  private static let dictionary = TextDictionary(["玄武区", "江宁区"])

  /// One column of every kind; the second of its three rows is unknown.
  static let columns: [Column] = {
    let known = Bitmap([0, 2], count: 3)
    let storages: [(ValueType, ColumnStorage)] = [
      (.flag, .flags(Bitmap([0, 1], count: 3))), (.category, .codes(.narrow([0, 1, 1]), dictionary)),
      (.text, .codes(.medium([0, 1, 1]), dictionary)), (.text, .codes(.wide([0, 1, 1]), dictionary)),
      (.integer, .integers([1, 2, -3], places: 0)), (.money, .integers([100, 2, -305], places: 0)),
      (.decimal, .integers([125, 2, -3], places: 2)), (.percentage, .integers([126, 2, 0], places: 4)),
      (.date, .days([0, 1, -1])), (.month, .days([24_270, 1, 24_271])),
    ]
    return storages.enumerated().map { position, pair in
      Column(name: "c\(position)", heading: "列\(position)", type: pair.0, storage: pair.1, known: known)
    }
  }()

  private static let lastValues: [Value] = [
    .flag(false), .text("江宁区"), .text("江宁区"), .text("江宁区"), .integer(-3), .money(-305),
    .decimal(try! Fraction(-3, over: 100)), .percentage(.zero), .date(CalendarDate(dayNumber: -1)),
    .month(CalendarMonth(monthNumber: 24_271)),
  ]

  @Test("A cell is a value of its column's type, or unknown", arguments: columns.indices)
  func values(index: Int) {
    let column = Self.columns[index]
    #expect(column.count == 3)
    #expect(column.value(at: 1) == .unknown)
    #expect(!column.isKnown(1))
    #expect(column.value(at: 2) == Self.lastValues[index])
    let type = column.value(at: 0).type
    #expect(type == column.type || (type == .text && column.type.isText))
  }

  @Test("A selection of rows has their values in its own order", arguments: columns.indices)
  func selecting(index: Int) {
    let column = Self.columns[index]
    let rows = [2, 0, 1, 2]
    let picked = column.selecting(rows)
    #expect(picked.count == 4)
    #expect((0..<4).map(picked.value(at:)) == rows.map(column.value(at:)))
    #expect(column.selecting([]).count == 0)
  }

  @Test("A column without a set of known rows knows them all")
  func allKnown() {
    let column = Column(name: "n", type: .integer, storage: .integers([7], places: 0))
    #expect(column.isKnown(0))
    #expect(column.value(at: 0) == .integer(7))
    #expect(column.heading == "n")
  }

  @Test("A table finds a column by its name and by its heading, and keeps lines with their rows")
  func tables() {
    let table = Table(columns: Self.columns, rowCount: 3, lines: [2, 3, 5])
    #expect(table.position(of: "c4") == 4)
    #expect(table.position(of: "列4") == 4)
    #expect(table.column("nothing") == nil)
    let picked = table.selecting([2, 0])
    #expect(picked.rowCount == 2)
    #expect(picked.lines == [5, 2])
    #expect(picked.column("c4")?.value(at: 0) == .integer(-3))
  }

  @Test("Codes are as narrow as their number allows", arguments: [1, 256, 257, 65_536, 65_537])
  func codes(distinct: Int) {
    let codes = Codes([0, UInt32(distinct - 1)], distinct: distinct)
    let bytes =
      switch codes {
      case .narrow: 1
      case .medium: 2
      case .wide: 4
      }
    #expect(bytes == (distinct <= 256 ? 1 : distinct <= 65_536 ? 2 : 4))
    #expect(codes[1] == UInt32(distinct - 1))
    #expect(codes.count == 2)
  }
}
