import Testing

@Suite("Comparisons and measures, as they are written") struct ComparisonStatementTests {
  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.run(
      """
      load "."
      list names of registry by code from "court.csv" key case { case text "案号"
        code text "代码"
        listed date "发布时间" since
        left date "移出时间" until }
      scenario rule "规则" = exit court where not clues
      scenario clean = update court set clues = no where clues is unknown
      scenario back = admit court
      scenario move = update registry set district = "玄武区" where name = "乙公司"
      """)
    return bench
  }

  /// The words of each line of an answer.
  private func lines(_ answer: String) -> [[String]] {
    answer.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  @Test("A comparison shows value, change, relative change, who left and who stays")
  func columns() throws {
    let bench = try bench()
    let table = lines(try bench.answer("compare base, rule, clean + rule on court_ratio"))
    #expect(table[0] == ["scenario", "court_ratio", "range", "Δ", "Δ", "%", "left", "range", "stay"])
    #expect(table[1] == ["base", "3.00%", "3"])
    #expect(table[2] == ["rule", "2.00%", "1.00%", "–", "2.00%", "−1.00", "pp", "−33.3%", "1", "1", "–", "2", "2"])
    #expect(table[3] == ["clean", "+", "rule", "1.00%", "−2.00", "pp", "−66.7%", "2", "1"])
  }

  @Test("What a line does not show can be selected by name, in either tongue")
  func selection() throws {
    let bench = try bench()
    let names = "scenario, court_ratio_relative, stay"
    let table = lines(try bench.answer("compare rule on court_ratio | select \(names)"))
    #expect(table[1] == ["rule", "−33.3%", "−66.7%", "–", "−33.3%", "2", "1", "–", "2"])
    #expect(lines(try bench.answer("对比 规则 看 占比｜选列 情景、退出、仍在"))[1] == ["规则", "1", "1", "–", "2", "2", "1", "–", "2"])
    let several = lines(try bench.answer("compare rule on court_ratio, count(searches) | select court_ratio_left"))
    #expect(several[1] == ["1", "1", "–", "2"])
  }

  @Test("Without a stage that names a column the last one shown sorts")
  func sorting() throws {
    let table = lines(try bench().answer("compare rule on court_ratio by district | sort | take 1"))
    #expect(table[1].prefix(2) == ["rule", "玄武区"])
  }

  @Test("Changes from another scenario say from which")
  func reference() throws {
    let answer = try bench().answer("compare clean + rule against rule on entities(court)")
    #expect(answer.contains("changes are from rule"))
    #expect(lines(answer)[1].suffix(7) == ["−1", "−50.0%", "1", "0", "–", "1", "1"])
  }

  @Test("Groups after the measures count who moved as leaving one group and entering another")
  func groupsAfter() throws {
    let bench = try bench()
    let before = lines(try bench.answer("compare move on entities(court) by district"))
    #expect(before[1...2].map { Array($0[1...3]) } == [["玄武区", "1", "0"], ["秦淮区", "2", "0"]])
    let after = lines(try bench.answer("compare move on entities(court) by district after"))
    #expect(after[1] == ["move", "玄武区", "2", "+1", "0", "1"])
    #expect(after[2] == ["move", "秦淮区", "1", "−1", "1", "0"])
    #expect(try bench.answer("对比 move 看 主体数（失信） 按 所属区 措施后").contains("玄武区"))
  }

  @Test("Entities won or lost between two scenarios are rows, for lists made of others, updates and admissions too")
  func entities() throws {
    let bench = try bench()
    try bench.run("asof 2021-04-15\nlist both = court, names")
    func count(_ condition: String) throws -> String { try bench.answer("entities where \(condition) | count") }
    #expect(lines(try count("listed(court, in: base) and not listed(court, in: rule)"))[1] == ["1"])
    #expect(lines(try count("listed(court, in: back) and not listed(court, in: base)"))[1] == ["1"])
    #expect(lines(try count("listed(both, in: back) and not listed(both, in: base)"))[1] == ["1"])
    #expect(lines(try count("listed(both, in: base) and not listed(both, in: rule)"))[1] == ["0"])
    try bench.run("asof 2022-07-31")
    let won = "listed(court, in: base) and not listed(court, in: clean + rule)"
    #expect(lines(try bench.answer("entities where \(won) | by district")).suffix(2) == [["玄武区", "1"], ["秦淮区", "1"]])
  }

  @Test("A column that another list of the same file shares is updated through the list made of both")
  func updatesThroughUnions() throws {
    let bench = try bench()
    try bench.run(
      """
      list more of registry by code from "court.csv" key case { case text "案号"
        code text "代码"
        listed date "发布时间" since
        left date "移出时间" until
        clues flag "线索" yes "有" no "无" }
      list every = court, more
      scenario all_clear = update every set clues = no where clues is unknown
      """)
    #expect(try bench.answer("count(every where not clues)") == "2   2 – 4")
    #expect(
      lines(try bench.answer("compare all_clear on count(every where not clues)"))[1].prefix(3) == [
        "all_clear", "4", "+2",
      ])
    #expect(
      lines(try bench.answer("compare all_clear on count(more where not clues)"))[1].prefix(3) == [
        "all_clear", "2", "+1",
      ])
    #expect(try bench.failure("explain all_clear").isEmpty)
    try bench.run("scenario wrong = update court set clues = yes where not clues")
    #expect(lines(try bench.answer("compare wrong on count(every where clues)"))[1].prefix(3) == ["wrong", "3", "3"])
  }

  @Test("A prospective measure is explained and noted as a counterfactual")
  func prospective() throws {
    let bench = try bench()
    try bench.run("scenario later = prospective exempt court where not clues")
    let note = "acts on court to come; on today's stock it is a counterfactual and supplies no exits"
    #expect(try bench.answer("explain later").contains(note))
    #expect(try bench.answer("compare later on court_ratio").contains("later: \(note)"))
  }

  @Test("Why shows what an update and an admission do to a record")
  func traces() throws {
    let bench = try bench()
    let updated = try bench.answer("why \"丙公司\" in clean")
    #expect(updated.contains("clean: update fulfilled"))
    #expect(updated.contains("clues = no   unknown → no"))
    #expect(try bench.answer("why \"甲公司\" in clean").contains("update not fulfilled"))
    try bench.run("asof 2021-03-15")
    let admitted = try bench.answer("why \"丙公司\" in back")
    #expect(admitted.contains("comes onto court"))
    #expect(admitted.contains("back: admit fulfilled"))
    #expect(try bench.answer("why \"甲公司\" in back").contains("not needed: the record stands"))
  }
}
