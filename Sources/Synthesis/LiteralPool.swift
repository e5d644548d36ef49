import Foundation

/// How the bytes of a file stand for characters.
enum Encoding: Int, Sendable, CaseIterable {
  case utf8, gb18030

  var foundation: String.Encoding {
    switch self {
    case .utf8: .utf8
    case .gb18030: String.Encoding(rawValue: 0x8000_0632)
    }
  }
}

/// Texts as the bytes of a cell, in every encoding that files are written in.
struct LiteralPool: Sendable {
  private var texts: [String] = []
  private var places: [String: Int] = [:]
  private var bytes = [[UInt8]](repeating: [], count: Encoding.allCases.count)
  private var ends = [[Int]](repeating: [0], count: Encoding.allCases.count)

  /// The number of a text. Quotes in it are doubled, as CSV wants them in a cell that stands in quotes.
  mutating func number(of text: String) -> Int {
    if let number = places[text] { return number }
    let cell = text.replacing("\"", with: "\"\"")
    for encoding in Encoding.allCases {
      // Every character has a form in both encodings.
      bytes[encoding.rawValue] += cell.data(using: encoding.foundation, allowLossyConversion: true) ?? Data()
      ends[encoding.rawValue].append(bytes[encoding.rawValue].count)
    }
    texts.append(text)
    places[text] = texts.count - 1
    return texts.count - 1
  }

  /// The text with a number.
  func text(_ number: Int) -> String { texts[number] }

  /// The texts in one encoding.
  func encoded(_ encoding: Encoding) -> EncodedLiterals {
    EncodedLiterals(bytes: bytes[encoding.rawValue], ends: ends[encoding.rawValue])
  }
}

/// Texts in one encoding, by their numbers.
struct EncodedLiterals: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let ends: [Int]

  @inline(__always)
  func append(_ number: Int, to output: inout [UInt8]) {
    output.append(contentsOf: bytes[ends[number]..<ends[number + 1]])
  }
}
