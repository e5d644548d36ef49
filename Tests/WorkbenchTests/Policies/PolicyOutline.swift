import Foundation

/// The lists that a dataset's README declares, without the records: what a policy is written for.
///
/// Rules are tried on worlds made by hand. Their lists have to be those of the dataset, or a rule could be right here and
/// wrong there; so the declarations are read from the README itself, and only the records are another's.
struct PolicyOutline {
  struct List {
    let name: String
    let file: String
    /// The list that it belongs to, and the column in which both hold its key.
    let parent: String?
    let link: String?
    /// The column that tells its records apart; nil where it has none.
    let key: String?
    /// Each column with its type, and its heading in the file.
    let columns: [(name: String, type: String, heading: String)]

    func type(of column: String) -> String? { columns.first { $0.name == column }?.type }
  }

  /// The statements that declare lists, figures of the city and the day.
  let statements: [String]
  let lists: [List]

  static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }

  /// The outline of a dataset, with some declarations more.
  init(dataset: String, extra: String = "") throws {
    let readme = PolicyOutline.root.appendingPathComponent("Datasets/\(dataset)/README.md")
    let declarations = try PolicyOutline.statements(in: String(contentsOf: readme, encoding: .utf8))
    statements = (declarations + PolicyOutline.split(extra)).filter { statement in
      ["asof", "list", "given", "metric"].contains { statement.hasPrefix($0 + " ") }
    }
    .map { $0.replacing(" encoding gb18030", with: "") }
    lists = statements.compactMap(PolicyOutline.list)
  }

  subscript(name: String) -> List {
    get throws {
      guard let list = lists.first(where: { $0.name == name }) else { throw PolicyTableFault("no list \(name)") }
      return list
    }
  }

  /// The statements of a document's program.
  static func statements(in document: String) -> [String] {
    document.matches(of: /```tuiyan\n(?<program>[\s\S]*?)```/).flatMap { split(String($0.output.program)) }
  }

  /// Statements apart: each begins a line, and goes on over lines that are indented or close a bracket.
  private static func split(_ program: String) -> [String] {
    program.split(separator: "\n").reduce(into: []) { statements, line in
      if let first = line.first, first == " " || first == "}", !statements.isEmpty {
        statements[statements.count - 1] += "\n" + line
      } else {
        statements.append(String(line))
      }
    }
  }

  private static func list(_ statement: String) -> List? {
    guard let head = statement.firstMatch(of: /^list (?<name>\w+).* from "(?<file>[^"]+)"/) else { return nil }
    let belonging = statement.firstMatch(of: /\ of (?<parent>\w+) by (?<link>\w+)/)
    let columns = statement.matches(of: /\n +(?<name>\w+) +(?<type>\w+) +"(?<heading>[^"]+)"/).map {
      (name: String($0.output.name), type: String($0.output.type), heading: String($0.output.heading))
    }
    return List(
      name: String(head.output.name), file: String(head.output.file),
      parent: belonging.map { String($0.output.parent) }, link: belonging.map { String($0.output.link) },
      key: statement.firstMatch(of: /\ key (?<key>\w+)/).map { String($0.output.key) }, columns: columns)
  }
}

/// A table of cases that can't be read.
struct PolicyTableFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
