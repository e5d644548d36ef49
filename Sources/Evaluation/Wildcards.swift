import Language

/// A pattern in which `*` stands for any characters and `?` for one.
///
/// The time that matching takes is bounded by the product of both lengths: after a mismatch only the last `*` is ever
/// tried again.
struct Wildcards {
  private let pattern: [Character]

  init(_ pattern: String) { self.pattern = Array(pattern) }

  func matches(_ text: String) -> Bool {
    let text = Array(text)
    var (position, place) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        place = last.place + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

extension Function {
  /// Whether it tests a text against another: a test made once a distinct text, not once a row.
  var testsText: Bool { self == .contains || self == .starts || self == .matches }
}
