import Evaluation
import Language
import Tables
import Values

extension ReachReport {
  /// The answer as a drafter would give it: the verdict first, then what it rests on.
  func prose() throws -> [Phrase] {
    var lines = try verdict()
    lines += today()
    lines += supply()
    lines += sets()
    return lines
  }

  // MARK: The verdict

  private func verdict() throws -> [Phrase] {
    var parts: [Phrase] = []
    let deadline = findings.forecast?.schedules.headline.timeline.deadline
    let day = deadline.map { Phrase(" by \($0)", "（截至 \($0)）") } ?? .same("")
    switch findings.verdict {
    case .yes:
      parts.append(
        study.goal.isMet(by: findings.valueBefore) == .yes && deadline == nil
          ? Phrase("met already", "现已达标") : Phrase("feasible", "可行") + day)
    case .unknown: parts.append(try condition() + day)
    case .no: parts.append(Phrase("not feasible", "不可行") + day)
    }
    if let forecast = findings.forecast {
      parts += pace(forecast)
      parts += first(forecast)
    } else {
      let bound = study.goal.bound
      let name = study.goal.metric.heading
      let (before, after) = (
        ReachText.value(findings.valueBefore.headline), ReachText.value(findings.valueUsed, beside: bound)
      )
      parts.append(
        Phrase(
          "\(name.english) goes from \(before.english) to \(after.english)",
          "\(name.chinese)由 \(before.chinese) 变为 \(after.chinese)"))
      parts += shortfall()
    }
    // A condition has a line of its own; else two statements fit into one.
    let first = findings.verdict == .unknown ? 1 : 2
    func joined(_ parts: some Collection<Phrase>) -> Phrase {
      Phrase(parts.map(\.english).joined(separator: " · "), parts.map(\.chinese).joined(separator: " · "))
    }
    let rest = parts.dropFirst(first)
    return [joined(parts.prefix(first))] + (rest.isEmpty ? [] : [.same("  ") + joined(rest)])
  }

  /// What would have to turn out so that the goal is met.
  private func condition() throws -> Phrase {
    let words = Phrase("only if", "仅当")
    guard let balance = findings.balance else {
      return words + Phrase(" facts that are unknown turn out well", "不详事实有利时可行")
    }
    var (count, whole) = (findings.used.counted.high, findings.used.whole.low)
    if let forecast = findings.forecast, let months = forecast.monthsToDeadline {
      let month = try forecast.schedules.high.month(months)
      (count, whole) = (month.shown, month.whole)
    }
    let open = findings.used.counted.high - findings.used.counted.low
    guard let needed = balance.missingExits(count, of: whole), needed <= open else {
      return words + Phrase(" facts that are unknown turn out well", "不详事实有利时可行")
    }
    return Phrase(
      "only if \(ReachText.count(needed)) of \(ReachText.count(open)) entities in doubt turn out to be off the lists",
      "仅当存疑的 \(ReachText.count(open)) 户中有 \(ReachText.count(needed)) 户确已不在名单时可行")
  }

  /// By how much even the best case misses.
  private func shortfall() -> [Phrase] {
    guard findings.verdict == .no else { return [] }
    if let balance = findings.balance,
      let missing = balance.missingExits(findings.used.counted.low, of: findings.used.whole.high), missing > 0
    {
      return [
        Phrase(
          "\(ReachText.count(missing)) exits are missing even at best", "最好情形仍缺退出 \(ReachText.count(missing)) 户")
      ]
    }
    let best = study.goal.isUpperBound ? findings.valueUsed.low : findings.valueUsed.high
    let text = ReachText.value(best, places: 4)
    return [Phrase("at best \(text.english)", "最好为 \(text.chinese)")]
  }

  private func pace(_ forecast: ReachForecast) -> [Phrase] {
    guard let need = forecast.need, let pace = need.pace else {
      guard forecast.need?.exits ?? 0 > 0 else { return [] }
      return [Phrase("no exit from now on would show by then", "届时新退出尚不能体现")]
    }
    guard let has = forecast.pace else {
      return [
        Phrase(
          "needs \(ReachText.count(pace)) exit\(ReachText.plural(pace)) a month", "需每月退出 \(ReachText.count(pace)) 户")
      ]
    }
    let text = has.shortestText(maximumPlaces: 1, grouping: true)
    return [
      Phrase(
        "needs \(ReachText.count(pace)) exit\(ReachText.plural(pace)) a month, has \(text)",
        "需每月退出 \(ReachText.count(pace)) 户，能力为每月 \(text) 户")
    ]
  }

  private func first(_ forecast: ReachForecast) -> [Phrase] {
    guard let first = forecast.firstMet else {
      let never = Phrase("never met at this pace", "照此进度始终不能达标")
      // The pace alone may do, and the measures still run out of records.
      guard let need = forecast.need?.exits, let supply = findings.supplies.last?.exits, supply.headline < need else {
        return [never]
      }
      return [
        never
          + Phrase(
            ": \(ReachText.count(need)) exits are needed by then, the measures supply \(ReachText.count(supply))",
            "：届时需退出 \(ReachText.count(need)) 户，各项措施合计供给 \(ReachText.count(supply)) 户")
      ]
    }
    var text =
      first.number == 0 ? Phrase("met today", "现已达标") : Phrase("met in \(first.day.month)", "\(first.day.month) 达标")
    let (low, high) = (forecast.firstMetRange.low, forecast.firstMetRange.high)
    if low?.number != high?.number {
      let ends = (low.map { "\($0.day.month)" } ?? "…", high.map { "\($0.day.month)" } ?? "…")
      text = text + Phrase(" (\(ends.0) – \(ends.1))", "（\(ends.0) – \(ends.1)）")
    }
    if let months = forecast.monthsToDeadline, first.number <= months, findings.verdict == .no {
      text = text + Phrase(", but not held", "，但未能保持")
    }
    return [text]
  }

  // MARK: Today

  private func today() -> [Phrase] {
    guard let gap = findings.gap else {
      let (now, bound) = (
        ReachText.value(findings.valueBefore, beside: study.goal.bound), ReachText.value(study.goal.bound)
      )
      return [Phrase("  today \(now.english), bound \(bound.english)", "  现为 \(now.chinese)，界限 \(bound.chinese)")]
    }
    let count = ReachText.count(findings.before.counted.headline)
    guard let exits = gap.exits else {
      return [Phrase("  not even all \(count) exits would do", "  即使 \(count) 户全部退出也不能达标")]
    }
    guard exits > 0 else { return [] }
    var range = Phrase.same("")
    if let low = gap.exitsRange.low, let high = gap.exitsRange.high, low != high {
      let ends = ReachText.count(from: low, to: high)
      range = Phrase(" (\(ends))", "（\(ends)）")
    }
    let of = Phrase(" of \(count)", "，存量 \(count) 户")
    var lines = [
      Phrase(
        "  \(ReachText.count(exits)) exit\(ReachText.plural(exits)) \(exits == 1 ? "is" : "are") missing today",
        "  现尚缺退出 \(ReachText.count(exits)) 户") + range + of
    ]
    if let strikes = gap.strikes, strikes != exits {
      lines[0] =
        lines[0]
        + Phrase("; \(ReachText.count(strikes)) if they are struck", "；若以核减计则为 \(ReachText.count(strikes)) 户")
    }
    if let band = gap.band {
      let wholes = ReachText.count(from: band.wholes.lowerBound, to: band.wholes.upperBound)
      let ends = ReachText.count(from: band.exits.lowerBound, to: band.exits.upperBound)
      let share = ReachText.value(findings.valueBefore.headline)
      switch study.openWhole {
      case .rounding?:
        lines.append(
          Phrase(
            "  \(ends) over all wholes that give \(share.english) (\(wholes))",
            "  总数取四舍五入后同为 \(share.chinese) 的各值（\(wholes)）时为 \(ends) 户"))
      case .bounds?, nil:
        lines.append(Phrase("  \(ends) over the whole's bounds (\(wholes))", "  总数在上下限之间（\(wholes)）时为 \(ends) 户"))
      }
    }
    return lines
  }

  // MARK: Supply

  private func supply() -> [Phrase] {
    guard findings.gap != nil else { return metricSupply() }
    var lines = findings.supplies.map { supply in
      let exits = ReachText.count(supply.exits)
      guard supply.options.count == 1 else {
        let alone = findings.supplies.dropLast().reduce(0) { $0 + $1.exits.headline }
        let overlap = alone - supply.exits.headline
        let text = Phrase("  together: \(exits)", "  合计：\(exits) 户")
        guard overlap != 0 else { return text }
        return text
          + (overlap > 0
            ? Phrase(" (\(ReachText.count(overlap)) less than their sum)", "（比各项之和少 \(ReachText.count(overlap)) 户）")
            : Phrase(" (\(ReachText.count(-overlap)) more than their sum)", "（比各项之和多 \(ReachText.count(-overlap)) 户）"))
      }
      let name = label(supply.options)
      return Phrase(
        "  \(name): \(exits) exit\(supply.exits == RangedCount(1) ? "" : "s")", "  \(name)：\(exits) 户")
    }
    if lines.count == 1, findings.smallest != nil, findings.smallest?.outcome.chosen == [0] { lines = [] }
    return lines
  }

  private func metricSupply() -> [Phrase] {
    findings.supplies.map { supply in
      let value = ReachText.value(supply.value, beside: study.goal.bound)
      let name = supply.options.count == 1 ? Phrase.same(label(supply.options)) : Phrase("together", "合计")
      return Phrase("  \(name.english): \(value.english)", "  \(name.chinese)：\(value.chinese)")
    }
  }

  // MARK: Sets

  private func sets() -> [Phrase] {
    guard let smallest = findings.smallest, !smallest.outcome.chosen.isEmpty else { return [] }
    guard findings.verdict == .yes else {
      return describe(smallest, Phrase("smallest set that may do", "有望达标的最少措施"))
    }
    guard let cheapest = findings.cheapest, cheapest.outcome.chosen != smallest.outcome.chosen else {
      return describe(smallest, Phrase("smallest and cheapest set", "措施最少、成本最低"))
    }
    let cheap = study.hasCosts ? Phrase("cheapest set", "成本最低") : Phrase("set with the fewest exits", "退出最少")
    return describe(smallest, Phrase("smallest set", "措施最少")) + describe(cheapest, cheap)
  }

  private func describe(_ chosen: ReachFindings.Chosen, _ name: Phrase) -> [Phrase] {
    let exits = chosen.outcome.exits.reduce(0, +)
    let value = ReachText.value(chosen.value, beside: study.goal.bound)
    let label = label(chosen.outcome.chosen)
    var text = Phrase(
      "  \(name.english): \(label), \(ReachText.count(exits)) exit\(ReachText.plural(exits)), \(value.english)",
      "  \(name.chinese)：\(label)，退出 \(ReachText.count(exits)) 户，\(value.chinese)")
    if study.hasCosts {
      let cost = ReachText.value(costValue(chosen.cost))
      text = text + Phrase(", cost \(cost.english)", "，成本 \(cost.chinese)")
    }
    var lines = [text]
    if let use = chosen.partialUse, use.records < use.recordsInAll {
      let order = study.orderText.map { Phrase(" by \($0.english)", "（按\($0.chinese)）") } ?? Phrase("", "")
      let option = study.options[use.option].label
      lines.append(
        Phrase(
          "    the first \(ReachText.count(Int64(use.records))) of \(option)'s \(ReachText.count(Int64(use.recordsInAll))) records\(order.english) suffice: \(ReachText.count(use.exits)) exits",
          "    \(option) 的 \(ReachText.count(Int64(use.recordsInAll))) 条记录取前 \(ReachText.count(Int64(use.records))) 条\(order.chinese)即可，退出 \(ReachText.count(use.exits)) 户"
        ))
    }
    return lines
  }
}
