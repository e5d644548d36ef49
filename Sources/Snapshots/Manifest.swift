import Crypto
import Foundation

/// What a snapshot says of itself: all that is not a column.
struct Manifest {
  struct Member {
    var list: Int
    var start: Int
    var end: Int
  }

  /// Rows that stand on lines one after another.
  struct Stretch {
    var row: Int
    var line: Int32
  }

  struct Links {
    /// The end of the rows that are linked.
    var end: Int
    /// Whether the links are the rows in the order of the file.
    var isInOrder: Bool
  }

  struct List {
    var name: String
    /// The file of its columns, without the ending.
    var stem: String
    /// The list's own file as the user wrote its path.
    var source: String
    var rowCount: Int
    /// The lines of its rows, where they are few stretches; else they are a column.
    var lines: [Stretch]?
    var columnCount: Int
    var parent: Int?
    var key: Int?
    var members: [Member]
    var rowsRead: Int
    /// How the rows of its parent lead to its own; nil where the list belongs to nothing.
    var links: Links?
    /// Whether the rows of its parent are its entities.
    var sharesEntities: Bool
    var since: Int?
    var until: Int?
    var on: Int?
    var entities: Int64?
    var problemCount: Int
  }

  struct File: Equatable {
    var name: String
    var size: Int
    var checksum: String
  }

  /// The name under which the dataset is kept: a snapshot does not stand for another.
  var key: String
  var lists: [List]
  var entityCount: Int
  var declaredDay: Int32?
  var day: Int32
  var assertionsHeld: Int
  var failedAssertions: [DatasetSnapshot.FailedAssertion]
  var fileProblemCount: Int
  var files: [File]

  static let fileName = "manifest"

  init(
    key: String, lists: [List], entityCount: Int, declaredDay: Int32?, day: Int32, assertionsHeld: Int,
    failedAssertions: [DatasetSnapshot.FailedAssertion], fileProblemCount: Int, files: [File]
  ) {
    self.key = key
    self.lists = lists
    self.entityCount = entityCount
    self.declaredDay = declaredDay
    self.day = day
    self.assertionsHeld = assertionsHeld
    self.failedAssertions = failedAssertions
    self.fileProblemCount = fileProblemCount
    self.files = files
  }
}

/// SHA-256 of some bytes, in hexadecimal.
func digest(of data: Data) -> String {
  SHA256.hash(data: data).map { byte in
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }.joined()
}
