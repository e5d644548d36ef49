// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Foundation
import Tables
import Testing
import Values

/// A file with some bytes, mapped; it is gone from its folder at once, as a snapshot that was replaced is.
func mapped(_ bytes: [UInt8]) throws -> MappedFile {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("tuiyan-\(UUID().uuidString)")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try MappedFile(path: url.path)
}

/// Numbers as they lie in memory, behind some bytes of something else.
func mapped<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ elements: [Element], after padding: Int = 64
) throws -> Buffer<Element> {
  let bytes = elements.withUnsafeBytes { [UInt8](repeating: 0xEE, count: padding) + Array($0) }
  return try #require(Buffer(mapped(bytes), at: padding, count: elements.count))
}

@Suite("Buffers") struct BufferTests {
  private static let numbers = (0..<1000).map { Int32($0 * 7919 - 50_000) }

  @Test("A stretch of a file reads as the array that was written")
  func reading() throws {
    let buffer = try mapped(Self.numbers)
    #expect(buffer.isMapped)
    #expect(buffer.count == 1000 && buffer.byteCount == 4000)
    #expect(Array(buffer) == Self.numbers)
    #expect(buffer == Buffer(Self.numbers))
    #expect(buffer.hashValue == Buffer(Self.numbers).hashValue)
    #expect(buffer[999] == Self.numbers[999] && buffer.first == -50_000)
    #expect(buffer[10..<20].map { $0 } == Array(Self.numbers[10..<20]))
    #expect(buffer.withSpan { $0[5] } == Self.numbers[5])
    #expect(buffer.selecting([3, 3, 0]) == [Self.numbers[3], Self.numbers[3], Self.numbers[0]])
  }

  @Test("A change makes an array of a mapped buffer and leaves its copies as they were")
  func changing() throws {
    let original = try mapped(Self.numbers)
    var changed = original
    changed[4] = 1
    changed.append(2)
    changed.withArray { $0[0] = 3 }
    #expect(!changed.isMapped && original.isMapped)
    #expect(changed.count == 1001 && changed[0] == 3 && changed[4] == 1 && changed.last == 2)
    #expect(Array(original) == Self.numbers)
  }

  @Test("A stretch that is not wholly inside the file or not aligned is refused")
  func bounds() throws {
    let file = try mapped([UInt8](repeating: 1, count: 24))
    #expect(Buffer<Int64>(file, at: 0, count: 3)?.count == 3)
    #expect(Buffer<Int64>(file, at: 24, count: 0)?.count == 0)
    #expect(Buffer<Int64>(file, at: 0, count: 4) == nil)
    #expect(Buffer<Int64>(file, at: 4, count: 1) == nil)
    #expect(Buffer<Int64>(file, at: 32, count: 0) == nil)
    #expect(Buffer<Int64>(file, at: -8, count: 1) == nil)
    #expect(Buffer<Int64>(file, at: 8, count: .max) == nil)
    #expect(Buffer<UInt8>(file, at: 23, count: 1)?[0] == 1)
    #expect(try Buffer<UInt8>(mapped([]), at: 0, count: 0)?.isEmpty == true)
  }

  @Test("An index past the end ends the program, in a file as in an array")
  func indices() async {
    await #expect(processExitsWith: .failure) {
      let buffer: Buffer<Int32> = try mapped([1, 2, 3])
      print(buffer[3])
    }
  }

  @Test("A file that is not there is named")
  func missing() {
    #expect { try MappedFile(path: "/no/such/file", displayPath: "file") } throws: {
      ($0 as? Failure)?.diagnostics.first?.message.english.contains("file can't be read") == true
    }
  }

  @Test("A set of rows over mapped words is the same set, and is copied only when it changes")
  func bitmaps() throws {
    let rows = (0..<130).filter { $0 % 3 == 0 }
    let set = Bitmap(rows, count: 130)
    let other = try Bitmap(words: mapped(Array(set.words)), count: 130)
    #expect(other == set && other.words.isMapped)
    #expect(other.rows == rows && other.population == rows.count && other.contains(129))
    #expect((other & set) == set && (~other).population == 130 - rows.count)
    var changed = other
    changed.insert(1)
    #expect(changed.contains(1) && !other.contains(1) && other.words.isMapped)
    #expect(try Bitmap(words: mapped([UInt64.max, .max]), count: 65).population == 65)
  }
}

@Suite("Whole numbers by width") struct IntegersTests {
  @Test(
    "Numbers are kept in the narrowest type that holds all of them",
    arguments: [
      (Int64(0), 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (4_294_967_295, 4), (4_294_967_296, 8), (-1, 8),
      (.min, 8), (.max, 8),
    ])
  func widths(number: Int64, width: Int) {
    let integers = Integers([1, number, 0])
    #expect(integers.width == width)
    #expect(integers.array == [1, number, 0] && Array(integers) == [1, number, 0])
    #expect(integers[1] == number)
    #expect(integers.array(1..<3) == [number, 0])
    #expect(integers.selecting([1, 1]).array == [number, number])
    #expect(Integers(repeating: number, count: 3).array == [number, number, number])
    #expect(Integers(repeating: number, count: 3).width == width)
    #expect(integers == Integers.full([1, number, 0]))
  }

  @Test("What stands in an unknown cell widens nothing")
  func unknown() {
    let integers = Integers([7, -5, .max, 255], known: Bitmap([0, 3], count: 4))
    #expect(integers.width == 1)
    #expect(integers[0] == 7 && integers[3] == 255)
    #expect(Integers([.max], known: Bitmap(count: 1)).width == 1)
    #expect(Integers([]).width == 1 && Integers([]).isEmpty)
  }

  private struct Sum: CellVisitor {
    func visit<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(_ cells: Buffer<Cell>) -> [Int] {
      [MemoryLayout<Cell>.size, cells.reduce(0) { $0 + Int($1) }]
    }
  }

  @Test("A visitor sees the cells of a column as they are kept")
  func visiting() throws {
    #expect(try Integers([1, 2]).open(Sum()) == [1, 3])
    #expect(try Integers([1, 300]).open(Sum()) == [2, 301])
    #expect(try Integers([1, 70_000]).open(Sum()) == [4, 70_001])
    #expect(try Integers([1, -2]).open(Sum()) == [8, -1])
    #expect(try ColumnStorage.days([5, -6]).open(Sum()) == [4, -1])
    let codes = Codes([0, 299], distinct: 300)
    #expect(try ColumnStorage.codes(codes, TextDictionary()).open(Sum()) == [2, 299])
    #expect(try ColumnStorage.flags(Bitmap(count: 3)).open(Sum()) == nil)
  }
}
