import Foundation
import Tables

/// The texts of a column that begin with some letters: the first of them in the order of their code points, and how
/// many more.
///
/// One pass over the bytes as they are stored, which makes no texts but those found: a hundred thousand values take a
/// few milliseconds, less than keeping them sorted for each column would cost.
struct PrefixSearch {
  /// The first of them.
  let texts: [String]
  /// How many more there are.
  let omitted: Int
  /// What all of them begin with.
  let shared: String

  init(_ dictionary: TextDictionary, for prefix: String, limit: Int) {
    let wanted = Array(prefix.utf8)
    var first: [Int] = []
    var omitted = 0
    var last: Int?
    dictionary.withUTF8 { bytes, range in
      // Of many texts nearly all are looked at to be passed over: their bytes are compared where they lie.
      guard let start = bytes.baseAddress else { return }
      func precedes(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (range(left), range(right))
        let order = memcmp(start + left.lowerBound, start + right.lowerBound, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
      }
      for code in 0..<dictionary.count {
        let text = range(code)
        guard !text.isEmpty, text.count >= wanted.count,
          memcmp(start + text.lowerBound, wanted, wanted.count) == 0
        else { continue }
        if last.map({ precedes($0, code) }) ?? true { last = code }
        if first.count >= limit {
          omitted += 1
          if let greatest = first.last, !precedes(code, greatest) { continue }
          first.removeLast()
        }
        var (low, high) = (0, first.count)
        while low < high {
          let middle = (low + high) / 2
          if precedes(first[middle], code) { low = middle + 1 } else { high = middle }
        }
        first.insert(code, at: low)
      }
    }
    texts = first.map { dictionary.text(of: $0) }
    self.omitted = omitted
    // What the first and the last of a sorted row begin with, all between them begin with.
    let pairs = zip(texts.first ?? "", last.map { dictionary.text(of: $0) } ?? "").prefix { $0 == $1 }
    shared = String(pairs.map(\.0))
  }
}
