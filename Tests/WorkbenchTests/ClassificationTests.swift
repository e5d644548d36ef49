import Foundation
import Testing

@testable import Workbench

@Suite("Classes and files") struct ClassificationTests {
  private func bench(_ files: [String: String] = Bench.files, writable: [String] = []) throws -> Bench {
    let bench = try Bench(files, writable: writable)
    try bench.run(
      """
      load "."
      scenario out "法院退出" (n = 2) = exit court where count(searches where not found) >= n and not clues
      """)
    return bench
  }

  @Test("Each record has its class, why, and whose it is")
  func classes() throws {
    let text = try bench().answer(
      "classify court \"退出\" with out, \"帮扶\" where clues, \"约束\" | select class, might_be, record, reason, department, district"
    )
    #expect(
      text == """
          class   might be   record        reason                 department   district
          退出               (2021)苏1号   out                    失信         玄武区
          帮扶               (2021)苏2号   clues                  失信         秦淮区
          约束    帮扶       (2021)苏3号   no rule before holds   失信         秦淮区
          退出: 1 record of 1 entity
          帮扶: 1 record of 1 entity
          约束: 1 record of 1 entity
          1 record might belong to an earlier class: facts are missing (`where might_be is known`)
        """, "\(text)")
  }

  @Test("The table can be grouped, and a column of authority says who put a record there")
  func authority() throws {
    let readme = Bench.readme.replacingOccurrences(of: "case   text \"案号\"\n", with: "case   text \"案号\" authority\n")
    let bench = try bench(Bench.files(with: "README.md", readme))
    #expect(
      try bench.answer("分类 失信 “退出” 用 法院退出, “约束” | 按 class, district | select class, district, count")
        .hasPrefix("  class   district   rows\n  退出    玄武区        1\n  约束    秦淮区        2"))
    #expect(
      try bench.answer("classify court \"x\" | select department | take 1").hasPrefix("  department\n  (2021)苏1号"))
    #expect(try bench.answer("show court").contains("authority"))
  }

  @Test(
    "What makes no class is refused",
    arguments: [
      ("classify court \"a\", \"b\"", "`a` takes all that is left"),
      ("classify court \"a\" with out, \"a\"", "two classes `a`"), ("classify nowhere \"a\"", "not a list"),
      ("scenario s = exit registry\nclassify court \"a\" with s", "no list to leave"),
      (
        "load other from \"searches.csv\"\nscenario s = exit searches\nclassify court \"a\" with s", "takes nothing off"
      ),
    ])
  func refused(statement: String, expected: String) throws {
    #expect(try bench().failure(statement).contains(expected))
  }

  @Test("Records that no rule takes are shown without a class")
  func rest() throws {
    #expect(try bench().answer("classify court \"退出\" with out").contains("2 records belong to no class"))
  }

  // MARK: Files

  @Test("A column's name in braces gives a file for each of its values")
  func files() throws {
    let bench = try bench()
    #expect(
      try bench.answer(
        "classify court \"退出\" with out, \"约束\" | select record, class, district | export \"lists/{district}/{class}.csv\""
      )
        == "3 rows written to 2 files, lists/{district}/{class}.csv")
    #expect(try bench.read("lists/玄武区/退出.csv") == "record,class,district\n(2021)苏1号,退出,玄武区\n")
    #expect(try bench.read("lists/秦淮区/约束.csv").split(separator: "\n").count == 3)
    #expect(try bench.failure("court | export \"{nothing}.csv\"").contains("no column `nothing`"))
  }

  @Test("Hostile values stay inside the folder, and no two of them share a file")
  func hostile() throws {
    let values = [
      "../up", "/etc/x", "a/b", "a\\b", "a_b", "A_B", "..", ".", "CON", "nul.txt", "x\u{202E}y", "x:y", "x?y", " ",
      "e\u{301}", "é", String(repeating: "长", count: 300),
    ]
    let rows = values.enumerated().map { "(2021)\($0)号,91320102TY0036243J,2021-03-01,,无,\"\($1)\"\n" }.joined()
    let readme = Bench.readme.replacingOccurrences(
      of: "clues  flag \"线索\" yes \"有\" no \"无\"\n",
      with: "clues  flag \"线索\" yes \"有\" no \"无\"\n  office text \"机关\"\n")
    let files = Bench.files.merging(
      ["court.csv": "案号,代码,发布时间,移出时间,线索,机关\n" + rows, "README.md": readme]) { $1 }
    let bench = try bench(files)
    let before = Set(try FileManager.default.contentsOfDirectory(atPath: bench.folder))
    try bench.run("court | export \"out/{office}.csv\"")
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: bench.folder)) == before.union(["out"]))
    let written = try FileManager.default.contentsOfDirectory(atPath: "\(bench.folder)/out")
    let distinct = try bench.answer("count(court)")
    let kept = try written.reduce(0) { $0 + (try bench.read("out/\($1)").split(separator: "\n").count) - 1 }
    #expect(String(kept) == distinct)
    // Each value has a file of its own, but for those that the lists hold to be the same or blank.
    let offices = try bench.answer("court | distinct office | count").split(separator: "\n").last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(offices == String(written.count), "\(written)")
    #expect(Set(written.map { $0.lowercased() }).count == written.count)
    for name in written {
      #expect(name.utf8.count <= 255)
      #expect(!name.hasPrefix("."))
      #expect(!name.contains { "/\\:*?\"<>|".contains($0) })
      #expect(!["con.csv", "nul.txt.csv"].contains(name.lowercased()))
    }
  }

  @Test("A document writes files by groups only where it may, and then none of them")
  func allowed() throws {
    let closed = try bench()
    #expect(try closed.failure("court | select case | export \"out/{case}.csv\"", in: true).contains("may not write"))
    #expect(!FileManager.default.fileExists(atPath: "\(closed.folder)/out"))
    let open = try bench(writable: ["out"])
    #expect(try open.failure("court | select case | export \"out/{case}.csv\"", in: true) == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(open.folder)/out").count == 3)
  }

  @Test("Where one of many files can't be written none is, and those that stood there stay")
  func together() throws {
    let bench = try bench()
    let out = "\(bench.folder)/out"
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(out)/(2021)苏3号.csv", withIntermediateDirectories: true)
    try "before".write(toFile: "\(out)/(2021)苏1号.csv", atomically: true, encoding: .utf8)
    let said = try bench.failure("court | select case | export \"out/{case}.csv\"")
    #expect(said.contains("can't write `out/(2021)苏3号.csv`") && said.contains("there is a folder of this name"))
    #expect(try bench.read("out/(2021)苏1号.csv") == "before")
    #expect(try manager.contentsOfDirectory(atPath: out).sorted() == ["(2021)苏1号.csv", "(2021)苏3号.csv"])
    try manager.removeItem(atPath: "\(out)/(2021)苏3号.csv")
    try bench.run("court | select case | export \"out/{case}.csv\"")
    #expect(try bench.read("out/(2021)苏1号.csv") == "case\n(2021)苏1号\n")
    #expect(try manager.contentsOfDirectory(atPath: out).count == 3)
  }

  @Test("A file that can't be moved into its place takes those that were moved before it back")
  func movedBack() throws {
    let bench = try bench()
    let (first, made, last) = ("\(bench.folder)/a.csv", "\(bench.folder)/b/b.csv", "\(bench.folder)/c.csv")
    let manager = FileManager.default
    try "before".write(toFile: first, atomically: true, encoding: .utf8)
    let names = try manager.contentsOfDirectory(atPath: bench.folder).sorted()
    #expect(throws: POSIXError.self) {
      try FileReplacement.together { files in
        for file in [first, made, last] { try files.write(Array("after".utf8), to: file) }
        // What stands in its place now is no file.
        try manager.createDirectory(atPath: last, withIntermediateDirectories: true)
      }
    }
    try manager.removeItem(atPath: last)
    #expect(try bench.read("a.csv") == "before")
    #expect(try manager.contentsOfDirectory(atPath: bench.folder).sorted() == names)
  }
}
