import Foundation
import Testing

/// What the policies say beside rules over single records: figures that have to be given, denominators, targets, days.
@Suite("The policies' figures, targets and days") struct PolicyFigureTests {
  /// A world of a policy by the document's path, with enterprises by their cells; dotted cells speak of other lists.
  private func world(_ path: String, _ enterprises: [[String: String]] = [["kind": "企业法人"]]) throws -> PolicyWorld {
    let policy = try #require(TriedPolicy.all.first { $0.path == path })
    let records = enterprises.map { PolicyRule.Record(kind: .fires, because: "", cells: $0) }
    return try PolicyWorld(policy, list: "registry", records: records)
  }

  // MARK: Figures that nobody gave

  @Test(
    "A figure that a paper leaves open is asked for by its name, never guessed",
    arguments: [
      ("nanjing-2022/policy.md", "", "serious_ratio < provincial_serious", "`provincial_serious` has no value"),
      ("nanjing-2022/policy.md", "", "serious_ratio < national_serious", "`national_serious` has no value"),
      ("nanjing-2022/policy.md", "", "frequent", "`frequent_count` has no value"),
      ("shijiazhuang-2022/policy.md", "", "serious_ratio < peer_mean", "`peer_mean` has no value"),
      ("shijiazhuang-2022/policy.md", "", "serious_ratio < june_ratio", "`june_ratio` has no value"),
      ("shijiazhuang-2022/policy.md", "", "repeatedly_listed", "`many_records` has no value"),
      ("tongcheng-2023/policy.md", "", "inspections", "`share_a` has no value"),
      ("tongcheng-2023/policy.md", "", "compare buffer on entities(abnormal)", "term"),
      ("changzhou-2024/policy.md", "", "serious_ratio < provincial_serious", "`provincial_serious` has no value"),
      ("changzhou-2024/policy.md", "", "frequent_ratio", "`frequent_shown` has no value"),
      ("changzhou-2024/policy.md", "given frequent_shown = yes", "frequent_ratio", "`frequent_window` has no value"),
      (
        "changzhou-2024/policy.md", "given frequent_shown = yes\ngiven frequent_window = 3 years", "frequent",
        "`frequent_count` has no value"
      ),
      (
        "national/policy.md", "", "compare market_publicity_over on count(penalties)", "`small_fine` has no value"
      ),
      (
        "national/policy.md", "asof 2026-03-31", "compare minor_publicity_over on count(penalties)",
        "maximum_publicity_minor"
      ),
      ("national/policy.md", "asof 2019-06-30", "compare credit_repair on count(penalties)", "minimum_publicity"),
    ])
  func open(path: String, first: String, question: String, message: String) throws {
    let world = try world(path)
    try world.bench.run(first)
    let failure = try world.bench.failure(question)
    #expect(failure.contains(message), "\(failure)")
  }

  @Test("A denominator that no paper names is refused", arguments: ["changzhou-2024", "shijiazhuang-2022"])
  func choice(city: String) throws {
    let failure = try world("\(city)/policy.md").bench.failure("given denominator = \"企业\"")
    #expect(failure.contains("`denominator` is one of") && failure.contains("注册企业"), "\(failure)")
  }

  @Test("A target typed with a figure that nobody gave is refused by the figure's name")
  func typed() throws {
    let failure = try world("nanjing-2022/policy.md").bench.failure(
      "target mine = serious_ratio < provincial_serious by 2022-12-31")
    #expect(failure.contains("`provincial_serious` has no value yet"), "\(failure)")
  }

  @Test(
    "The regulation in force on the day gives the publicity periods",
    arguments: [
      ("2019-07-01", "3", "6", "12", "36"), ("2023-04-30", "3", "6", "12", "36"), ("2023-05-01", "3", "12", "36", "36"),
      ("2026-03-31", "3", "12", "36", "36"), ("2026-04-01", "3", "12", "12", "36"),
    ])
  func periods(day: String, minimum: String, minimumGrave: String, maximum: String, maximumGrave: String) throws {
    let answers = try world("national/policy.md").bench.run(
      "asof \(day)\nminimum_publicity\nminimum_publicity_grave\nmaximum_publicity\nmaximum_publicity_grave")
    #expect(answers.suffix(4) == [minimum, minimumGrave, maximum, maximumGrave].map { "\($0) months" })
  }

  // MARK: Denominators

  @Test(
    "Each denominator counts its own enterprises, and the listed are the same",
    arguments: [
      ("changzhou-2024/policy.md", "注册企业", 5), ("changzhou-2024/policy.md", "存续企业", 3),
      ("changzhou-2024/policy.md", "法人企业", 4), ("shijiazhuang-2022/policy.md", "法人", 3),
      ("shijiazhuang-2022/policy.md", "注册企业", 5), ("shijiazhuang-2022/policy.md", "本地企业", 4),
    ])
  func denominators(path: String, denominator: String, count: Int) throws {
    let legal = path.hasPrefix("changzhou") ? "企业法人" : "法人企业"
    var enterprises = [
      ["kind": legal, "status": "存续", "court.listed": "2021-03-01"], ["kind": legal, "status": "存续"],
      ["kind": legal, "status": "迁出"], ["kind": "分支机构", "status": "存续"],
    ]
    // A deregistered one is in a city's count or not, and so is a household business.
    enterprises +=
      path.hasPrefix("changzhou")
      ? [["kind": legal, "status": "注销"], ["kind": "个体工商户", "status": "存续"]]
      : [["kind": legal, "status": "注销"], ["kind": "个人独资企业", "status": "存续"]]
    let world = try world(path, enterprises)
    try world.bench.run("given denominator = \"\(denominator)\"")
    let row = try #require(try world.rows(of: "compare base on serious_ratio").first)
    let ratio = try #require(row["serious_ratio"] as? NSNumber).doubleValue
    #expect(abs(ratio - 1 / Double(count)) < 1e-9)
  }

  // MARK: Targets

  @Test(
    "降到1%以下 takes exactly one per cent; the stricter reading doesn't",
    arguments: [
      (98, "no", "no"), (99, "yes", "no"), (100, "yes", "yes"),
    ])
  func onePercent(others: Int, literal: String, strict: String) throws {
    let world = try world(
      "shijiazhuang-2022/policy.md",
      [
        ["kind": "法人企业", "status": "存续", "court.listed": "2021-03-01"],
        ["code": "", "name": "", "kind": "法人企业", "status": "存续", "weight": "\(others)"],
      ])
    #expect(try met("below_one", in: world) == literal && met("strictly_below_one", in: world) == strict)
  }

  @Test("Lower than before and below the mean are two targets")
  func twoConditions() throws {
    let world = try world(
      "changzhou-2024/policy.md",
      [
        ["kind": "企业法人", "court.listed": "2021-03-01"],
        ["code": "", "name": "", "kind": "企业法人", "weight": "99"],
      ])
    #expect(try met("serious_lower", in: world) == "" && met("serious_below_mean", in: world) == "")
    try world.bench.run("given serious_before = 1.1%\ngiven provincial_serious = 1%")
    #expect(try met("serious_lower", in: world) == "yes" && met("serious_below_mean", in: world) == "no")
  }

  @Test(
    "The lines' targets count who has left since the day of the plan",
    arguments: [
      ("2022-04-18", "no"), ("2022-04-19", "yes"), ("2022-07-31", "yes"), ("2022-08-01", "no"),
    ])
  func lines(left: String, isMet: String) throws {
    let world = try world(
      "nanjing-2022/policy.md", [["court.listed": "2021-03-01", "court.left": left, "tax.published": "2021-03-01"]])
    try world.bench.run("given court_quota = 1\ngiven tax_quota = 1")
    #expect(try met("court_line", in: world) == isMet && met("tax_line", in: world) == "no")
  }

  @Test("高频失信 down to zero is met by nobody")
  func frequent() throws {
    let given = "given frequent_shown = yes\ngiven frequent_window = 1 year\ngiven frequent_count = 2"
    for (days, isMet) in [("2023-05-01", "yes"), ("2023-05-01 2023-06-01", "no")] {
      let world = try world(
        "changzhou-2024/policy.md", [["kind": "企业法人", "status": "存续", "penalties.decided": days]])
      try world.bench.run(given)
      #expect(try met("no_frequent", in: world) == isMet)
    }
  }

  private func met(_ target: String, in world: PolicyWorld) throws -> String {
    let row = try #require(try world.rows(of: "show targets | where name = \"\(target)\"").first)
    guard let met = row["met"] as? NSNumber else { return "" }
    return met.boolValue ? "yes" : "no"
  }

  // MARK: The three lists

  @Test("Exit goes before help, and help before constraint")
  func order() throws {
    let world = try world(
      "shijiazhuang-2022/policy.md",
      [("注销", "是"), ("吊销", "是"), ("吊销", "否")].map { state, willing in
        [
          "kind": "法人企业", "court.listed": "2021-03-01", "court.place": "石家庄市", "survey.confirmed": "2022-10-10",
          "survey.state": state, "survey.willing": willing,
        ]
      })
    let rows = try world.rows(
      of: "classify serious \"退出\" with plan_exits, \"帮扶\" where entity.any(survey where willing), \"约束\"")
    #expect(rows.map { $0["class"] as? String } == ["退出", "帮扶", "约束"])
  }

  // MARK: Days

  @Test("Every duty has somebody who owes it and a clause", arguments: TriedPolicy.all)
  func duties(_ policy: TriedPolicy) throws {
    let rows = try world(policy.path).rows(of: "show duties")
    #expect(!rows.isEmpty)
    for row in rows {
      #expect((row["owner"] as? String).map { !$0.isEmpty } == true, "\(row)")
      #expect((row["source"] as? String).map { !$0.isEmpty } == true, "\(row)")
    }
  }

  @Test(
    "A paper's days are in its calendar",
    arguments: [
      ("nanjing-2022/policy.md", "opinions", ["2022-05-31"]), ("nanjing-2022/policy.md", "exits_done", ["2022-06-30"]),
      (
        "nanjing-2022/policy.md", "monthly_report",
        (4...12).map { "2022-\($0 < 10 ? "0" : "")\($0)-30" }
      ),
      ("nanjing-2022/policy.md", "assessment", ["2022-12-31"]),
      ("shijiazhuang-2022/policy.md", "survey_of_lists", ["2022-11-15"]),
      ("shijiazhuang-2022/policy.md", "interim_assessment", ["2023-03-31"]),
      ("shijiazhuang-2022/policy.md", "three_lists", ["2023-06-30"]),
      (
        "shijiazhuang-2022/policy.md", "monthly_analysis",
        ["2023-07-31", "2023-08-31", "2023-09-30", "2023-10-31", "2023-11-30"]
      ),
      ("tongcheng-2023/policy.md", "organisation", ["2023-05-31"]),
      ("tongcheng-2023/policy.md", "targeted_action", ["2023-08-31"]),
      ("changzhou-2024/policy.md", "training", ["2024-12-31"]),
      ("changzhou-2024/policy.md", "assessment", ["2024-12-31"]),
    ])
  func calendar(path: String, duty: String, days: [String]) throws {
    let rows = try world(path).rows(of: "show duties | where duty = \"\(duty)\" | sort due")
    #expect(rows.compactMap { $0["due"] as? String } == days)
  }
}
