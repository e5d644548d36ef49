import Evaluation
import Language
import Tables
import Values

/// Which records and entities measures would take on the base, each by itself: what two of them share, and what only
/// one takes.
public struct Overlap: Sendable {
  /// What a measure or a pair takes: surely, in the headline, and perhaps.
  public struct Taking: Sendable, Hashable {
    /// Records of lists, without rows of the registry.
    public let records: RangedValue
    /// Entities that those records are about, or that leave the population; a remainder counts for its weight. A record
    /// whose entity can't be identified counts as one, or perhaps not.
    public let entities: RangedValue
  }

  /// The measures, in the written order.
  public let measures: [Measure]
  /// The world that each of them is run on.
  public let base: World
  private let shadows: [Shadow]

  /// Runs each measure on the base.
  /// - Throws: `Failure` where a condition can't be computed; `Interruption`.
  public init(of measures: [Measure], over base: World) throws {
    self.measures = measures
    self.base = base
    shadows = try measures.map { measure in
      try Interruption.check()
      return try Shadow(of: measure, on: base)
    }
  }

  /// What a measure takes.
  public func taking(_ measure: Int) -> Taking { taking(shadows[measure]) }

  /// What two measures both take: records that both match, and entities that each has a record of.
  public func common(_ first: Int, _ second: Int) -> Taking { taking(shadows[first].common(with: shadows[second])) }

  /// What no other measure takes.
  public func own(_ measure: Int) -> Taking {
    taking(
      shadows.indices.filter { $0 != measure }.reduce(shadows[measure]) { $0.subtracting(shadows[$1]) })
  }

  private func taking(_ shadow: Shadow) -> Taking {
    return Taking(
      records: RangedValue(
        low: .integer(shadow.records(\.low)), headline: .integer(shadow.records(\.headline)),
        high: .integer(shadow.records(\.high))),
      entities: RangedValue(
        low: .integer(shadow.entities(\.low, withUnidentified: false, on: base.graph)),
        headline: .integer(shadow.entities(\.headline, withUnidentified: true, on: base.graph)),
        high: .integer(shadow.entities(\.high, withUnidentified: true, on: base.graph))))
  }

  // MARK: The answer

  /// For each measure what it takes and what only it takes, then for each pair what both take.
  public func answer() throws -> Answer {
    let labels = Attribution.labels(of: measures, in: base.graph.schema)
    func row(_ first: Phrase, _ second: Phrase, _ taking: Taking) -> [Cell] {
      [.phrase(first), .phrase(second), .ranged(taking.records), .ranged(taking.entities)]
    }
    var rows: [[Cell]] = []
    for measure in measures.indices {
      rows.append(row(labels[measure], Phrase("takes", "移出"), taking(measure)))
      rows.append(row(labels[measure], Phrase("only it takes", "仅其移出"), own(measure)))
    }
    for first in measures.indices {
      for second in measures.indices.dropFirst(first + 1) {
        try Interruption.check()
        let both = Phrase("and \(labels[second].english)", "与 \(labels[second].chinese)")
        rows.append(row(labels[first], both, common(first, second)))
      }
    }
    let columns = [
      ResultColumn("measure", heading: Phrase("measure", "措施")), ResultColumn("part", heading: Phrase("part", "范围")),
      ResultColumn("records", heading: Phrase("records", "记录数")),
      ResultColumn("entities", heading: Phrase("entities", "主体数")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows), notes: notes(labels))
  }

  private func notes(_ labels: [Phrase]) -> [Phrase] {
    var notes = [
      Phrase(
        "each measure by itself, on the base; both take an entity where each takes a record of it",
        "各措施分别在现状上计算；两项措施各移出同一主体的记录，即计为共同主体")
    ]
    for (position, measure) in measures.enumerated() {
      let written = measures.enumerated().contains { other, writer in
        other < position && measure.reads(whatIsWrittenBy: writer, in: base.graph.schema)
      }
      guard written else { continue }
      notes.append(
        Phrase(
          "\(labels[position].english) reads what a measure before it changes: in order it may take others",
          "\(labels[position].chinese)所看的内容受在先措施影响，按顺序实施时移出的可能不同"))
    }
    return notes
  }
}
