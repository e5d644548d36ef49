import Foundation
import Testing

/// One definition of a policy and the records, written by hand, that show what it does.
///
/// It is a section of a page in `Cases`: its heading is the definition's name, a list says how it is tried, a table holds
/// the records.
struct PolicyRule: Sendable {
  /// What a record shows.
  enum Kind: String, CaseIterable, Sendable {
    /// All that the clause asks for holds.
    case fires
    /// One thing is wanting, and only one.
    case misses
    /// A fact that decides is not recorded.
    case unknown
    /// All holds, and an exception too.
    case excepted
  }

  /// A record of the table.
  struct Record: Sendable {
    let kind: Kind
    /// Part of the one condition that decides: that fails, that is open, or that excepts.
    let because: String
    /// The cells by column; a dotted name is a column of another list, about the same record or enterprise.
    let cells: [String: String]
  }

  /// The definition's name in the document.
  let name: String
  /// The list whose records the table holds, one a row, each of an enterprise of its own.
  let list: String
  /// How the definition is asked, with its parameters.
  let call: String
  /// Part of the clause that `why` has to name; nothing for a metric.
  let clause: String
  /// Statements that come first: a day, givens.
  let first: [String]
  /// For an update: what holds of a record that it changes.
  let after: String?
  /// Kinds of which there can be no record, and why.
  let never: [Kind: String]
  let records: [Record]

  /// Reads a section: its lines after the heading's name.
  init(name: String, lines: [Substring]) throws {
    self.name = name
    var options: [String: [String]] = [:]
    var table: [[String]] = []
    for line in lines {
      if let option = line.wholeMatch(of: /- (?<word>[a-z ]+): (?<text>.+)/) {
        options[String(option.output.word), default: []].append(String(option.output.text))
      } else if line.hasPrefix("|"), !line.hasPrefix("|-") {
        let cells = line.dropFirst().dropLast(line.hasSuffix("|") ? 1 : 0).split(
          separator: "|", omittingEmptySubsequences: false)
        table.append(cells.map { $0.trimmingCharacters(in: .whitespaces) })
      }
    }
    guard let list = options["on"]?.first else { throw PolicyTableFault("\(name): on which list?") }
    self.list = list
    call = options["as"]?.first ?? name
    clause = options["clause"]?.first ?? ""
    first = options["first"] ?? []
    after = options["after"]?.first
    never = Dictionary(
      uniqueKeysWithValues: Kind.allCases.compactMap { kind in
        options["never \(kind.rawValue)"]?.first.map { (kind, $0) }
      })
    records = try PolicyRule.records(in: table, of: name)
  }

  /// The records. A blank cell takes what the heading says after `=`, and `-` leaves it blank.
  private static func records(in table: [[String]], of name: String) throws -> [Record] {
    guard let heading = table.first, heading.count >= 2, heading[0] == "kind", heading[1] == "because" else {
      throw PolicyTableFault("\(name): a table begins with kind and because")
    }
    let columns = heading.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return try table.dropFirst().map { line in
      guard line.count == heading.count, let kind = Kind(rawValue: line[0]) else {
        throw PolicyTableFault("\(name): \(line)")
      }
      var cells: [String: String] = [:]
      for (column, cell) in zip(columns, line).dropFirst(2) {
        cells[column[0]] = cell == "-" ? "" : cell.isEmpty && column.count > 1 ? column[1] : cell
      }
      return Record(kind: kind, because: line[1], cells: cells)
    }
  }
}

/// A policy document with the rules that try it: a page of `Cases`.
struct TriedPolicy: Sendable, CustomTestStringConvertible {
  /// The document, below `Datasets`.
  let path: String
  /// The dataset whose lists it is tried on.
  let dataset: String
  /// Declarations of lists that the dataset lacks.
  let extra: String
  /// What is loaded before the document, below `Datasets`.
  let before: [String]
  let rules: [PolicyRule]

  var testDescription: String { path }

  /// Every page; a page that can't be read fails the test that counts them.
  static let all = pages.compactMap { try? TriedPolicy($0) }

  static let pages: [URL] = {
    let folder = PolicyOutline.root.appendingPathComponent("Tests/WorkbenchTests/Policies/Cases")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
  }()

  init(_ page: URL) throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    extra = PolicyOutline.statements(in: text).joined(separator: "\n")
    let sections = text.split(separator: "\n## ").map { $0.split(separator: "\n") }
    func option(_ word: String) -> [String] {
      sections[0].filter { $0.hasPrefix("- \(word): ") }.map { String($0.dropFirst(word.count + 4)) }
    }
    guard let path = option("document").first, let dataset = option("dataset").first else {
      throw PolicyTableFault("\(page.lastPathComponent): which document, which dataset?")
    }
    self.path = path
    self.dataset = dataset
    before = option("before")
    rules = try sections.dropFirst().map { lines in
      let name = lines[0].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return try PolicyRule(name: String(name), lines: Array(lines.dropFirst()))
    }
  }

  /// A definition of the document.
  struct Definition {
    let name: String
    let statement: String
    /// Whether it says something of records itself; else it is a sum of other scenarios.
    let isOwn: Bool
  }

  /// What the document defines: its metrics and scenarios.
  func definitions() throws -> [Definition] {
    let file = PolicyOutline.root.appendingPathComponent("Datasets/\(path)")
    return try PolicyOutline.statements(in: String(contentsOf: file, encoding: .utf8)).compactMap { statement in
      guard let head = statement.firstMatch(of: /^(?<kind>metric|scenario) (?<name>\w+)/) else { return nil }
      let acts = statement.contains(/\b(exit|exempt|repair|strike|update|admit) \w+/)
      return Definition(
        name: String(head.output.name), statement: statement, isOwn: head.output.kind == "metric" || acts)
    }
  }
}
