import Language
import Tables
import Values

extension ScenarioComparison {
  /// What the reader should know besides.
  var notes: [Phrase] {
    var notes: [Phrase] = []
    if reference.label != Keyword.base.rawValue {
      notes.append(Phrase("changes are from \(reference.label)", "变化相对于 \(reference.label)"))
    }
    if isGroupedAfter {
      notes.append(
        Phrase(
          "groups are taken after the measures: who moved left one group and entered another",
          "按措施后的归属分组：迁移的主体计入迁出组的退出和迁入组的新入"))
    }
    // What a measure leaves open may hang on the ones before it.
    var opens: [Measure: Set<Int>] = [:]
    for step in candidates.flatMap(\.run.steps) where step.open.population > 0 {
      opens[step.measure, default: []].insert(step.open.population)
    }
    for candidate in candidates {
      for step in candidate.run.steps {
        notes += prospectNote(step)
        notes += idleNote(step, candidate.run)
        notes += openNote(step, counts: opens[step.measure] ?? [])
      }
      notes += candidate.run.conflicts.map(conflictNote)
    }
    return notes.reduce(into: []) { unique, note in if !unique.contains(note) { unique.append(note) } }
  }

  private func idleNote(_ step: ScenarioRun.Step, _ run: ScenarioRun) -> [Phrase] {
    let name = step.measure.scenario
    let verb = step.measure.action.words
    let list = run.base.graph.schema.lists[step.measure.list]
    switch run.idleness(of: step) {
    case nil: return []
    case .matchedNothing?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched nothing",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”没有匹配任何记录")
      ]
    case .alreadyOut(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all already out",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，均已不在名单")
      ]
    case .entitiesStay(let records, let entities)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) took \(grouped(records)) records, but their \(grouped(entities)) entities stay listed for other records",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”移出 \(grouped(records)) 条记录，但所涉 \(grouped(entities)) 户因其他记录仍在名单"
        )
      ]
    case .alreadyListed(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all of them listed already",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，均已在册")
      ]
    case .entitiesListed(let records, let entities)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) put on \(grouped(records)) records, but their \(grouped(entities)) entities were listed already for other records",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”列入 \(grouped(records)) 条记录，但所涉 \(grouped(entities)) 户已因其他记录在册"
        )
      ]
    case .alreadySo(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all of which say so already",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，内容均已如此")
      ]
    }
  }

  private func prospectNote(_ step: ScenarioRun.Step) -> [Phrase] {
    guard step.measure.isProspective else { return [] }
    let list = step.before.graph.schema.lists[step.measure.list]
    let prospect = Explanation.prospect(of: step.measure, list)
    return [
      Phrase(
        "\(step.measure.scenario): \(prospect.english)", "\(step.measure.scenario)：\(prospect.chinese)")
    ]
  }

  /// How many records a measure can't decide: said once, with the least and the most where that hangs on the measures
  /// before it.
  private func openNote(_ step: ScenarioRun.Step, counts: Set<Int>) -> [Phrase] {
    guard let least = counts.min(), let most = counts.max() else { return [] }
    let list = step.before.graph.schema.lists[step.measure.list]
    let scenario = step.measure.scenario
    let name = list.alias ?? list.name
    guard least < most else {
      return [
        Phrase(
          "\(scenario): \(grouped(most)) record\(most == 1 ? "" : "s") of \(list.name) can't be decided for want of facts: the range shows what \(most == 1 ? "it" : "they") could change",
          "\(scenario)：“\(name)”有 \(grouped(most)) 条记录因事实不详无法判定，区间给出其可能的影响")
      ]
    }
    return [
      Phrase(
        "\(scenario): \(grouped(least)) to \(grouped(most)) records of \(list.name), by the measures before it, can't be decided for want of facts: the range shows what they could change",
        "\(scenario)：“\(name)”有 \(grouped(least)) 至 \(grouped(most)) 条记录（视在先的措施而定）因事实不详无法判定，区间给出其可能的影响")
    ]
  }

  private func conflictNote(_ conflict: ScenarioRun.Conflict) -> Phrase {
    func name(_ measure: Measure) -> (english: String, chinese: String) {
      let source = measure.source
      return (
        measure.scenario + (source.map { " (\($0))" } ?? ""), measure.scenario + (source.map { "（\($0)）" } ?? "")
      )
    }
    let (first, second) = (name(conflict.first), name(conflict.second))
    switch conflict.kind {
    case .protected:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: one of \(first.english) and \(second.english) takes what the other protects; the first in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)一方移出、一方保护，以在先者为准")
    case .exemptAndExit:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: \(first.english) and \(second.english) both match, one as exempt and one as exit; the first in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)同时匹配，一为豁免、一为退出，以在先者为准")
    case .takenAndAdmitted:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: one of \(first.english) and \(second.english) takes off what the other puts on; the last in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)一方移出、一方新增，以在后者为准")
    case .updatedTwice:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: \(first.english) and \(second.english) set the same column to different values; the last in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)对同一列设置了不同的值，以在后者为准")
    }
  }
}

/// A count with its thousands separated.
private func grouped(_ count: Int) -> String { DecimalNotation.text(ofCount: count) }
