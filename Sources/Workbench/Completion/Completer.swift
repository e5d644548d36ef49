import Language
import Terminal
import Values

/// What could stand at the cursor: whatever the parser would take there, with the names that are loaded and defined.
struct Completer {
  /// How many candidates are named; of more, only the number is told.
  static let limit = 200

  let state: State
  /// The folder that relative paths start from.
  let folder: String
  /// The same state without a row.
  let empty: State

  var tongue: Tongue { state.settings.tongue }

  init(state: State, folder: String) {
    self.state = state
    self.folder = folder
    empty = (try? state.withoutRows()) ?? State()
  }

  /// The candidates at a cursor, in Unicode scalars from the text's start.
  func completion(of text: String, at cursor: Int) -> Completion {
    let scalars = text.unicodeScalars
    let caret = scalars.index(scalars.startIndex, offsetBy: cursor, limitedBy: scalars.endIndex) ?? scalars.endIndex
    guard let continuation = Parser.continuation(of: String(scalars[..<caret])) else { return .none }
    let start = scalars.distance(
      from: scalars.startIndex, to: text.utf8.index(text.startIndex, offsetBy: continuation.start))
    var matches = CandidateMatches(continuation, behind: scalars[caret...].first, in: tongue)
    for expectation in sorted(continuation.expectations) {
      add(expectation, to: &matches)
    }
    return matches.completion(replacing: start..<cursor)
  }

  /// In the parser's order, but what may stand before any value at all comes last.
  private func sorted(_ expectations: [Expectation]) -> [Expectation] {
    func isPrefix(_ expectation: Expectation) -> Bool {
      expectation.kind == .keyword(.not) || expectation.kind == .keyword(.if)
    }
    return expectations.filter { !isPrefix($0) } + expectations.filter(isPrefix)
  }

  private func add(_ expectation: Expectation, to matches: inout CandidateMatches) {
    switch expectation.kind {
    case .keyword(let keyword):
      if isOfUse(keyword, expectation.surroundings) { matches.add(keyword) }
    case .word(let words): matches.add(words, .same(""))
    case .symbol(let symbol):
      if symbol == .pipe || isOfUse(nil, expectation.surroundings) { matches.add(symbol) }
    case .topic: for topic in Help.topics { matches.addTopic(topic) }
    case .text(let role): addTexts(role, to: &matches)
    case .name(let role):
      addNames(role, within: CompletionPlace(expectation.surroundings, in: empty), to: &matches)
    case .value:
      addValues(within: CompletionPlace(expectation.surroundings, in: empty), to: &matches)
    }
  }

  /// Whether an operator makes sense behind its operand: a list's rows are no value, and only conditions are joined.
  private func isOfUse(_ keyword: Keyword?, _ surroundings: [Expectation.Surrounding]) -> Bool {
    guard case .operand(let operand)? = surroundings.last else { return true }
    let place = CompletionPlace(surroundings, in: empty)
    if case .name(let name) = operand.kind, place.isWhole, state.definition(named: name.text) == nil,
      place.list(of: operand) != nil
    {
      return false
    }
    let type = place.type(of: operand, in: empty)
    switch keyword {
    case .and?, .or?: return type == nil || type == .flag
    case .in?, .not?, .between?: return type != .flag
    default: return true
    }
  }

  private func addTexts(_ role: Expectation.TextRole, to matches: inout CandidateMatches) {
    switch role {
    case .input, .output: FileCandidates(folder: folder, isOutput: role == .output).add(to: &matches)
    case .entity: addEntityNames(to: &matches)
    case .free: break
    }
  }

  private func addNames(
    _ role: Expectation.NameRole, within place: CompletionPlace, to matches: inout CandidateMatches
  ) {
    switch role {
    case .new: break
    case .list: addLists(state.schema.lists.indices, to: &matches)
    case .column: addColumns(within: place, to: &matches)
    case .member: addMembers(within: place, to: &matches)
    case .scenario: addScenarios(to: &matches)
    case .given:
      for given in state.givens.values where !given.isLocked { matches.add(given, meaning: Phrase("given", "前提")) }
    case .setting: for setting in Setting.allCases { matches.add(setting.words, setting.meaning) }
    case .showing:
      for topic in Showing.topics.values { matches.add(topic, .same("")) }
      addLists(state.schema.lists.indices, to: &matches)
    case .parameter: addParameters(within: place, to: &matches)
    }
  }

  // MARK: Names

  func addLists(_ lists: some Sequence<Int>, to matches: inout CandidateMatches) {
    for list in lists {
      let schema = state.schema.lists[list]
      let other = schema.alias ?? (list == state.schema.registry ? Keyword.registry.words.chinese : nil)
      matches.addName(schema.name, alias: other, meaning: Phrase("list", "名单"))
    }
  }

  func addScenarios(to matches: inout CandidateMatches) {
    for scenario in state.scenarios.values { matches.add(scenario, meaning: Phrase("scenario", "情景")) }
    matches.add(Keyword.base.words, Phrase("the world before any measure", "采取措施之前"))
  }

  func addDefinitions(to matches: inout CandidateMatches) {
    for metric in state.metrics.values { matches.add(metric, meaning: Phrase("metric", "指标")) }
    addConstants(to: &matches)
  }

  /// What has one value, whichever rows are asked about.
  func addConstants(to matches: inout CandidateMatches) {
    for given in state.givens.values { matches.add(given, meaning: Phrase("given", "前提")) }
    for binding in state.bindings.values { matches.add(binding, meaning: Phrase("value", "值")) }
  }

  private func addParameters(within place: CompletionPlace, to matches: inout CandidateMatches) {
    switch place.innermost {
    case .scenario(let name)?: addParameters(of: name.text, to: &matches)
    case .argument(let name, nil, let position)?:
      addParameters(of: name.text, to: &matches)
      if Keyword(form: name.text) == .listed, position > 0 {
        matches.addLabel(Keyword.in.rawValue, meaning: Phrase("a scenario", "情景"))
      }
    default: break
    }
  }

  private func addParameters(of scenario: String, to matches: inout CandidateMatches) {
    guard let definition = state.scenarios.named(scenario)?.definition else { return }
    for parameter in definition.parameters {
      let fallback = parameter.fallback.map { "= \(ExpressionPrinter(tongue: tongue).text(of: $0))" }
      matches.addLabel(parameter.name.text, meaning: .same(fallback ?? ""))
    }
  }

  private func addEntityNames(to matches: inout CandidateMatches) {
    guard let registry = state.schema.registry,
      let column = state.graph.lists[registry].table.column("name")
    else { return }
    matches.addTexts(of: column)
  }
}
