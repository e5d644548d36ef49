import Values

/// Resolves names and types, before anything runs. Every mistake it finds says where, what was expected, and what
/// comes near.
public struct Checker {
  /// Where an expression is computed.
  public enum Context: Sendable, Hashable {
    /// Once, over whole lists.
    case whole
    /// For each row of a list.
    case row(of: Int)
    /// Once a group of a list's rows: bare aggregates are over the group.
    case group(of: Int)
  }

  let scope: any Scope
  /// Metrics being resolved, so that one that uses itself is refused.
  private var open: [String] = []

  /// A checker that resolves names in a scope.
  public init(_ scope: any Scope) { self.scope = scope }

  /// An expression of any type.
  public mutating func check(_ expression: Expression, in context: Context) throws(Diagnostic) -> TypedExpression {
    switch expression.kind {
    case .literal(let value):
      return TypedExpression(.literal(value), value.type, expression.span)
    case .name(let name):
      return try resolve(name, in: context)
    case .member(let receiver, let name):
      return try member(name, of: receiver, in: context, at: expression.span)
    case .call(let receiver, let name, let arguments):
      return try call(name, arguments, receiver: receiver, in: context, at: expression.span)
    case .unary(.not, let operand):
      let operand = try condition(operand, in: context)
      return TypedExpression(.not(operand), .flag, expression.span)
    case .unary(.negate, let operand):
      return try negation(of: operand, in: context, at: expression.span)
    case .binary(let sign, let left, let right):
      return try binary(sign, left, right, in: context, at: expression.span)
    case .between(let operand, let low, let high):
      let lower = try comparison(.greaterOrEqual, operand, low, in: context, at: expression.span)
      let upper = try comparison(.lessOrEqual, operand, high, in: context, at: expression.span)
      return TypedExpression(.and(lower, upper), .flag, expression.span)
    case .membership(let operand, let members):
      return try membership(operand, members, in: context, at: expression.span)
    case .knownness(let operand, let isKnown):
      let operand = try check(operand, in: context)
      let known = TypedExpression(.isKnown(operand), .flag, expression.span)
      return isKnown ? known : TypedExpression(.not(known), .flag, expression.span)
    case .conditional(let condition, let first, let second):
      let condition = try self.condition(condition, in: context)
      let (first, second, type) = try unified(
        check(first, in: context), check(second, in: context), at: expression.span)
      return TypedExpression(.conditional(condition, first, second), type, expression.span)
    case .all, .selection:
      throw Diagnostic(
        .statement, Phrase("rows are not a value", "一组记录不是一个值"), at: expression.span,
        notes: [Phrase("count them: `count(…)`", "可用 `计数(…)` 求其数目")])
    }
  }

  /// A condition: yes, no or unknown.
  public mutating func condition(_ expression: Expression, in context: Context) throws(Diagnostic) -> TypedExpression {
    let typed = try check(expression, in: context)
    guard typed.type == .flag || typed.type == nil else {
      throw Diagnostic(
        .statement,
        Phrase(
          "expected a condition, found \(Checker.name(typed).english)", "此处应为条件，却是\(Checker.name(typed).chinese)"),
        at: expression.span,
        notes: typed.isConstant
          ? []
          : [
            Phrase(
              "compare it with a value: `\(expression.span.text) = …`", "请与某个值比较：`\(expression.span.text) ＝ …`")
          ])
    }
    return TypedExpression(typed.kind, .flag, typed.span)
  }

  // MARK: Names

  private mutating func resolve(_ name: Name, in context: Context) throws(Diagnostic) -> TypedExpression {
    if let row = context.row, let found = column(name, from: row) { return found }
    if case .group(let list) = context, let function = AggregateFunction(name: name.text),
      function == .count || function == .entities
    {
      return TypedExpression(.aggregate(Aggregate(function, list: list)), .integer, name.span)
    }
    switch scope.definition(named: name.text) {
    case .value(let value)?: return TypedExpression(.literal(value), value.type, name.span)
    case .metric(let expression)?: return try metric(name, expression, in: context)
    case .missing(let message, let notes)?: throw Diagnostic(.statement, message, at: name.span, notes: notes)
    case nil: break
    }
    if Keyword(form: name.text) == .asof {
      return TypedExpression(.literal(.date(scope.asof)), .date, name.span)
    }
    throw unknown(name, in: context)
  }

  private mutating func metric(
    _ name: Name, _ expression: Expression, in context: Context
  ) throws(Diagnostic) -> TypedExpression {
    guard context == .whole else {
      throw Diagnostic(
        .statement, Phrase("the metric `\(name.text)` is not a property of a row", "指标“\(name.text)”不是一行的属性"),
        at: name.span, notes: [Phrase("bind it first: `let x = \(name.text)`", "可先绑定：`令 x = \(name.text)`")])
    }
    guard !open.contains(name.text) else {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` is defined by itself", "“\(name.text)”的定义引用了自身"), at: name.span)
    }
    open.append(name.text)
    defer { open.removeLast() }
    let typed = try check(expression, in: .whole)
    return TypedExpression(typed.kind, typed.type, name.span)
  }

  /// A column of a row, of its parents, or of its entity.
  private func column(_ name: Name, from list: Int) -> TypedExpression? {
    if let position = scope.schema.lists[list].column(named: name.text) {
      return .column(position, type: scope.schema.lists[list].columns[position].type, at: name.span)
    }
    for ancestor in scope.schema.ancestors(of: list) {
      guard let position = scope.schema.lists[ancestor].column(named: name.text) else { continue }
      let type = scope.schema.lists[ancestor].columns[position].type
      return TypedExpression(
        .ancestor(list: ancestor, .column(position, type: type, at: name.span)), type, name.span)
    }
    return nil
  }

  private mutating func member(
    _ name: Name, of receiver: Expression, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let owner = try self.owner(receiver, in: context)
    guard let position = scope.schema.lists[owner].column(named: name.text) else {
      throw unknown(name, in: .row(of: owner))
    }
    let column = TypedExpression.column(
      position, type: scope.schema.lists[owner].columns[position].type, at: name.span)
    guard context.row != owner else { return column }
    return TypedExpression(.ancestor(list: owner, column), column.type, span)
  }

  /// The list that stands before a dot: an ancestor of the row at hand, or the row's own list.
  func owner(_ receiver: Expression, in context: Context) throws(Diagnostic) -> Int {
    guard let row = context.row else {
      throw Diagnostic(
        .statement, Phrase("there is no row here to read a column of", "此处没有可取列值的行"), at: receiver.span,
        notes: scope.schema.lists.isEmpty
          ? [Checker.nothingLoaded] : [Phrase("add it up: `sum(penalties.fine)`", "可以汇总：`求和(行政处罚.罚款金额)`")])
    }
    if case .name(let name) = receiver.kind {
      let list = Keyword(form: name.text) == .entity ? scope.schema.registry : scope.schema.list(named: name.text)
      if let list, list == row || scope.schema.ancestors(of: row).contains(list) { return list }
      if let list, scope.schema.ancestors(of: list).contains(row) {
        throw Diagnostic(
          .statement,
          Phrase(
            "a row of `\(scope.schema.lists[row].name)` can have many rows of `\(name.text)`",
            "“\(scope.schema.lists[row].chineseName)”的一行可以有多行“\(name.text)”"), at: receiver.span,
          notes: [Phrase("count them, or take one: `max(\(name.text).…)`", "可以计数，或取其一：`最大(\(name.text).…)`")])
      }
    }
    let owners = ([row] + scope.schema.ancestors(of: row)).map { scope.schema.lists[$0] }
    throw Diagnostic(
      .statement,
      Phrase(
        "`\(receiver.span.text)` is not what a row of `\(scope.schema.lists[row].name)` belongs to",
        "“\(scope.schema.lists[row].chineseName)”的行并不隶属于“\(receiver.span.text)”"), at: receiver.span,
      notes: [
        Phrase(
          "it belongs to: \((owners.map(\.name) + ["entity"]).joined(separator: ", "))",
          "它隶属于：\((owners.map(\.chineseName) + ["主体"]).joined(separator: "、"))")
      ])
  }

  /// What to say where a name may be missing because no data are there.
  static let nothingLoaded = Phrase(
    "nothing is loaded yet: `load \"Datasets/nanjing-2022\"`", "尚未导入数据：`导入 \"Datasets/nanjing-2022\"`")
}

extension Checker.Context {
  /// The list whose row is at hand.
  var row: Int? {
    if case .row(let list) = self { return list }
    return nil
  }
}

extension AggregateFunction {
  /// The function that a word names, in either tongue.
  init?(name: String) {
    guard let keyword = Keyword(form: name) else { return nil }
    self.init(rawValue: keyword.rawValue)
  }

  /// The function's word in both tongues.
  var words: Phrase { Keyword(rawValue: rawValue)?.words ?? .same(rawValue) }
}
