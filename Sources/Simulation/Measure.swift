import Evaluation
import Language
import Tables
import Values

/// The place of a rule: the clause that a policy quotes above the measure that carries it out.
public struct Clause: Sendable, Hashable {
  /// Where it stands: the document and its headings, outermost first.
  public let path: String
  /// The words that are quoted.
  public let quotation: String?

  /// A clause with its place.
  public init(path: String, quotation: String?) {
    self.path = path
    self.quotation = quotation
  }
}

/// A scenario as it was defined.
public struct DefinedScenario: Sendable, Hashable {
  /// The definition.
  public let definition: ScenarioDefinition
  /// The clause under which it was defined, if in a policy.
  public let clause: Clause?

  /// A definition with its clause.
  public init(definition: ScenarioDefinition, clause: Clause? = nil) {
    self.definition = definition
    self.clause = clause
  }
}

/// One part of a measure's condition.
public struct ConditionPart: Sendable, Hashable {
  /// As it is computed, over a row of the measure's list.
  public let typed: TypedExpression
  /// As it was written, parameters replaced by their values. Printed when somebody wants to read it: of hundreds of
  /// points of a sweep nobody does.
  private let written: Expression
  private let naming: Naming

  /// A part of a condition.
  /// - Parameters:
  ///   - written: As it was written, parameters replaced by their values.
  ///   - typed: As it is computed.
  ///   - naming: The names around it.
  init(_ written: Expression, typed: TypedExpression, naming: Naming) {
    self.written = written
    self.typed = typed
    self.naming = naming
  }

  /// As it is read.
  public var text: Phrase { naming.text(of: written) }

  /// As it is said in words.
  public var words: Phrase {
    Phrase(
      PlainWords(tongue: .english, naming: naming).text(of: written),
      PlainWords(tongue: .chinese, naming: naming).text(of: written))
  }

  /// Parts that compute the same are the same, however they were written.
  public static func == (left: ConditionPart, right: ConditionPart) -> Bool { left.typed == right.typed }

  /// Hashes what it computes.
  public func hash(into hasher: inout Hasher) { hasher.combine(typed) }
}

extension Naming {
  /// An expression as it is read, in both tongues.
  func text(of expression: Expression) -> Phrase {
    Phrase(
      ExpressionPrinter(tongue: .english, naming: self).text(of: expression),
      ExpressionPrinter(tongue: .chinese, naming: self).text(of: expression))
  }
}

/// A step that changes a world: names resolved, parameters bound.
public struct Measure: Sendable, Hashable {
  /// A condition under which it does not act.
  public struct Exception: Sendable, Hashable {
    /// When.
    public let condition: ConditionPart
    /// The clause it rests on.
    public let citation: String?
  }

  /// What it does.
  public let action: MeasureSyntax.Action
  /// Whether it speaks of cases to come: on today's records it shows what would have been, and supplies no exits.
  public let isProspective: Bool
  /// The list that it acts on: a position in the schema.
  public let list: Int
  /// The columns that an update sets, by position, each with what it is to hold.
  public let assignments: [Assignment]
  /// What must hold, all of it; nothing for all records.
  public let conditions: [ConditionPart]
  /// When it does not act.
  public let exceptions: [Exception]
  /// The clause it rests on.
  public let citation: String?
  /// The clause under which its scenario stands in a policy.
  public let clause: Clause?
  /// The scenario that it belongs to, with its arguments.
  public let scenario: String
  /// The parameters and their values.
  public let parameters: [Parameter]

  /// Which records of some lists it can act on; all of a list that is not named.
  public var jurisdictions: [Jurisdiction] = []

  /// Which records of a list those who carry a measure out may remove.
  public struct Jurisdiction: Sendable, Hashable {
    /// The list.
    public let list: Int
    /// What must hold, over a row of the list.
    public let condition: TypedExpression

    /// The records of a list for which a condition holds.
    public init(list: Int, condition: TypedExpression) {
      self.list = list
      self.condition = condition
    }
  }

  /// A column of the measure's list and the expression over its rows that gives the new value.
  public struct Assignment: Sendable, Hashable {
    /// The column: a position in the list's schema.
    public let column: Int
    /// The value, computed in the world before.
    public let value: TypedExpression
    /// As it is read, parameters replaced by their values.
    public let text: Phrase
  }

  /// A parameter with its value.
  public struct Parameter: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its value.
    public let value: Value
    /// Whether it is the default.
    public let isDefault: Bool
  }

  /// The rule that it carries out: as it is cited, else the clause of the policy that it stands under, else what its
  /// last exception cites, as in a rule typed with one clause at its end. Nil when none was given.
  public var source: String? { citation ?? clause?.path ?? exceptions.last?.citation }

  /// Hashes where it came from, which tells nearly all measures apart; whether two are the same, all they hold says.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(list)
    hasher.combine(scenario)
    for parameter in parameters { hasher.combine(parameter.value) }
  }

  /// What must hold for a record to be matched, the exceptions aside.
  func matching(in evaluator: Evaluator) throws -> TruthPlanes {
    try matching(conditions.map { try evaluator.truth($0.typed, over: list) }, evaluator)
  }

  /// The same, where the truth of the conditions is known.
  func matching(_ parts: [TruthPlanes], _ evaluator: Evaluator) throws -> TruthPlanes {
    let matching =
      parts.first.map { parts.dropFirst().reduce($0) { $0 & $1 } }
      ?? TruthPlanes(repeating: true, count: evaluator.frame.graph.lists[list].rowCount)
    return try jurisdictions.isEmpty ? matching : matching & jurisdiction(over: list, evaluator)
  }

  /// Which rows of a list lie within the jurisdiction, those of a list made of others end to end.
  private func jurisdiction(over list: Int, _ evaluator: Evaluator) throws -> TruthPlanes {
    let data = evaluator.frame.graph.lists[list]
    var planes = TruthPlanes(repeating: true, count: data.members.isEmpty ? data.rowCount : 0)
    for member in data.members {
      let part = try jurisdiction(over: member.list, evaluator)
      planes.yes.append(contentsOf: part.yes)
      planes.unknown.append(contentsOf: part.unknown)
    }
    return try jurisdictions.filter { $0.list == list }.reduce(planes) {
      try $0 & evaluator.truth($1.condition, over: list)
    }
  }

  /// Where an exception holds.
  func excepting(in evaluator: Evaluator) throws -> TruthPlanes {
    try excepting(exceptions.map { try evaluator.truth($0.condition.typed, over: list) }, evaluator)
  }

  /// The same, where the truth of the exceptions' conditions is known.
  func excepting(_ parts: [TruthPlanes], _ evaluator: Evaluator) -> TruthPlanes {
    parts.reduce(TruthPlanes(repeating: false, count: evaluator.frame.graph.lists[list].rowCount)) { $0 | $1 }
  }
}
