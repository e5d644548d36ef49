import Documents
import Language
import Values

/// A dataset's README, as far as another dataset can be made up from it.
struct DatasetSource {
  private let document: Document
  private let statements: [Statement]
  private let shape: Shape

  /// - Throws: `Failure` where it can't be read, declares no list of a file, or has no shape.
  init(_ document: Document) throws(Failure) {
    self.document = document
    func sources(_ kind: Document.Kind) -> [SourceText] {
      document.blocks.filter { $0.kind == kind }
        .map { SourceText($0.text, name: document.name, firstLine: $0.firstLine) }
    }
    let programs = sources(.program).map(Parser.parse(document:))
    let faults = programs.flatMap(\.diagnostics)
    guard faults.isEmpty else { throw Failure(faults) }
    statements = programs.flatMap(\.statements)
    let shapes = sources(.shape)
    guard !shapes.isEmpty else {
      throw Failure(
        .data, Phrase("`\(document.name)` has no block ```shape", "“\(document.name)”中没有 ```shape 块"),
        notes: [
          Phrase(
            "it says what the lists look like: see Datasets/nanjing-2022/README.md",
            "该块说明各名单的形状，可参照 Datasets/nanjing-2022/README.md")
        ])
    }
    shape = try ShapeParser.parse(shapes)
  }

  /// The shape bound to the declarations, made anew.
  func plan() throws(Failure) -> (Plan, DateSigns) {
    let declarations = statements.compactMap { statement in
      if case .list(let declaration) = statement.kind { declaration } else { nil }
    }
    do throws(Diagnostic) {
      return try PlanBuilder.plan(shape, declarations)
    } catch {
      throw Failure([error])
    }
  }

  /// The page that stands beside the made-up lists.
  func readme(of report: SynthesisReport) -> String {
    let day = statements.last { if case .asof = $0.kind { true } else { false } }
    let kept = statements.filter { statement in
      switch statement.kind {
      case .list, .metric: true
      default: false
      }
    }
    let rows = report.lists.map { list in
      "| \(list.name) | \(list.count.rows) | \(list.count.duplicates) | \(list.count.orphans) | \(list.count.ragged) |"
    }
    return """
      # Made up from seed \(report.seed) · 按种子 \(report.seed) 虚构

      **Every record here is made up.** No enterprise, person, case, decision or code in these files exists: a program drew
      them from the seed \(report.seed), \(report.entities) entities in all, after the shape that
      "\(document.title)" describes. All credit codes lie in the series `TY`, which is not used in life.

      本目录全部数据均为虚构，由程序按种子 \(report.seed) 生成，共 \(report.entities) 个主体；统一社会信用代码采用现实中不使用的 `TY` 号段。

      | list | rows | rows that repeat the one above | rows that belong to nothing | rows with a cell too many |
      |---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      ```tuiyan
      \((([day].compactMap { $0 }) + kept).map(\.text).joined(separator: "\n\n"))
      ```

      ## The shape

      ```shape
      \(document.blocks.filter { $0.kind == .shape }.map(\.text).joined(separator: "\n"))
      ```

      """
  }
}
