/// What could stand at the cursor.
public struct Completion: Sendable, Equatable {
  /// The part of the statement that a candidate replaces, in offsets of Unicode scalars.
  public var replace: Range<Int>

  /// What could stand there, in the order in which to show it.
  public var candidates: [Candidate]

  /// How many more there are than those named.
  public var omitted: Int

  /// What those that are not named begin with, together with all others; nil where all are named.
  public var shared: String?

  /// A completion of a part of the statement.
  public init(replace: Range<Int>, candidates: [Candidate], omitted: Int = 0, shared: String? = nil) {
    self.replace = replace
    self.candidates = candidates
    self.omitted = omitted
    self.shared = shared
  }

  /// Nothing to offer.
  public static let none = Completion(replace: 0..<0, candidates: [])

  /// One thing that could stand at the cursor.
  public struct Candidate: Sendable, Equatable {
    /// What is inserted, with a closing space or quote if it should have one.
    public var text: String

    /// What is shown of it.
    public var label: String

    /// What it means, shown beside it; may be empty.
    public var meaning: String

    /// A candidate and what it means.
    public init(text: String, label: String? = nil, meaning: String = "") {
      self.text = text
      self.label = label ?? text
      self.meaning = meaning
    }
  }

  /// What to insert without asking: the only candidate, or what all candidates begin with where that says more than
  /// `typed`. Nil when the user has to choose.
  func insertion(over typed: String) -> String? {
    guard let first = candidates.first else { return nil }
    if candidates.count == 1, omitted == 0 { return first.text }
    var shared = candidates.dropFirst().reduce(first.text[...]) { $0.prefix(sharedWith: $1.text) }
    if let outer = self.shared { shared = shared.prefix(sharedWith: outer) }
    guard shared.count > typed.count, shared.hasPrefix(typed) else { return nil }
    return String(shared)
  }
}

extension Completion {
  /// How many scalars behind the cursor are the end of what is inserted, as `rt` is where `court` is completed in the
  /// middle.
  func tail(of insertion: String, in text: [Unicode.Scalar]) -> Int {
    let tail = text[replace.upperBound...].prefix { $0 == "_" || $0.properties.isAlphabetic }
    let room = insertion.unicodeScalars.count - replace.count
    return tail.count <= room && insertion.unicodeScalars.suffix(tail.count).elementsEqual(tail) ? tail.count : 0
  }
}

extension Substring {
  /// The characters with which both texts begin.
  fileprivate func prefix(sharedWith other: String) -> Substring {
    let count = zip(self, other).prefix { $0 == $1 }.count
    return prefix(count)
  }
}
