import Foundation
import Testing

/// A policy document as its seed's paragraphs see it: each heading with the paragraphs that it names and what it defines.
private struct CoveredPolicy {
  /// A stretch of the document under one heading.
  struct Place {
    let heading: String
    var paragraphs: Set<Int> = []
    /// What its statements define, such as `scenario court_exits`.
    var definitions: [String] = []
  }

  let path: String
  let title: String
  /// How many paragraphs the seed has.
  let count: Int
  private(set) var places: [Place] = []

  private static let kinds = ["scenario", "metric", "target", "given", "duty", "list", "assert"]

  /// A document that says how many paragraphs its seed has; nil where it says nothing of one.
  init?(_ file: URL, in root: URL) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let note = lines.lazy.compactMap { $0.firstMatch(of: /Seed paragraphs: (\d+)/)?.1 }.first
    guard let count = note.flatMap({ Int($0) }), count > 0 else { return nil }
    self.count = count
    path = String(file.path.dropFirst(root.path.count + 1))
    title = lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) } ?? path
    var isProgram = false
    for line in lines {
      if line.hasPrefix("```") {
        isProgram = line == "```tuiyan"
        continue
      }
      if isProgram {
        read(statement: line)
      } else {
        if line.hasPrefix("#") {
          places.append(Place(heading: String(line.drop { $0 == "#" }.dropFirst())))
        } else if places.isEmpty {
          places.append(Place(heading: title))
        }
        for mark in line.matches(of: /¶(\d+)/) { places[places.count - 1].paragraphs.insert(Int(mark.1) ?? 0) }
      }
    }
  }

  private mutating func read(statement line: Substring) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard let kind = words.first.map(String.init), CoveredPolicy.kinds.contains(kind), words.count > 1 else { return }
    let name = words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    places[places.count - 1].definitions.append(kind == "assert" ? kind : "\(kind) `\(name)`")
  }

  /// The paragraphs that no place carries.
  var missing: [Int] {
    let carried = places.reduce(into: Set<Int>()) { $0.formUnion($1.paragraphs) }
    return (1...count).filter { !carried.contains($0) }
  }

  /// A row for each paragraph: where it stands and what carries it.
  var rows: [String] {
    (1...count).map { paragraph in
      let found = places.filter { $0.paragraphs.contains(paragraph) }
      let headings = found.map { $0.heading.replacing(#/ ?\((¶\d+(, )?)+\)/#, with: "") }
      var carriers: [String] = []
      for definition in found.flatMap(\.definitions) where !carriers.contains(definition) {
        carriers.append(definition)
      }
      return "| ¶\(paragraph) | \(headings.joined(separator: "; ")) | "
        + (carriers.isEmpty ? "prose" : carriers.joined(separator: ", ")) + " |"
    }
  }
}

/// Every paragraph of the papers that the policies carry out has its place in a policy.
@Suite("Coverage of the papers") struct CoverageTests {
  private static let root =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func policies() throws -> [CoveredPolicy] {
    let datasets = root.appendingPathComponent("Datasets")
    let folders = try FileManager.default.contentsOfDirectory(at: datasets, includingPropertiesForKeys: nil)
    let files = try folders.filter(\.hasDirectoryPath).flatMap {
      try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
    }
    return try files.filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }.compactMap {
      try CoveredPolicy($0, in: root)
    }
  }

  @Test("No paragraph is left without a place")
  func complete() throws {
    let policies = try Self.policies()
    #expect(policies.map(\.count).sorted() == [17, 34, 44, 45, 56])
    for policy in policies { #expect(policy.missing.isEmpty, "\(policy.path)") }
  }

  @Test("Documentation/Coverage.md is what the policies give; ACCEPT=1 writes it")
  func page() throws {
    var lines = [
      "# Coverage of the papers", "",
      "Five papers are carried out by policies in `Datasets/`. Their paragraphs are numbered in the order of the file, titles and",
      "signatures included; each has a place in a policy: under a heading with statements, or in prose that says why it is not",
      "computed. This page is made from the policies themselves.",
    ]
    for policy in try Self.policies() {
      lines += ["", "## \(policy.title)", "", "[\(policy.path)](../\(policy.path)): \(policy.count) paragraphs.", ""]
      lines += ["| paragraph | place | carried by |", "|---|---|---|"] + policy.rows
    }
    let made = lines.joined(separator: "\n") + "\n"
    let file = Self.root.appendingPathComponent("Documentation/Coverage.md")
    if ProcessInfo.processInfo.environment["ACCEPT"] != nil {
      try made.write(to: file, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOf: file, encoding: .utf8)
    let difference = zip(written.split(separator: "\n"), made.split(separator: "\n")).first { $0 != $1 }
    #expect(difference == nil)
    #expect(written.count == made.count)
  }
}
