import Evaluation
import Simulation
import Tables
import Values

/// Hides whom data are about on a screen that others see: a name becomes 某 and a number, a code its last four characters.
///
/// Within a session a name has one mask, whatever list it stands in. What a text is, is told by the lists: a cell that is
/// a name of one of them, a stretch of a sentence that is, and whatever reads as the code of an organisation or a person.
/// Case numbers, districts and figures stay.
final class NameMask {
  private var numbers: [String: Int] = [:]
  /// The names in the lists of a graph, and what tells that they are still those.
  private var names: [TextDictionary] = []

  /// Names longer than this in sentences are found by their parts.
  private static let longestName = 40
  private static let headings = ["名称", "姓名", "法定代表人", "负责人", "当事人", "相对人"]

  /// Takes the names of the lists as they are now.
  func read(_ graph: Graph) {
    let entityNames = EntityNames(graph)
    names = graph.lists.indices.filter { graph.lists[$0].members.isEmpty }.flatMap { list in
      let table = graph.lists[list].table
      let own = entityNames.nameColumn(of: list)?.name
      return table.columns.filter { column in
        column.name == own || column.type == .text && NameMask.headings.contains { column.heading.contains($0) }
      }.compactMap { column -> TextDictionary? in
        guard case .codes(_, let dictionary) = column.storage else { return nil }
        return dictionary
      }
    }
  }

  /// The answer as it may be shown.
  func masked(_ answer: Answer) -> Answer {
    var answer = answer
    answer.table = masked(answer.table)
    switch answer.form {
    case .prose(let lines): answer.form = .prose(lines.map(masked))
    case .tables(let tables, let remark): answer.form = .tables(tables.map(masked), remark: remark.map(masked))
    case .table, .chart: break
    }
    answer.notes = answer.notes.map(masked)
    return answer
  }

  /// The failure as it may be shown, with the line that it quotes.
  func masked(_ failure: Failure) -> Failure {
    Failure(
      failure.diagnostics.map {
        Diagnostic($0.kind, masked($0.message), at: $0.span.map(masked), notes: $0.notes.map(masked))
      })
  }

  /// Whether a text says whom data are about.
  func hides(_ text: String) -> Bool { sentence(text) != text }

  private func masked(_ table: ResultTable) -> ResultTable {
    var table = table
    table.caption = table.caption.map(masked)
    table.rows = table.rows.map { $0.map(masked) }
    return table
  }

  private func masked(_ cell: Cell) -> Cell {
    switch cell {
    case .value(.text(let text)): .value(.text(self.cell(text)))
    case .phrase(let phrase): .phrase(masked(phrase))
    case .value, .ranged, .empty: cell
    }
  }

  private func masked(_ phrase: Phrase) -> Phrase { phrase.map(sentence) }

  private func cell(_ text: String) -> String {
    if isName(text) { return mask(ofName: text) }
    return sentence(text)
  }

  private func isName(_ text: String) -> Bool {
    text.count > 1 && text.contains(where: \.isLetter) && names.contains { $0.code(of: text) != nil }
  }

  private func mask(ofName name: String) -> String {
    let number = numbers[name] ?? numbers.count + 1
    numbers[name] = number
    let digits = String(number)
    return "某" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// The same stretch of a text whose other names are hidden as well. Where it begins or ends within one, it takes in all
  /// of what stands there for it.
  private func masked(_ span: SourceSpan) -> SourceSpan {
    var (offset, text) = (0, "")
    var (start, end): (Int?, Int?)
    for (original, shown) in pieces(of: span.source.text) {
      let next = offset + original.utf8.count
      let (before, isHidden) = (text.utf8.count, original != shown)
      text += shown
      if start == nil, span.range.lowerBound < next {
        start = isHidden ? before : before + span.range.lowerBound - offset
      }
      if end == nil, span.range.upperBound <= next {
        end = isHidden && span.range.upperBound > offset ? text.utf8.count : before + span.range.upperBound - offset
      }
      offset = next
    }
    let source = SourceText(text, name: span.source.name, firstLine: span.source.firstLine)
    let lower = start ?? text.utf8.count
    return SourceSpan(source, lower..<max(lower, end ?? text.utf8.count))
  }

  // MARK: Sentences

  private func sentence(_ text: String) -> String { pieces(of: text).map(\.shown).joined() }

  /// A text in stretches: each name or run of letters and digits, and each other character, beside what is shown for it.
  private func pieces(of text: String) -> [(original: String, shown: String)] {
    let characters = Array(text)
    var pieces: [(original: String, shown: String)] = []
    var position = 0
    while position < characters.count {
      let end: Int
      let shown: String
      if let nameEnd = endOfName(characters, from: position) {
        end = nameEnd
        shown = mask(ofName: String(characters[position..<end]))
      } else if NameMask.isCodePart(characters[position]) {
        end = characters[position...].firstIndex { !NameMask.isCodePart($0) } ?? characters.count
        shown = NameMask.code(String(characters[position..<end]))
      } else {
        end = position + 1
        shown = String(characters[position])
      }
      pieces.append((String(characters[position..<end]), shown))
      position = end
    }
    return pieces
  }

  /// The end of the longest name that begins at a place.
  private func endOfName(_ characters: [Character], from start: Int) -> Int? {
    guard characters[start].isLetter || characters[start].isNumber else { return nil }
    let longest = min(characters.count, start + NameMask.longestName)
    guard longest > start + 1 else { return nil }
    return stride(from: longest, to: start + 1, by: -1).first { isName(String(characters[start..<$0])) }
  }

  private static func isCodePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "*" || character == "-")
  }

  private static func code(_ run: String) -> String {
    let isCode =
      switch CreditCode.normalised(run) {
      case .organisation(_, let checkHolds): run.count >= 18 || checkHolds
      case .naturalPerson: true
      // A registration number, an old identity number, a code with a part hidden.
      case .unidentifiable: [15, 18].contains(run.count) && run.contains(where: \.isNumber) && !run.contains("-")
      }
    return isCode ? "…" + run.suffix(4) : run
  }
}
