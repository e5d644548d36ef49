import Foundation
import Presentation
import Snapshots
import Tables
import Testing
import Values
import Workbench

@Suite("Snapshots of loaded datasets") struct SnapshotTests {
  /// A small city with every kind of column, and with something wrong in every way that a load can find.
  private static let files = [
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

  private static let questions = [
    "show lists", "show problems", "show problem_lines", "ratio", "registry", "court", "searches", "serious", "tax",
    "court | by district count, sum(fine)", "court where count(searches) >= 1", "registry where count(court) = 1",
    "entities", "compare base, exit court where clues on ratio", "why \"91320000000000017X\"",
    "serious | by list entities", "court where court.listed is unknown",
  ]

  /// A bench over the files, with a store beside them that keeps even the smallest dataset.
  private final class City {
    let folder: String
    let cache: String

    init(_ files: [String: String] = SnapshotTests.files) throws {
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
    func answers(_ statements: [String] = SnapshotTests.questions, keeping: Bool = true, maximum: Int = 1 << 30) throws
      -> [String]
    {
      let store = keeping ? SnapshotStore(folder: cache, minimumBytes: 0, maximumBytes: maximum) : nil
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
      }
      store?.wait()
      return texts
    }

    var kept: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: "\(cache)/snapshots")) ?? []).sorted()
    }

    func files(of snapshot: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(cache)/snapshots/\(snapshot)").sorted()
        .map { "\(cache)/snapshots/\(snapshot)/\($0)" }
    }
  }

  @Test("A dataset out of its snapshot answers everything as it does out of its files")
  func sameAnswers() throws {
    let city = try City()
    let plain = try city.answers(keeping: false)
    #expect(city.kept.isEmpty)
    #expect(try city.answers() == plain)
    #expect(city.kept.count == 1)
    #expect(try city.answers() == plain)
    #expect(city.kept.count == 1)
    #expect(plain[0].contains("1 of 2 published figures reconciled"), "\(plain[0])")
  }

  @Test("The second load reads the snapshot: what it says of a list is what was kept")
  func secondLoad() throws {
    let city = try City()
    _ = try city.answers()
    let snapshot = try #require(city.kept.first)
    // A snapshot that is exchanged for that of another city shows that it is what is read.
    let other = try City(Self.files.merging(["tax.csv": "代码,发布\n"]) { $1 })
    let expected = try other.answers()
    let otherSnapshot = try #require(other.kept.first)
    try FileManager.default.removeItem(atPath: "\(city.cache)/snapshots/\(snapshot)")
    try FileManager.default.moveItem(
      atPath: "\(other.cache)/snapshots/\(otherSnapshot)", toPath: "\(city.cache)/snapshots/\(snapshot)")
    #expect(try city.answers() == expected)
  }

  @Test(
    "A change of any file, or of the declaration, is seen",
    arguments: [
      ("court.csv", "案号,代码,发布,移出,线索,罚款,比率,上报\n"),
      ("README.md", Self.files["README.md"]!.replacing("metric ratio", with: "list more = court\nmetric ratio")),
    ])
  func changes(file: String, text: String) throws {
    let city = try City()
    _ = try city.answers()
    try city.write(text, to: file)
    let plain = try city.answers(keeping: false)
    #expect(try city.answers() == plain)
    #expect(city.kept.count == 2)
  }

  @Test("Prose around the declarations makes no other dataset")
  func prose() throws {
    let city = try City()
    _ = try city.answers()
    try city.write("Other words.\n\n" + Self.files["README.md"]!, to: "README.md")
    _ = try city.answers()
    #expect(city.kept.count == 1)
  }

  @Test("A list that is added to a snapshot's is bound to all that the files hold")
  func additions() throws {
    let city = try City()
    let statements =
      ["list more of court by case from \"searches.csv\" { case text \"案号\" }", "load tax from \"tax.csv\""]
      + Self.questions + ["more"]
    let plain = try city.answers(statements, keeping: false)
    #expect(try city.answers(statements) == plain)
    #expect(try city.answers(statements) == plain)
  }

  @Test("Another day and updates work on lists that lie in files")
  func worlds() throws {
    let city = try City()
    let statements =
      [
        "asof 2022-02-01", "show lists", "ratio", "scenario s = update court set clues = no where clues",
        "compare base, s on count(court where clues)", "scenario t = strike registry where district = \"秦淮区\"",
        "compare base, t on ratio",
      ] + Self.questions
    let plain = try city.answers(statements, keeping: false)
    _ = try city.answers(statements)
    #expect(try city.answers(statements) == plain)
  }

  @Test("The folder is the user's alone, and what is kept are Arrow files")
  func folder() throws {
    let city = try City()
    _ = try city.answers()
    let mode = try FileManager.default.attributesOfItem(atPath: "\(city.cache)/snapshots")[.posixPermissions]
    #expect(mode as? Int == 0o700)
    for file in try city.files(of: try #require(city.kept.first)) where file.hasSuffix(".arrow") {
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).prefix(6) == Data("ARROW1".utf8))
    }
  }

  @Test("A snapshot with a file cut, gone or with a damaged manifest is not used, and made anew")
  func damage() throws {
    let city = try City()
    let plain = try city.answers()
    let files = try city.files(of: try #require(city.kept.first))
    for file in files {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      let isManifest = file.hasSuffix("manifest")
      for damaged in [data.dropLast(1), Data(), isManifest ? Data(data.map { $0 == 0x31 ? 0x32 : $0 }) : nil] {
        guard let damaged else { continue }
        try Data(damaged).write(to: URL(fileURLWithPath: file))
        #expect(try city.answers() == plain, "\(file)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == data.count)
      }
      try FileManager.default.removeItem(atPath: file)
      #expect(try city.answers() == plain, "\(file)")
    }
  }

  @Test("Where there is no room for more, the one not used for longest goes first")
  func bound() throws {
    let city = try City()
    _ = try city.answers()
    let first = try #require(city.kept.first)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100)], ofItemAtPath: "\(city.cache)/snapshots/\(first)")
    try city.write("代码,发布\n", to: "tax.csv")
    _ = try city.answers(maximum: 1)
    #expect(city.kept.count == 1)
    #expect(city.kept.first != first)
  }

  @Test("`set snapshots off` reads the files and keeps nothing")
  func off() throws {
    let city = try City()
    let store = SnapshotStore(folder: city.cache, minimumBytes: 0)
    let workbench = Workbench(snapshots: store)
    try workbench.run(SourceText("set snapshots off\nload \".\""), origin: .typed(in: city.folder))
    store.wait()
    #expect(city.kept.isEmpty)
  }
}
