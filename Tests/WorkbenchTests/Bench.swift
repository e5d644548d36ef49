import Foundation
import Language
import Presentation
import Tables
import Values
import Workbench

/// A workbench over a folder of its own, which is gone afterwards.
final class Bench {
  let workbench: Workbench
  let folder: String

  /// A bench whose folder holds some files, by their names.
  init(_ files: [String: String] = Bench.files, writable: [String] = [], isUnlimited: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)").path
    workbench = Workbench(
      isUnlimited: isUnlimited, writableFolders: writable.map { [folder] in "\(folder)/\($0)" })
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let file = URL(fileURLWithPath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

  /// Runs statements typed in the folder and gives their answers as people see them, each without its last newline.
  @discardableResult func run(_ statements: String, in document: Bool = false) throws -> [String] {
    var texts: [String] = []
    let origin = document ? Workbench.Origin.document(in: folder) : .typed(in: folder)
    try workbench.run(SourceText(statements), origin: origin) { outcome in
      guard let answer = outcome.answer else { return }
      texts.append(TableFormat().text(of: answer, tongue: .english).trimmingCharacters(in: .newlines))
    }
    return texts
  }

  /// The last answer of some statements.
  func answer(_ statements: String) throws -> String { try run(statements).last ?? "" }

  /// What a failure of some statements says, as people see it; empty where none fails.
  func failure(_ statements: String, in document: Bool = false) throws -> String {
    do {
      try run(statements, in: document)
      return ""
    } catch let failure as Failure {
      return DiagnosticRenderer(tongue: .english).text(of: failure)
    }
  }

  /// All that the bench shows of its state.
  func snapshot() throws -> [String] {
    try ["lists", "scenarios", "metrics", "targets", "problems", "names", "settings"].map { try answer("show \($0)") }
  }

  static let registry = """
    统一社会信用代码,企业名称,所属区,户数
    91320102TY0036243J,甲公司,玄武区,1
    91320102TY0039882B,乙公司,秦淮区,1
    91320115TY6573138H,丙公司,秦淮区,1
    ,,玄武区,97

    """

  static let court = """
    案号,代码,发布时间,移出时间,线索
    (2021)苏1号,91320102TY0036243J,2021-03-01,,无
    (2021)苏2号,91320102TY0039882B,2021-04-01,,有
    (2021)苏3号,91320115TY6573138H,2021-05-01,,

    """

  static let searches = """
    案号,查控时间,发现
    (2021)苏1号,2021-06-01,否
    (2021)苏1号,2021-07-01,否
    (2021)苏2号,2021-07-01,否

    """

  static let readme = """
    # Small city

    ```tuiyan
    asof 2022-07-31
    list registry "登记库" from "registry.csv" key code {
      code     text     "统一社会信用代码"
      name     text     "企业名称"
      district category "所属区"
      weight   integer  "户数" weight
    }
    list court "失信" of registry by code from "court.csv" key case {
      case   text "案号"
      code   text "代码"
      listed date "发布时间" since
      left   date "移出时间" until
      clues  flag "线索" yes "有" no "无"
    }
    list searches "查控" of court by case from "searches.csv" {
      case  text "案号"
      date  date "查控时间" on
      found flag "发现" yes "是" no "否"
    }
    metric court_ratio "占比" = entities(court) / entities(registry)
    assert entities(registry) = 100
    ```

    """

  /// A small dataset: three enterprises and a remainder, a court list, its searches.
  static let files = ["registry.csv": registry, "court.csv": court, "searches.csv": searches, "README.md": readme]

  /// The small dataset with one file in another's place.
  static func files(with name: String, _ text: String) -> [String: String] {
    files.merging([name: text]) { $1 }
  }
}
