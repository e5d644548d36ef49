import Foundation
import Presentation
import Snapshots
import Tables
import Testing
import Values
import Workbench

/// A bench over the files, with a store beside them that keeps even the smallest dataset.
final class SnapshotCity {
  /// A small city with every kind of column, and with something wrong in every way that a load can find.
  static let files = [
    "README.md": """
    # A city

    ```tuiyan
    asof 2022-07-31
    list registry "登记库" from "registry.csv" key code {
      code category "代码"
      district category "区"
      weight integer "户数" weight
    }
    list court "失信" of registry by code from "court.csv" key case {
      case text "案号"
      code text "代码"
      listed date "发布" since
      left date "移出" until
      clues flag "线索" yes "有" no "无"
      fine money "罚款" unit 元
      rate decimal "比率"
      reported month "上报"
    }
    list searches "查控" of court by case from "searches.csv" {
      case text "案号"
      date date "时间" on
    }
    list tax "税" of registry by code from "tax.csv" { code text "代码"
      listed date "发布" since }
    list serious "严重" = court, tax
    metric ratio = entities(serious) / entities(registry)
    assert headline(entities(court)) = 2
    assert entities(court) = 77
    ```
    """,
    "registry.csv": """
    代码,区,户数
    91320000000000017X,玄武区,1
    91320000000000025Q,秦淮区,1
    ,江宁区,98
    """,
    "court.csv": """
    案号,代码,发布,移出,线索,罚款,比率,上报
    甲1,91320000000000017X,2022-01-01,,有,12.5,0.125,2022-01
    甲1,91320000000000017X,2022-01-01,,有,12.5,0.125,2022-01
    乙2,91320000000000033K,2022-02-30,2022-06-01,无,30万元,-3,2021-12
    丙3,320102198001010014,2022-01-01,,,,,
    丁4,不详,1900-01-01,长期,或许,,1e9,
    """,
    "searches.csv": """
    案号,时间
    甲1,2022-03-01
    甲1,2022-09-01
    丙3,2022-03-01
    戊5,2022-03-02
    """,
    "tax.csv": """
    代码,发布
    91320000000000025Q,2022-05-05
    """,
  ]

  static let questions = [
    "show lists", "show problems", "show problem_lines", "ratio", "registry", "court", "searches", "serious", "tax",
    "court | by district count, sum(fine)", "court where count(searches) >= 1", "registry where count(court) = 1",
    "entities", "compare base, exit court where clues on ratio", "why \"91320000000000017X\"",
    "serious | by list entities", "court where court.listed is unknown",
  ]

  let folder: String
  let cache: String
  /// What the store had to say of the last load.
  private(set) var notes: [String] = []

  init(_ files: [String: String] = SnapshotCity.files) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("snapshots-\(UUID().uuidString)").path
    (folder, cache) = ("\(root)/city", "\(root)/cache")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// The answers of a fresh workbench that loads the city, and what it had to say of the load.
  func answers(
    _ statements: [String] = SnapshotCity.questions, keeping: Bool = true, maximum: Int = 1 << 30,
    settling: Double = 0, cache: String? = nil, afterLoad: () throws -> Void = {}
  ) throws -> [String] {
    let store =
      keeping
      ? SnapshotStore(
        folder: cache ?? self.cache, minimumBytes: 0, maximumBytes: maximum, settlingSeconds: settling) : nil
    let workbench = Workbench(isUnlimited: true, snapshots: store)
    var texts: [String] = []
    for statement in ["load \".\""] + statements {
      do {
        try workbench.run(SourceText(statement), origin: .typed(in: folder)) { outcome in
          texts.append(outcome.answer.map { TableFormat().text(of: $0, tongue: .english) } ?? "")
        }
      } catch let failure as Failure {
        texts.append(DiagnosticRenderer(tongue: .english).text(of: failure))
      }
      if texts.count == 1 { try afterLoad() }
    }
    store?.wait()
    notes = store?.takeNotes().map(\.english) ?? []
    return texts
  }

  /// Whether the last load took a snapshot, by what its folder says; made so that the next one tells anew.
  func wasUsed() throws -> Bool {
    let path = "\(cache)/snapshots/\(try #require(kept.first))"
    let used = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -1000)], ofItemAtPath: path)
    return try #require(used) > Date(timeIntervalSinceNow: -500)
  }

  var kept: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(cache)/snapshots")) ?? []).sorted()
  }

  func files(of snapshot: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(cache)/snapshots/\(snapshot)").sorted()
      .map { "\(cache)/snapshots/\(snapshot)/\($0)" }
  }
}
