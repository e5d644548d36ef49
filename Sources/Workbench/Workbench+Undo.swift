import Language
import Tables
import Values

// Taking definitions back.
extension Workbench {
  /// What a definition found, to come back to.
  struct Former: Sendable {
    let statement: Statement
    /// The state before, without its world.
    let state: State
  }

  /// How many definitions can be taken back.
  private static let mostFormer = 1000
  /// Rows that former states alone may keep alive.
  private static let mostFormerRows = 5_000_000

  /// Keeps the state that a definition found.
  func keepFormer(_ former: State, of statement: Statement) {
    guard statement.defines else { return }
    formerStates.append(Former(statement: statement, state: former.withoutWorld))
    if formerStates.count > Workbench.mostFormer { formerStates.removeFirst() }
    let current = Set(state.lists.values.map(\.number))
    // Rows come to be kept by former states alone where a list is read anew or goes.
    guard former.lists.values.contains(where: { !current.contains($0.number) }) else { return }
    let kept = formerStates.reduce(into: [Int: Int]()) { kept, former in
      for list in former.state.lists.values { kept[list.number] = list.rowsRead }
    }
    let rows = kept.filter { !current.contains($0.key) }.values.reduce(0, +)
    guard rows > Workbench.mostFormerRows else { return }
    formerStates = []
    hasForgottenFormer = true
  }

  /// Takes the last definition back.
  func undo(_ statement: Statement, origin: Origin) throws -> Answer {
    guard let former = formerStates.last else {
      throw Diagnostic(
        .statement, Phrase("there is nothing to take back", "没有可撤回的定义"), at: statement.span,
        notes: hasForgottenFormer
          ? [Phrase("the lists before were too large to keep beside the new ones", "此前的名单过大，未与新名单一并保留")] : [])
    }
    let restored: State
    do { restored = try former.state.withWorld(of: state) } catch is Interruption { throw Failure.interruptedStatement }
    formerStates.removeLast()
    state = restored
    let text = former.statement.firstLine(in: state.settings.tongue)
    let answer = Answer(prose: [
      Phrase("taken back: \(text)", "已撤回：\(text)"), Restoration(state).phrase(of: former.statement),
    ])
    // What nothing was asked of since leaves no trace; else the record tells what the answers rest on.
    if done.last?.statement == former.statement {
      done.removeLast()
    } else {
      done.append(Done(statement: statement, origin: origin, answer: answer, settings: state.settings))
    }
    return answer
  }
}

/// What is so again after a definition was taken back.
private struct Restoration {
  private let state: State
  private let printer = ExpressionPrinter(tongue: .english)

  init(_ state: State) { self.state = state }

  func phrase(of statement: Statement) -> Phrase {
    switch statement.kind {
    case .bind(let name, _): value(name, state.bindings[name.text].map { printer.literal($0.value) })
    case .given(let definition): given(definition.name)
    case .lock(let name): Phrase("`\(name.text)` can be given again", "“\(name.text)”可以重新给定")
    case .metric(let name, _, _): value(name, state.metrics[name.text].map { printer.text(of: $0.expression) })
    case .scenario(let definition): definitionBefore(definition.name, state.scenarios[definition.name.text] != nil)
    case .target(let definition): definitionBefore(definition.name, state.targets[definition.name.text] != nil)
    case .duty(let definition): definitionBefore(definition.name, state.duties[definition.name.text] != nil)
    case .list(let declaration): definitionBefore(declaration.name, state.lists[declaration.name.text] != nil)
    case .load(_, let list?, _): definitionBefore(list, state.lists[list.text] != nil)
    case .load: lists
    case .asof: Phrase("questions are about \(state.base.asof) again", "观察日恢复为 \(state.base.asof)")
    case .set(let name, _): setting(name)
    default: Phrase("all is as before", "一切如前")
    }
  }

  private func value(_ name: Name, _ text: String?) -> Phrase {
    guard let text else { return definitionBefore(name, false) }
    return Phrase("`\(name.text)` is \(text) again", "“\(name.text)”恢复为 \(text)")
  }

  private func given(_ name: Name) -> Phrase {
    guard let given = state.givens.named(name.text) else { return definitionBefore(name, false) }
    let value = given.value(on: state.base.asof)?.value ?? .unknown
    return self.value(name, printer.literal(value))
  }

  private func definitionBefore(_ name: Name, _ isBack: Bool) -> Phrase {
    isBack
      ? Phrase("`\(name.text)` is again as it was defined before", "“\(name.text)”恢复为先前的定义")
      : Phrase("`\(name.text)` is not defined any more", "“\(name.text)”不再有定义")
  }

  private var lists: Phrase {
    let names = state.lists.values.map { ($0.input.name, $0.input.alias ?? $0.input.name) }
    guard !names.isEmpty else { return Phrase("nothing is loaded any more", "不再有已导入的名单") }
    return Phrase(
      "loaded as before: \(names.map(\.0).joined(separator: ", "))", "恢复先前导入：\(names.map(\.1).joined(separator: "、"))")
  }

  private func setting(_ name: Name) -> Phrase {
    guard let setting = Setting(word: name.text) else { return Phrase("all is as before", "一切如前") }
    return value(name, setting.word(in: state.settings))
  }
}

extension Statement {
  /// How it begins in the canonical layout, without the path, which a saved session finds from elsewhere.
  fileprivate func firstLine(in tongue: Tongue) -> String {
    let lines = Formatter.text(of: source == nil ? self : reading("…"), else: tongue).split(separator: "\n")
    return lines.count > 1 ? lines[0] + " …" : lines.map(String.init).first ?? ""
  }

  /// Whether it changes what later statements mean, so that it can be taken back.
  fileprivate var defines: Bool {
    switch kind {
    case .load, .asof, .list, .bind, .given, .lock, .metric, .scenario, .target, .duty, .set: true
    case .pipeline, .assert, .why, .explain, .examples, .tour, .save, .undo, .recover, .help: false
    }
  }
}
