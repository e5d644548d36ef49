import Foundation
import Language
import Presentation
import Tables
import Values
import Workbench

/// A small world made of the records of a rule's table, with the policy loaded over it.
struct PolicyWorld {
  let bench: Bench
  private let outline: PolicyOutline

  /// A world of some records of a list. Each has an enterprise of its own, with the number of the record.
  init(_ policy: TriedPolicy, list: String, records: [PolicyRule.Record]) throws {
    outline = try PolicyOutline(dataset: policy.dataset, extra: policy.extra)
    var rows: [String: [[String: String]]] = [:]
    for (number, record) in records.enumerated() {
      try PolicyWorld.write(record.cells, of: list, number: number, outline, into: &rows)
    }
    var files = ["lists.tuiyan": outline.statements.joined(separator: "\n") + "\n"]
    for list in outline.lists {
      let lines = (rows[list.name] ?? []).map { row in list.columns.map { row[$0.name] ?? "" } }
      files[list.file] = ([list.columns.map(\.heading)] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
    }
    bench = try Bench(files)
    let documents = policy.before + [policy.path]
    try bench.run("load \"lists.tuiyan\"")
    for document in documents {
      try bench.run("load \"\(PolicyOutline.root.appendingPathComponent("Datasets/\(document)").path)\"")
    }
  }

  static func enterprise(_ number: Int) -> String { "第\(number + 100)号" }

  private static func code(_ number: Int) -> String { "TY0000\(number + 100)" }

  /// How the keys of further records of the same enterprise begin.
  static func anotherKey(_ number: Int) -> String { "\(number + 100)0" }

  /// Digits alone, for some lists are keyed by a number.
  private static func key(_ number: Int) -> String { "\(number + 100)" }

  /// Puts a record's cells, and what it says of other lists, into the files' rows.
  private static func write(
    _ cells: [String: String], of name: String, number: Int, _ outline: PolicyOutline,
    into rows: inout [String: [[String: String]]]
  ) throws {
    let list = try outline[name]
    var own: [String: String] = [:]
    var others: [String: [String: [String]]] = [:]
    for (column, cell) in cells {
      let parts = column.split(separator: ".").map(String.init)
      if parts.count == 1 {
        own[column] = cell
      } else if !cell.isEmpty {
        others[parts[0], default: [:]][parts[1]] = cell.split(separator: " ").map { $0 == "_" ? "" : String($0) }
      }
    }
    var registered = ["code": code(number), "name": enterprise(number), "weight": "1"]
    for (column, values) in others["registry"] ?? [:] { registered[column] = values[0] }
    if name == "registry" { registered.merge(own) { $1 } }
    rows["registry", default: []].append(registered)
    guard name != "registry" else {
      return try writeOthers(others, of: list, number: number, outline, into: &rows)
    }
    var row = ["code": code(number)]
    if let key = list.key { row[key] = PolicyWorld.key(number) }
    if let link = list.link, let parent = list.parent, parent != "registry" {
      row[link] = PolicyWorld.key(number)
      if others[parent] == nil { others[parent] = [:] }
    }
    rows[name, default: []].append(row.merging(own) { $1 })
    try writeOthers(others, of: list, number: number, outline, into: &rows)
  }

  private static func writeOthers(
    _ others: [String: [String: [String]]], of list: PolicyOutline.List, number: Int, _ outline: PolicyOutline,
    into rows: inout [String: [[String: String]]]
  ) throws {
    for (name, columns) in others where name != "registry" {
      let other = try outline[name]
      let count = columns.values.map(\.count).max() ?? 1
      for position in 0..<count {
        var row = ["code": code(number)]
        if let key = other.key {
          let isAnother = position > 0 || name == list.name
          row[key] = isAnother ? "\(anotherKey(number))\(position)" : PolicyWorld.key(number)
        }
        if other.parent == list.name, list.name != "registry", let link = other.link {
          row[link] = PolicyWorld.key(number)
        }
        for (column, values) in columns { row[column] = values.count == 1 ? values[0] : values[position] }
        rows[name, default: []].append(row)
      }
    }
  }

  // MARK: Questions

  /// The rows of a statement's answer, as machines read them.
  func rows(of statement: String) throws -> [[String: Any]] {
    var rows: [[String: Any]] = []
    try bench.workbench.run(SourceText(statement), origin: .typed(in: bench.folder)) { outcome in
      guard let answer = outcome.answer else { return }
      var text = ""
      JSONFormat().write(answer, tongue: .english, to: &text)
      rows = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    }
    return rows
  }

  /// The condition by which a record is found.
  func selection(of number: Int, in list: String) throws -> String {
    let list = try outline[list]
    guard let identification = try identification(of: number, in: list.name), let key = list.key else {
      return "code = \"\(PolicyWorld.code(number))\""
    }
    return list.type(of: key) == "integer" ? "\(key) = \(identification)" : "\(key) = \"\(identification)\""
  }

  /// The key of a record; nil where its list has none.
  func identification(of number: Int, in list: String) throws -> String? {
    let list = try outline[list]
    return list.key == nil || list.name == "registry" ? nil : PolicyWorld.key(number)
  }
}
