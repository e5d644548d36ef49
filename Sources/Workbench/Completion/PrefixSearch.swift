/// The texts that begin with some letters: the first of them in the order of their code points, and how many more.
///
/// One pass over the texts as they are stored, which makes no new ones: a hundred thousand values take a few
/// milliseconds, less than keeping them sorted for each column would cost.
struct PrefixSearch {
  /// The first of them.
  let texts: [String]
  /// How many more there are.
  let omitted: Int
  /// What all of them begin with.
  let shared: String

  init(_ all: [String], for prefix: String, limit: Int) {
    let wanted = Array(prefix.utf8)
    var first: [String] = []
    var omitted = 0
    var last: String?
    for text in all where !text.isEmpty && PrefixSearch.begins(text, with: wanted) {
      if last.map({ PrefixSearch.precedes($0, text) }) ?? true { last = text }
      if first.count >= limit {
        omitted += 1
        if let greatest = first.last, !PrefixSearch.precedes(text, greatest) { continue }
        first.removeLast()
      }
      var (low, high) = (0, first.count)
      while low < high {
        let middle = (low + high) / 2
        if PrefixSearch.precedes(first[middle], text) { low = middle + 1 } else { high = middle }
      }
      first.insert(text, at: low)
    }
    texts = first
    self.omitted = omitted
    // What the first and the last of a sorted row begin with, all between them begin with.
    let pairs = zip(first.first ?? "", last ?? "").prefix { $0 == $1 }
    shared = String(pairs.map(\.0))
  }

  private static func begins(_ text: String, with prefix: [UInt8]) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.starts(with: prefix) } ?? text.utf8.starts(with: prefix)
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in left.lexicographicallyPrecedes(right) }
    }?.flatMap { $0 } ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
