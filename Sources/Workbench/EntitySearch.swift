import Evaluation
import Simulation
import Tables
import Values

/// Finds an entity by its code or by part of its name.
struct EntitySearch {
  /// An entity that was found.
  struct Found {
    let number: Int
    let name: String?
    let code: String
  }

  private let graph: Graph
  private let names: EntityNames

  init(_ graph: Graph) {
    self.graph = graph
    names = EntityNames(graph)
  }

  /// - Throws: `Failure` where none is found, or more than one.
  func entity(_ subject: String, at span: SourceSpan) throws -> Found {
    if case .organisation(let code, _) = CreditCode.normalised(subject), let number = graph.entityCodes.entity(code) {
      return Found(number: Int(number), name: names.name(of: Int(number)), code: subject)
    }
    let matches = entities(named: subject)
    switch matches.count {
    case 1: return matches[0]
    case 0:
      throw Failure(
        .statement, Phrase("no enterprise has the code or name `\(subject)`", "没有代码或名称为“\(subject)”的企业"), at: span,
        notes: [Phrase("give its code, or a part of its name in quotes", "请给出代码，或带引号的部分名称")])
    default:
      let shown = matches.prefix(5).map { "\($0.name ?? "") \($0.code)" }
      let more =
        matches.count > 5 ? Phrase("and \(matches.count - 5) more", "另有 \(matches.count - 5) 家") : .same("")
      throw Failure(
        .statement,
        Phrase(
          "\(matches.count) enterprises have `\(subject)` in their name", "名称含“\(subject)”的企业有 \(matches.count) 家"),
        at: span,
        notes: shown.map { .same($0) } + (matches.count > 5 ? [more] : []))
    }
  }

  private func entities(named part: String) -> [Found] {
    var found: [Int: Found] = [:]
    for list in graph.lists.indices where graph.lists[list].members.isEmpty && !graph.lists[list].entities.isEmpty {
      guard let column = names.nameColumn(of: list), case .codes(let codes, let dictionary) = column.storage else {
        continue
      }
      let matching = Set(dictionary.texts.indices.filter { dictionary.texts[$0].contains(part) }.map(UInt32.init))
      guard !matching.isEmpty else { continue }
      for row in 0..<column.count where column.isKnown(row) && matching.contains(codes[row]) {
        let entity = Int(graph.lists[list].entities[row])
        guard entity >= 0, found[entity] == nil else { continue }
        found[entity] = Found(
          number: entity, name: dictionary.texts[Int(codes[row])], code: names.code(of: entity) ?? "")
      }
    }
    return found.values.sorted { $0.number < $1.number }
  }
}
