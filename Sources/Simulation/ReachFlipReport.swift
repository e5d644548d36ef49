import Language
import Tables
import Values

/// A goal along a parameter's values, in words and as a table.
public struct ReachFlipReport: Sendable {
  private let point: ReachFlipPoint
  private let parameter: String
  private let goal: Goal
  private let remarks: [Phrase]

  /// A report.
  /// - Parameters:
  ///   - point: The flips that were found.
  ///   - parameter: What the parameter is called.
  ///   - goal: What is to be met.
  ///   - remarks: What else is to be said.
  public init(_ point: ReachFlipPoint, parameter: String, goal: Goal, remarks: [Phrase]) {
    (self.point, self.parameter, self.goal, self.remarks) = (point, parameter, goal, remarks)
  }

  /// The flips in words; a row a value for machines.
  public func answer() -> Answer {
    let columns = [
      ResultColumn(parameter), ResultColumn("exits", heading: Phrase("exits", "退出数")),
      ResultColumn(goal.metric.name, heading: goal.metric.heading),
      ResultColumn("meets", heading: Phrase("meets", "达标")),
    ]
    let rows = point.trials.map { trial -> [Cell] in
      [
        .value(trial.value), .value(.integer(trial.exits)), .ranged(trial.metric),
        .value(trial.verdict.asValue),
      ]
    }
    var notes = remarks
    if point.isThinned {
      notes.append(
        Phrase(
          "between the values tried the verdict is taken to change at most once", "假定相邻试算值之间结论至多改变一次"))
    }
    return Answer(ResultTable(columns: columns, rows: rows), as: .prose(prose), notes: notes)
  }

  private var prose: [Phrase] {
    guard let first = point.trials.first, let last = point.trials.last else { return [] }
    guard !point.flips.isEmpty else {
      return [
        word(first.verdict)
          + Phrase(
            " for every \(parameter) from \(text(first.value).english) to \(text(last.value).english)",
            "：\(parameter) 从 \(text(first.value).chinese) 到 \(text(last.value).chinese) 均如此"),
        line(first), line(last),
      ]
    }
    return point.flips.flatMap { flip in
      let (before, after) = (word(flip.before.verdict), word(flip.after.verdict))
      let (from, to) = (text(flip.before.value), text(flip.after.value))
      return [
        Phrase(
          "\(before.english) up to \(parameter) = \(from.english), \(after.english) from \(parameter) = \(to.english)",
          "\(parameter) 至 \(from.chinese) 时\(before.chinese)，自 \(to.chinese) 起\(after.chinese)"),
        line(flip.before), line(flip.after),
      ]
    }
  }

  private func line(_ trial: ReachFlipPoint.Trial) -> Phrase {
    let (value, metric) = (text(trial.value), ReachText.value(trial.metric, beside: goal.bound))
    let exits = ReachText.count(trial.exits)
    return Phrase(
      "  \(parameter) = \(value.english): \(metric.english), \(exits) exit\(ReachText.plural(trial.exits))",
      "  \(parameter)＝\(value.chinese)：\(metric.chinese)，退出 \(exits) 户")
  }

  private func text(_ value: Value) -> Phrase {
    Phrase(ExpressionPrinter(tongue: .english).literal(value), ExpressionPrinter(tongue: .chinese).literal(value))
  }

  private func word(_ verdict: Truth) -> Phrase {
    switch verdict {
    case .yes: Phrase("feasible", "可行")
    case .unknown: Phrase("feasible only if unknown facts turn out well", "仅当不详事实有利时可行")
    case .no: Phrase("not feasible", "不可行")
    }
  }
}
