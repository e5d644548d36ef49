import Foundation
import Testing

/// A rule together with the policy that it tries.
struct TriedRule: Sendable, CustomTestStringConvertible {
  let policy: TriedPolicy
  let rule: PolicyRule

  var testDescription: String { ([policy.path, rule.call] + rule.first).joined(separator: " · ") }

  static let all = TriedPolicy.all.flatMap { policy in policy.rules.map { TriedRule(policy: policy, rule: $0) } }
}

/// Every measure and count of every policy, on records written by hand.
@Suite("The policies, clause by clause") struct PolicyRuleTests {
  @Test("A rule takes exactly the records that its clause means, and says why", arguments: TriedRule.all)
  func rule(_ tried: TriedRule) throws {
    let (policy, rule) = (tried.policy, tried.rule)
    let records = rule.records
    let world = try PolicyWorld(policy, list: rule.list, records: records)
    try world.bench.run(rule.first.joined(separator: "\n"))
    let definition = try #require(try policy.definitions().last { $0.name == rule.name }, "\(rule.name) isn't defined")
    if definition.statement.hasPrefix("metric") {
      try check(figure: rule, of: records, in: world)
    } else {
      try check(standing: rule, of: records, in: world)
      try check(reasons: rule, of: records, in: world)
    }
  }

  /// A metric counts each enterprise surely, not at all, or perhaps.
  private func check(figure rule: PolicyRule, of records: [PolicyRule.Record], in world: PolicyWorld) throws {
    let rows = try world.rows(of: "compare base on \(rule.call) by name")
    for (number, record) in records.enumerated() {
      let row = try #require(rows.first { $0["name"] as? String == PolicyWorld.enterprise(number) })
      let low = (row["\(rule.call)_low"] as? NSNumber)?.doubleValue
      let high = (row["\(rule.call)_high"] as? NSNumber)?.doubleValue
      switch record.kind {
      case .fires: #expect(low == 1 && high == 1, "\(number) \(record)")
      case .misses, .excepted: #expect(low == 0 && high == 0, "\(number) \(record)")
      case .unknown: #expect(low == 0 && high == 1, "\(number) \(record)")
      }
    }
  }

  /// What becomes of each record: it surely leaves, surely stays, or may leave while the headline keeps it.
  private func check(standing rule: PolicyRule, of records: [PolicyRule.Record], in world: PolicyWorld) throws {
    let isUpdate = rule.after != nil
    var questions: [String] = []
    for number in records.indices {
      let selection = try world.selection(of: number, in: rule.list)
      try world.bench.run(
        "metric record_\(number) = count(\(rule.list) where \(selection)\(rule.after.map { " and (\($0))" } ?? ""))")
      questions.append("record_\(number)")
    }
    let row = try #require(
      try world.rows(of: "compare \(rule.call) on \(questions.joined(separator: ", "))").first)
    for (number, record) in records.enumerated() {
      let (low, headline, high) = (
        row["record_\(number)_low"] as? Int, row["record_\(number)"] as? Int, row["record_\(number)_high"] as? Int
      )
      let changed = isUpdate ? 1 : 0
      switch record.kind {
      case .fires: #expect([low, headline, high] == [changed, changed, changed], "\(number) \(record)")
      case .misses, .excepted:
        #expect([low, headline, high] == [1 - changed, 1 - changed, 1 - changed], "\(number) \(record)")
      case .unknown: #expect([low, headline, high] == [0, 1 - changed, 1], "\(number) \(record)")
      }
    }
  }

  /// What `why` says of each record: the clause, and the one condition on which it hangs.
  private func check(reasons rule: PolicyRule, of records: [PolicyRule.Record], in world: PolicyWorld) throws {
    for (number, record) in records.enumerated() {
      // Further records of the same list have longer keys; a list without a key of letters has one record each.
      let rows = try world.rows(of: "why \"\(PolicyWorld.enterprise(number))\" in \(rule.call)").filter {
        $0["list"] as? String == rule.list
          && (rule.clause.isEmpty || ($0["source"] as? String ?? "").contains(rule.clause))
          && !($0["record"] as? String ?? "").hasPrefix(PolicyWorld.anotherKey(number))
      }
      let expected =
        switch record.kind {
        case .fires: "fulfilled"
        case .misses: "not fulfilled"
        case .unknown: "undecided"
        case .excepted: "excepted"
        }
      let reasons = rows.filter { $0["outcome"] as? String == expected }
      #expect(!reasons.isEmpty, "\(number) \(record): \(rows)")
      guard !record.because.isEmpty else { continue }
      #expect(reasons.contains { Self.decides($0, record) }, "\(number) \(record): \(reasons)")
      // A near miss has one reason: where others fail too, the record proves nothing of this one.
      if record.kind == .misses {
        let failing = reasons.filter {
          $0["holds"] as? Bool == false && !($0["condition"] as? String ?? "").hasPrefix("except")
        }
        #expect(failing.count == 1, "\(number) \(record): \(failing)")
      }
    }
  }

  /// Whether a line of `why` is the condition that a record hangs on.
  private static func decides(_ line: [String: Any], _ record: PolicyRule.Record) -> Bool {
    let condition = line["condition"] as? String ?? ""
    guard condition.contains(record.because) else { return false }
    switch record.kind {
    case .fires: return line["holds"] as? Bool == true
    case .misses: return line["holds"] as? Bool == false && !condition.hasPrefix("except")
    case .unknown: return line["holds"] is NSNull
    case .excepted: return line["holds"] as? Bool == true && condition.hasPrefix("except")
    }
  }

  // MARK: Completeness

  @Test("Every page of cases can be read", arguments: TriedPolicy.pages)
  func readable(_ page: URL) throws { #expect(try !TriedPolicy(page).rules.isEmpty) }

  @Test("Every document of the policies is tried")
  func documents() throws {
    let datasets = PolicyOutline.root.appendingPathComponent("Datasets")
    let files = FileManager.default.enumerator(atPath: datasets.path)?.compactMap { $0 as? String } ?? []
    let documents = files.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") }
    #expect(documents.sorted() == TriedPolicy.all.map(\.path).sorted())
  }

  @Test(
    "Every measure and count of a policy has its records of each kind, or says why there can be none",
    arguments: TriedPolicy.all)
  func complete(_ policy: TriedPolicy) throws {
    for definition in try policy.definitions() {
      let rules = policy.rules.filter { $0.name == definition.name }
      guard !rules.isEmpty else {
        Issue.record("\(definition.name) is tried by nothing")
        continue
      }
      let shown = Set(rules.flatMap { $0.records.map(\.kind) })
      let never = rules.reduce(into: [:]) { $0.merge($1.never) { $1 } }
      guard definition.isOwn else {
        // A sum has no conditions of its own; that it takes, and that it leaves, is enough.
        #expect(shown.isSuperset(of: [.fires, .misses]), "\(definition.name)")
        continue
      }
      for kind in PolicyRule.Kind.allCases {
        // Whether a measure can except is for the document to say.
        let isPossible = kind == .excepted ? definition.statement.contains("except when") : never[kind] == nil
        #expect(shown.contains(kind) == isPossible, "\(definition.name): \(kind)")
      }
    }
    let defined = Set(try policy.definitions().map(\.name))
    for rule in policy.rules { #expect(defined.contains(rule.name), "\(rule.name)") }
  }
}
