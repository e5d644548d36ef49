import Tables
import Values

extension ReachReport {
  /// What was assumed, what stands in doubt, and how far the sets are proved.
  func notes() throws -> [Phrase] {
    var notes = study.remarks
    for supply in findings.supplies where supply.options.count == 1 {
      let name = label(supply.options)
      if supply.exits == RangedCount(0), findings.gap != nil {
        notes.append(Phrase("\(name): frees no entity alone", "\(name)：单独不能使任何主体退出"))
      }
      if supply.undecided > 0 {
        let count = ReachText.count(Int64(supply.undecided))
        notes.append(
          Phrase(
            "\(name): \(count) record\(ReachText.plural(Int64(supply.undecided))) can't be decided for want of facts",
            "\(name)：有 \(count) 条记录因事实不详无法判定"))
      }
    }
    notes += proofs()
    if let forecast = findings.forecast { notes += assumptions(forecast.schedules.headline.timeline) }
    return notes
  }

  private func proofs() -> [Phrase] {
    [findings.smallest, findings.cheapest].compactMap { $0 }.enumerated().compactMap { position, chosen in
      guard let bound = chosen.bound else { return nil }
      let text = bound.shortestText(maximumPlaces: 2, grouping: true)
      return position == 0
        ? Phrase(
          "whether a set of fewer measures would do is not proved: at least \(text) are needed, \(chosen.outcome.chosen.count) were found",
          "是否有更少的措施未获证明：至少需 \(text) 项，现找到 \(chosen.outcome.chosen.count) 项")
        : Phrase(
          "whether a cheaper set would do is not proved: none costs less than \(text), this one \(chosen.cost.shortestText(maximumPlaces: 2, grouping: true))",
          "是否有更低的成本未获证明：不会低于 \(text)，现找到 \(chosen.cost.shortestText(maximumPlaces: 2, grouping: true))")
    }
  }

  private func assumptions(_ timeline: ReachTimeline) -> [Phrase] {
    var missing: [Phrase] = []
    if timeline.inflow == nil { missing.append(Phrase("inflow", "流入")) }
    if timeline.lag == nil { missing.append(Phrase("lag", "滞后")) }
    if timeline.growth == nil { missing.append(Phrase("growth", "增长")) }
    var notes: [Phrase] = []
    if !missing.isEmpty {
      notes.append(
        Phrase(
          "assumed to be 0, as not given: \(missing.map(\.english).joined(separator: ", "))",
          "未给出，假定为 0：\(missing.map(\.chinese).joined(separator: "、"))"))
    }
    if timeline.capacity == nil, study.options.contains(where: { $0.capacity == nil }) {
      notes.append(
        Phrase(
          "assumed without a bound, as not given: capacity; all exits are carried out in the first month",
          "未给出能力，假定不受限：全部退出在第一个月办结"))
    }
    if timeline.inflow != nil {
      notes.append(Phrase("who comes onto the lists is taken to stay until then", "假定新增主体届时均未退出"))
    }
    return notes
  }
}
