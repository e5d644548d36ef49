import Foundation
import GRDB
import Presentation
import Testing
import Values
import Workbench

/// A question in the language and the same question in SQL, written by hand from what the words are defined to mean.
///
/// SQL names its columns as the language does: beside `x` it may give `x_low` and `x_high`, where `x` is a range.
struct Question: Sendable, CustomTestStringConvertible {
  let text: String
  let sql: String

  init(_ text: String, _ sql: String) { (self.text, self.sql) = (text, sql) }

  var testDescription: String { text }
}

/// Workbenches and databases over the same lists, one pair a seed.
actor Oracle {
  static let shared = Oracle()

  private var worlds: [Int: (workbench: Workbench, database: DatabaseQueue)] = [:]

  private func world(_ seed: Int) throws -> (workbench: Workbench, database: DatabaseQueue) {
    if let world = worlds[seed] { return world }
    let lists = OracleWorld(seed: seed)
    let bench = try Bench(lists.files, isUnlimited: true)
    try bench.run("load \".\"")
    let world = (workbench: bench.workbench, database: try lists.database())
    worlds[seed] = world
    return world
  }

  /// Nothing where both give the same rows in the same order, else what differs.
  func difference(over seed: Int, _ question: Question) throws -> String? {
    let (workbench, database) = try world(seed)
    let json = try workbench.json(question.text)
    let answer = try JSONDecoder().decode([[String: OracleCell]].self, from: Data(json.utf8))
    let rows = try database.read { try Row.fetchAll($0, sql: question.sql) }
    guard let difference = Oracle.difference(answer, rows) else { return nil }
    return """
      seed \(seed): \(question.text)
      \(difference)
      here: \(json)
      SQL:  \(rows.map { row in row.map { "\($0): \($1)" }.joined(separator: ", ") }.joined(separator: "\n      "))
      \(question.sql)
      """
  }

  /// Nothing where the notes of an answer hold the numbers that SQL counts, else what differs. A count of 0 has no note.
  func differenceOfNotes(over seed: Int, _ question: Question) throws -> String? {
    let (workbench, database) = try world(seed)
    let notes = try workbench.notes(question.text)
    let counts = try database.read { try Int.fetchAll($0, sql: question.sql) }.filter { $0 > 0 }
    let said = notes.compactMap { note in
      note.split(separator: " ").lazy.compactMap { Int($0) }.first
    }
    guard said != counts || said.count != notes.count else { return nil }
    return "seed \(seed): \(question.text)\nhere: \(notes)\nSQL:  \(counts)\n\(question.sql)"
  }

  private static func difference(_ answer: [[String: OracleCell]], _ rows: [Row]) -> String? {
    guard answer.count == rows.count else { return "\(answer.count) rows here, \(rows.count) in SQL" }
    for (position, (mine, row)) in zip(answer, rows).enumerated() {
      let names = Set(row.columnNames)
      if let extra = mine.keys.first(where: { !names.contains($0) }) { return "SQL has no column \(extra)" }
      for (name, expected) in row {
        let isEnd = name.hasSuffix("_low") || name.hasSuffix("_high")
        let plain = isEnd ? String(name[..<(name.lastIndex(of: "_") ?? name.endIndex)]) : name
        guard let found = mine[name] ?? mine[plain] else { return "no column \(name) here" }
        if !found.isSame(as: expected) {
          return "row \(position), \(name): \(found) here, \(expected) in SQL"
        }
      }
    }
    return nil
  }
}

/// A cell of a result as machines read it.
enum OracleCell: Decodable {
  case null
  case flag(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int64.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Whether SQL says the same. Quotients of rows keep nine places here; amounts are text in 元 here and 分 in SQL.
  func isSame(as value: DatabaseValue) -> Bool {
    switch (self, value.storage) {
    case (.null, .null): true
    case (.flag(let flag), .int64(let integer)): integer == (flag ? 1 : 0)
    case (.integer(let mine), .int64(let integer)): mine == integer
    case (.integer(let mine), .double(let number)): abs(Double(mine) - number) <= 1e-9
    case (.number(let mine), .int64(let integer)): abs(mine - Double(integer)) <= 1e-9
    case (.number(let mine), .double(let number)): abs(mine - number) <= 1e-9
    case (.text(let mine), .int64(let fen)): mine == OracleCell.yuan(fen)
    case (.text(let mine), .string(let text)): mine == text
    default: false
    }
  }

  private static func yuan(_ fen: Int64) -> String {
    let rest = fen.magnitude % 100
    return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Workbench {
  /// The last answer of some statements as machines read it.
  fileprivate func json(_ statements: String) throws -> String {
    var text = ""
    try run(SourceText(statements)) { outcome in
      if let answer = outcome.answer { text = JSONFormat().text(of: answer, tongue: .english) }
    }
    return text
  }

  /// What the last answer of some statements says below its rows.
  fileprivate func notes(_ statements: String) throws -> [String] {
    var notes: [String] = []
    try run(SourceText(statements)) { outcome in
      if let answer = outcome.answer { notes = answer.notes.map(\.english) }
    }
    return notes
  }
}

/// Asks both, and reports what differs.
func ask(_ question: Question, over seed: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
  let difference = try await Oracle.shared.difference(over: seed, question)
  if let difference { Issue.record("\(difference)", sourceLocation: sourceLocation) }
}

/// Asks both how many records the notes speak of, and reports what differs.
func askNotes(_ question: Question, over seed: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
  let difference = try await Oracle.shared.differenceOfNotes(over: seed, question)
  if let difference { Issue.record("\(difference)", sourceLocation: sourceLocation) }
}
