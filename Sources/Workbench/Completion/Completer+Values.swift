import Evaluation
import Language
import Tables
import Values

// What can stand where an expression goes on with a value.
extension Completer {
  func addValues(within place: CompletionPlace, to matches: inout CandidateMatches) {
    switch place.innermost {
    case .comparison(let left)?:
      guard !addValues(of: left, within: place, to: &matches) else {
        matches.isExclusive = true
        return
      }
    case .goal?:
      for target in state.targets.values { matches.add(target, meaning: Phrase("target", "目标")) }
    case .setting(let name)?:
      for value in Setting(word: name.text)?.values ?? [] { matches.add(value, .same("")) }
      matches.isExclusive = true
      return
    case .label(let name)? where Keyword(form: name.text) == .in:
      matches.isExclusive = true
      return addScenarios(to: &matches)
    case .scenario?, .label?:
      matches.isExclusive = true
      return addConstants(to: &matches)
    case .source?:
      addLists(state.schema.lists.indices, to: &matches)
      matches.add(.all)
    case .argument(let name, let receiver, let position)?:
      guard !addArguments(of: name, receiver, at: position, within: place, to: &matches) else {
        matches.isExclusive = true
        return
      }
    default: break
    }
    addAnything(within: place, to: &matches)
  }

  private func addAnything(within place: CompletionPlace, to matches: inout CandidateMatches) {
    switch place.subject {
    case .whole:
      addDefinitions(to: &matches)
      for function in AggregateFunction.allCases { addFunction(function.rawValue, to: &matches) }
      matches.addFunction(.share)
      for reading in Reading.allCases { addFunction(reading.rawValue, to: &matches) }
    case .row(let list):
      addColumns(within: place, to: &matches)
      addOwners(of: list, to: &matches)
      if state.schema.lists.contains(where: { $0.parent == list }) {
        addAggregatesAroundRows(to: &matches)
      }
      matches.addFunction(.listed)
      addConstants(to: &matches)
    case .group:
      matches.add(Keyword.count.words, Phrase("records", "记录数"))
      matches.add(Keyword.entities.words, Phrase("entities", "主体数"))
      for function in AggregateFunction.allCases where function != .count && function != .entities {
        addFunction(function.rawValue, to: &matches)
      }
      matches.addFunction(.share)
      matches.isExclusive = true
      return
    case .table(_, let isGrouping):
      if isGrouping {
        matches.add(Keyword.count.words, Phrase("rows", "行数"))
        for function in AggregateFunction.allCases where function != .count && function != .entities {
          addFunction(function.rawValue, to: &matches)
        }
        matches.isExclusive = true
        return
      }
      addColumns(within: place, to: &matches)
    }
    for function in Function.allCases { addFunction(function.rawValue, to: &matches) }
  }

  private func addFunction(_ name: String, to matches: inout CandidateMatches) {
    if let keyword = Keyword(rawValue: name) { matches.addFunction(keyword) }
  }

  // MARK: Columns

  /// The columns that an expression can name: those that the rows have by now first, then the list's own and those of
  /// what the list belongs to.
  func addColumns(within place: CompletionPlace, to matches: inout CandidateMatches) {
    let isWanted = wanted(within: place)
    switch place.subject {
    case .table(let table, _):
      for (column, type) in zip(table.columns, table.types)
      where column.detail != .hidden && type.map(isWanted) ?? true {
        matches.addComputed(
          column.name, heading: column.heading.text(in: .chinese), meaning: type?.name ?? .same(""))
      }
    case .row(let list), .group(let list):
      for (column, typed) in (try? place.flow?.shownColumns()) ?? []
      where !column.name.contains("(") && typed.type.map(isWanted) ?? true {
        matches.addName(
          column.name, alias: column.heading.text(in: .chinese), meaning: typed.type?.name ?? .same(""))
      }
      addColumns(of: list, isWanted, to: &matches)
      for ancestor in state.schema.ancestors(of: list) { addColumns(of: ancestor, isWanted, to: &matches) }
    case .whole: break
    }
  }

  /// Which types of columns are of use: those that a function takes, or that can be compared with the other side.
  private func wanted(within place: CompletionPlace) -> (ValueType) -> Bool {
    if let left = place.comparand, let type = place.type(of: left, in: empty) {
      return {
        $0 == type || ($0.isText && type.isText)
          || ($0.isNumeric && type.isNumeric && ($0 == .money) == (type == .money))
      }
    }
    return place.isWanted ?? { _ in true }
  }

  private func addColumns(
    of list: Int, _ isWanted: (ValueType) -> Bool, to matches: inout CandidateMatches
  ) {
    for column in state.schema.lists[list].columns where isWanted(column.type) {
      matches.addName(column.name, alias: column.heading, meaning: column.type.name)
    }
  }

  /// What a row belongs to, with the dot before its columns.
  private func addOwners(of list: Int, to matches: inout CandidateMatches) {
    let ancestors = state.schema.ancestors(of: list)
    for owner in ancestors where owner != state.schema.registry {
      let schema = state.schema.lists[owner]
      matches.addName(schema.name, alias: schema.alias, meaning: Phrase("belongs to", "所隶属"), end: ".")
    }
    guard list == state.schema.registry || ancestors.contains(where: { $0 == state.schema.registry }) else { return }
    let words = Keyword.entity.words
    matches.addName(words.english, alias: words.chinese, meaning: Phrase("the row's entity", "该行的主体"), end: ".")
  }

  /// What can stand behind a dot: columns, and around a row what is counted of its owner's records.
  func addMembers(within place: CompletionPlace, to matches: inout CandidateMatches) {
    guard case .member(let receiver)? = place.innermost, let owner = place.owner(receiver) else { return }
    addColumns(of: owner, wanted(within: place), to: &matches)
    guard place.row != nil, state.schema.lists.contains(where: { $0.parent == owner }) else { return }
    addAggregatesAroundRows(to: &matches)
  }

  /// The functions of the records that belong to a row; the others are taken over whole lists.
  private func addAggregatesAroundRows(to matches: inout CandidateMatches) {
    let functions: [AggregateFunction] = [.count, .any, .sum, .first, .last, .min, .max]
    for function in functions { addFunction(function.rawValue, to: &matches) }
  }

  // MARK: Arguments

  /// What a function of records takes. - Returns: Whether nothing else can stand there.
  private func addArguments(
    of name: Name, _ receiver: Expression?, at position: Int, within place: CompletionPlace,
    to matches: inout CandidateMatches
  ) -> Bool {
    guard let keyword = Keyword(form: name.text) else { return state.scenarios.named(name.text) != nil }
    if keyword == .listed {
      guard position == 0 else { return true }
      let lists = state.schema.lists.indices.filter { list in
        state.schema.registry.map { state.schema.ancestors(of: list).contains($0) } ?? false
      }
      addLists(lists, to: &matches)
      return true
    }
    guard keyword.isAggregate, position == 0 else { return false }
    switch place.subject {
    case .whole:
      addLists(state.schema.lists.indices, to: &matches)
      matches.add(.all)
      return true
    case .row(let list) where place.flow == nil || receiver != nil:
      addLists(children(of: list), to: &matches)
      return true
    case .row(let list):
      // Around a stage's groups the rows' own columns, around a row's condition what belongs to the row.
      guard place.isOverGroups else {
        addLists(children(of: list), to: &matches)
        return true
      }
      return false
    case .group, .table: return false
    }
  }

  /// The lists whose rows belong to a list's, directly or in turn.
  private func children(of list: Int) -> [Int] {
    state.schema.lists.indices.filter { state.schema.ancestors(of: $0).contains(list) }
  }

  // MARK: Values of columns

  /// What a column that stands alone on the other side can be equal to. - Returns: Whether it has such values.
  private func addValues(
    of left: Expression, within place: CompletionPlace, to matches: inout CandidateMatches
  ) -> Bool {
    guard let (list, position) = column(left, within: place) else { return false }
    let column = state.graph.lists[list].table.columns[position]
    switch column.type {
    case .flag:
      for keyword in [Keyword.yes, .no] { matches.add(keyword) }
      return true
    case .category, .text:
      matches.addTexts(of: column)
      return column.type == .category || matches.isEmptyHanded
    default: return false
    }
  }

  /// The column of a list that an expression names, directly or through what a row belongs to.
  private func column(_ expression: Expression, within place: CompletionPlace) -> (list: Int, position: Int)? {
    let row: Int?
    var name: String
    switch (expression.kind, place.subject) {
    case (.member(let receiver, let member), _): (row, name) = (place.owner(receiver), member.text)
    case (.name(let bare), .row(let list)): (row, name) = (list, bare.text)
    case (.name(let bare), .table): (row, name) = (place.source, bare.text)
    default: return nil
    }
    guard let row else { return nil }
    if case .name(let renamed)? = place.flow?.unfolded(expression).kind { name = renamed.text }
    for list in [row] + state.schema.ancestors(of: row) {
      if let position = state.schema.lists[list].column(named: name) { return (list, position) }
    }
    return nil
  }
}
