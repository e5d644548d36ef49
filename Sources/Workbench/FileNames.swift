import Foundation
import Values

/// A path in which words in braces stand for a row's values: `lists/{department}.csv`.
struct PathPattern {
  /// A stretch of the path.
  enum Part: Hashable {
    case literal(String)
    case column(String)
  }

  let parts: [Part]

  /// The columns that it names, in order.
  var columns: [String] { parts.compactMap { if case .column(let name) = $0 { name } else { nil } } }

  init(_ path: String) {
    var parts: [Part] = []
    var rest = path[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close].trimmingCharacters(in: .whitespaces)
      if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
      parts.append(.column(name))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    self.parts = parts
  }

  /// The path with values in the columns' places, in order.
  func path(with values: [String]) -> String {
    var values = values[...]
    return parts.map { part in
      switch part {
      case .literal(let text): text
      case .column: values.popFirst() ?? ""
      }
    }.joined()
  }
}

/// Values as parts of file names, each value with a name of its own.
///
/// No name holds a separator of paths, a control or formatting character, or one that some file system reserves; none
/// begins with a dot or is a device's; and no two differ by case or by the form of a letter alone.
struct FileNames<Value: Hashable> {
  private var names: [Value: String] = [:]
  private var taken: Set<String> = []

  /// Names for some values with their texts, those first that can stay as they are.
  /// - Throws: `Interruption`.
  init(_ values: [(value: Value, text: String)]) throws {
    for keepsOnlySame in [true, false] {
      for (position, (value, text)) in values.enumerated() where names[value] == nil {
        try Interruption.check(atRow: position)
        let name = SafeName.text(text)
        if name == text || !keepsOnlySame { names[value] = free(name) }
      }
    }
  }

  /// Names that are given, each with a number before its ending where another value has it already.
  /// - Throws: `Interruption`.
  init(_ values: [(value: Value, name: String)], ending: String) throws {
    for (position, (value, name)) in values.enumerated() where names[value] == nil {
      try Interruption.check(atRow: position)
      let stem = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
      names[value] = free(stem) + (stem == name ? "" : ending)
    }
  }

  /// A value's name.
  subscript(value: Value) -> String { names[value] ?? "_" }

  private mutating func free(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !taken.insert(SafeName.folded(candidate)).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}

/// Texts as parts of file names that any file system takes.
enum SafeName {
  /// What file systems that don't tell cases or forms of letters apart make of a name.
  static func folded(_ name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.lowercased()
  }

  private static let reserved: Set<Character> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|", "{", "}"]
  private static let devices: Set<String> =
    Set(["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })
  /// File systems take 255 bytes; the rest is left for what stands around the value and for a number behind it.
  private static let longest = 180

  static func text(_ text: String) -> String {
    var name = ""
    for character in text {
      let isSafe = !reserved.contains(character) && character.unicodeScalars.allSatisfy(isPrintable(_:))
      let next = isSafe ? String(character) : "_"
      guard name.utf8.count + next.utf8.count <= longest else { break }
      name += next
    }
    name = name.trimmingCharacters(in: .whitespaces)
    while name.hasSuffix(".") { name = name.dropLast() + "_" }
    if name.hasPrefix(".") { name = "_" + name.dropFirst() }
    let stem = name.prefix { $0 != "." }.lowercased()
    if name.isEmpty || devices.contains(stem) { name = "_" + name }
    return name
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
