import Evaluation
import Language
import Tables
import Values

extension Decomposition {
  /// The decomposition as a table with a row a group, one for what isn't covered, and one for the whole.
  public func answer() throws -> Answer {
    let result = try result()
    var columns = keys.map { ResultColumn($0.name, heading: $0.heading) }
    columns += [
      ResultColumn("listed", heading: Phrase("listed", "现有")),
      ResultColumn("registered", heading: Phrase("registered", "登记")),
      ResultColumn("ratio", heading: Phrase("ratio", "占比")),
    ]
    columns += result.shares.map { ResultColumn($0.method.rawValue, heading: $0.method.heading) }
    func counts(_ listed: Int64, _ registered: Int64) throws -> [Cell] {
      let ratio: Cell =
        registered > 0 ? .value(.percentage(try Fraction(Int128(listed), over: Int128(registered)))) : .empty
      return [.value(.integer(listed)), .value(.integer(registered)), ratio]
    }
    func labelled(_ label: Phrase) -> [Cell] { [.phrase(label)] + keys.dropFirst().map { _ in .empty } }
    var rows = try result.groups.indices.map { group -> [Cell] in
      try result.groups[group].map(\.cell) + counts(result.listed[group], result.registered[group])
        + result.shares.map { result.isAssignable[group] ? .value(.integer($0.parts[group])) : .empty }
    }
    if result.shares.contains(where: { $0.uncovered > 0 }) {
      rows.append(
        labelled(Phrase("not covered", "缺口")) + [.empty, .empty, .empty]
          + result.shares.map { .value(.integer($0.uncovered)) })
    }
    rows.append(
      try labelled(Phrase("total", "合计")) + counts(result.whole.listed, result.whole.registered)
        + result.shares.map { _ in .value(.integer(result.gap.headline)) })
    return Answer(ResultTable(columns: columns, rows: rows), notes: try notes(result))
  }

  private func notes(_ result: Result) throws -> [Phrase] {
    func count(_ number: Int64) -> String { DecimalNotation.text(ofCount: Int(number)) }
    let gap = result.gap.headline
    guard gap > 0 else {
      return [Phrase("\(goal.name.english): kept already, no exit is missing", "\(goal.name.chinese)：已经达到，无需再退出")]
    }
    var notes = [
      Phrase("\(goal.name.english): exits missing: \(count(gap))", "\(goal.name.chinese)：尚缺退出 \(count(gap)) 户")
    ]
    if result.gap.low != result.gap.high {
      notes.append(
        Phrase(
          "\(count(result.gap.low)) to \(count(result.gap.high)) as unknown facts turn out; the parts are of the headline",
          "视不详事实而定，为 \(count(result.gap.low)) 至 \(count(result.gap.high)) 户；分解按名义值"))
    }
    let stray = zip(result.listed, result.isAssignable).reduce(Int64(0)) { $0 + ($1.1 ? 0 : $1.0) }
    if stray > 0 {
      notes.append(
        Phrase(
          "in no group: \(count(stray)); they get no part, and the groups carry all exits",
          "有 \(count(stray)) 户不属于任何一组，不分配任务，全部退出由各组承担"))
    }
    notes += try levelNote(result)
    for shares in result.shares where shares.uncovered > 0 {
      notes.append(
        Phrase(
          "\(shares.method.heading.english): \(count(gap - shares.uncovered)) can leave, \(count(shares.uncovered)) not covered",
          "\(shares.method.heading.chinese)：只能退出 \(count(gap - shares.uncovered)) 户，缺 \(count(shares.uncovered)) 户"))
    }
    if supply?.run.steps.contains(where: { $0.measure.action == .strike }) == true {
      notes.append(
        Phrase(
          "a strike counts as an exit here, over the population as it stands", "核减在此计为退出，总体按现状计算"))
    }
    return notes
  }

  /// Down to which ratio the first method brings the groups.
  private func levelNote(_ result: Result) throws -> [Phrase] {
    guard let equal = result.shares.first(where: { $0.method == .equal }), equal.uncovered == 0 else { return [] }
    let left = try result.groups.indices.filter { equal.parts[$0] > 0 && result.registered[$0] > 0 }.map {
      try Fraction(Int128(result.listed[$0] - equal.parts[$0]), over: Int128(result.registered[$0]))
    }
    guard let level = left.max() else { return [] }
    let text = try (level * Fraction(100)).text(places: 3)
    let all = result.isAssignable.filter { $0 }.count
    return [
      Phrase(
        "equal: brings \(left.count) of \(all) groups down to \(text)% at most",
        "等比：\(all) 组中有 \(left.count) 组降至不高于 \(text)%")
    ]
  }
}
