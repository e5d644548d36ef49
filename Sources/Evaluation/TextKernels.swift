import Tables
import Values

/// One of two texts, by a condition; in doubt, unknown unless both are the same.
struct ConditionalText: TextKernel {
  let condition: any TruthKernel
  let first: any TextKernel
  let second: any TextKernel
  let dictionary: TextDictionary
  private let firstCodes: [UInt32]
  private let secondCodes: [UInt32]

  init(condition: any TruthKernel, first: any TextKernel, second: any TextKernel) {
    (self.condition, self.first, self.second) = (condition, first, second)
    var merged = TextDictionary()
    firstCodes = first.dictionary.texts.map { merged.code(adding: $0) }
    secondCodes = second.dictionary.texts.map { merged.code(adding: $0) }
    _ = merged.code(adding: "")
    dictionary = merged
  }

  func texts(_ rows: Range<Int>) throws -> TextVector {
    let condition = try condition.truth(rows)
    let (first, second) = (try first.texts(rows), try second.texts(rows))
    var codes = [UInt32](repeating: 0, count: rows.count)
    var unknown = Bitmap(count: rows.count)
    for row in 0..<rows.count {
      let firstCode = first.unknown?.contains(row) == true ? nil : firstCodes[Int(first.codes[row])]
      let secondCode = second.unknown?.contains(row) == true ? nil : secondCodes[Int(second.codes[row])]
      let isOpen = condition.unknown.contains(row)
      let picked = condition.yes.contains(row) ? firstCode : isOpen && firstCode != secondCode ? nil : secondCode
      codes[row] = picked ?? 0
      if picked == nil { unknown.insert(row) }
    }
    return TextVector(codes: codes, dictionary: dictionary, unknown: unknown.isEmpty ? nil : unknown)
  }
}
