import Values

extension Checker {
  mutating func call(
    _ name: Name, _ arguments: [Argument], receiver: Expression?, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    if let label = arguments.lazy.compactMap(\.label).first {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` has no parameter `\(label.text)`", "“\(name.text)”没有参数“\(label.text)”"),
        at: label.span)
    }
    if let function = AggregateFunction(name: name.text) {
      guard let receiver else { return try aggregate(function, name, arguments, in: context, at: span) }
      let owner = try owner(receiver, in: context)
      let inner = try aggregate(function, name, arguments, in: .row(of: owner), at: span)
      return context.row == owner ? inner : TypedExpression(.ancestor(list: owner, inner), inner.type, span)
    }
    guard receiver == nil else {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` does not go after a dot", "“\(name.text)”不能写在点号之后"), at: name.span)
    }
    let keyword = Keyword(form: name.text)
    if let reading = keyword.flatMap({ Reading(rawValue: $0.rawValue) }) {
      return try self.reading(reading, arguments, in: context, at: span)
    }
    guard let function = keyword.flatMap({ Function(rawValue: $0.rawValue) }) else {
      let known = Function.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
      let forms = known.compactMap { Keyword(rawValue: $0)?.words }
      throw Diagnostic(
        .statement, Phrase("there is no function `\(name.text)`", "没有函数“\(name.text)”"), at: name.span,
        notes: Nearness.notes(name.text, forms.flatMap { [$0.english, $0.chinese] }))
    }
    var typed: [TypedExpression] = []
    for argument in arguments { typed.append(try check(argument.value, in: context)) }
    let type = try resultType(of: function, typed, at: span)
    return TypedExpression(.function(function, typed), type, span)
  }

  private mutating func reading(
    _ reading: Reading, _ arguments: [Argument], in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    guard arguments.count == 1 else { throw argumentCount(reading.rawValue, 1...1, at: span) }
    guard context.row == nil else {
      throw Diagnostic(
        .statement, Phrase("a row's value has no range to read", "一行的值没有可取的区间"), at: span)
    }
    let inner = try check(arguments[0].value, in: context)
    return TypedExpression(.reading(reading, inner), inner.type, span)
  }

  // MARK: Aggregates

  private mutating func aggregate(
    _ function: AggregateFunction, _ name: Name, _ arguments: [Argument], in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    if case .group(let list) = context { return try groupAggregate(function, arguments, list, at: span) }
    guard arguments.count == 1 else { throw argumentCount(name.text, 1...1, at: span) }
    let rows = try rows(arguments[0].value, for: function, in: context)
    let condition: TypedExpression? =
      if let condition = rows.condition { try self.condition(condition, in: .row(of: rows.list)) } else { nil }
    let argument: TypedExpression? =
      if let column = rows.column { try check(column, in: .row(of: rows.list)) } else { nil }
    let type = try aggregateType(function, argument, list: rows.list, context: context, at: span)
    return TypedExpression(
      .aggregate(
        Aggregate(function, list: rows.list, includesAll: rows.isAll, argument: argument, condition: condition)),
      type, span)
  }

  private mutating func groupAggregate(
    _ function: AggregateFunction, _ arguments: [Argument], _ list: Int, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    guard arguments.count <= 1 else { throw argumentCount(function.rawValue, 0...1, at: span) }
    var argument: TypedExpression?
    var condition: TypedExpression?
    if let value = arguments.first?.value {
      switch (function, value.kind) {
      case (_, .selection(let column, let rows)):
        argument = try check(column, in: .row(of: list))
        condition = try self.condition(rows, in: .row(of: list))
      case (.count, _), (.entities, _), (.any, _): condition = try self.condition(value, in: .row(of: list))
      default: argument = try check(value, in: .row(of: list))
      }
    }
    let type = try aggregateType(function, argument, list: list, context: .whole, at: span)
    return TypedExpression(
      .aggregate(Aggregate(function, list: list, argument: argument, condition: condition)), type, span)
  }

  /// What stands in an aggregate's brackets: `court`, `all court`, `penalties.fine`, each with `where` or without.
  private func rows(
    _ expression: Expression, for function: AggregateFunction, in context: Context
  ) throws(Diagnostic) -> (list: Int, isAll: Bool, column: Expression?, condition: Expression?) {
    switch expression.kind {
    case .selection(let inner, let condition):
      let rows = try rows(inner, for: function, in: context)
      return (rows.list, rows.isAll, rows.column, condition)
    case .all(let inner):
      let rows = try rows(inner, for: function, in: context)
      return (rows.list, true, rows.column, rows.condition)
    case .name(let name):
      return (try list(name, in: context), false, nil, nil)
    case .member(let receiver, let column):
      guard case .name(let name) = receiver.kind else { break }
      let list = try list(name, in: context)
      return (list, false, Expression(kind: .name(column), span: column.span), nil)
    default: break
    }
    throw Diagnostic(
      .statement, Phrase("expected a list, as in `\(function.rawValue)(court where …)`", "此处应为名单，如 `计数(失信被执行人 当 …)`"),
      at: expression.span)
  }

  /// A list by name; around a row, one whose rows belong to it.
  private func list(_ name: Name, in context: Context) throws(Diagnostic) -> Int {
    let schema = scope.schema
    guard let list = schema.list(named: name.text) else { throw notAList(name) }
    guard let row = context.row, !schema.ancestors(of: list).contains(row) else { return list }
    var notes: [Phrase] = []
    if let registry = schema.registry, schema.ancestors(of: list).contains(registry) {
      notes = [
        Phrase(
          "the entity's own are counted with `entity.count(\(name.text))`", "同一主体的可写 `主体.计数(\(name.text))`")
      ]
    }
    throw Diagnostic(
      .statement,
      Phrase(
        "rows of `\(name.text)` do not belong to a row of `\(schema.lists[row].name)`",
        "“\(name.text)”的行不隶属于“\(schema.lists[row].name)”的行"), at: name.span, notes: notes)
  }

  /// The error for a name that is no list.
  public func notAList(_ name: Name) -> Diagnostic {
    let known = scope.schema.lists.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }
    let notes =
      known.isEmpty
      ? [Checker.nothingLoaded]
      : Nearness.notes(name.text, known)
    return Diagnostic(
      .statement, Phrase("`\(name.text)` is not a list", "“\(name.text)”不是名单"), at: name.span, notes: notes)
  }

  private func aggregateType(
    _ function: AggregateFunction, _ argument: TypedExpression?, list: Int, context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> ValueType? {
    switch function {
    case .count, .any:
      return function == .any ? .flag : .integer
    case .entities:
      guard context.row == nil else {
        throw Diagnostic(
          .statement, Phrase("entities are counted over whole lists", "主体数只能对整个名单计算"), at: span,
          notes: [Phrase("count the rows: `count(…)`", "可以计数：`计数(…)`")])
      }
      guard let registry = scope.schema.registry,
        list == registry || scope.schema.ancestors(of: list).contains(registry)
      else {
        throw Diagnostic(
          .statement,
          Phrase(
            "`\(scope.schema.lists[list].name)` belongs to no entity",
            "“\(scope.schema.lists[list].name)”不隶属于任何主体"), at: span,
          notes: [Phrase("count its rows: `count(…)`", "可对其行计数：`计数(…)`")])
      }
      return .integer
    case .sum, .mean, .min, .max:
      guard let argument else {
        throw Diagnostic(
          .statement, Phrase("say which column: `\(function.rawValue)(penalties.fine)`", "请写明哪一列，如 `求和(行政处罚.罚款金额)`"),
          at: span)
      }
      if function == .mean, context.row != nil {
        throw Diagnostic(
          .statement, Phrase("a mean is taken over whole lists", "平均只能对整个名单计算"), at: span,
          notes: [Phrase("divide `sum(…)` by `count(…)`", "可用 `求和(…)` 除以 `计数(…)`")])
      }
      let isOrdered = function == .min || function == .max
      guard let type = argument.type, type.isNumeric || (isOrdered && (type == .date || type == .month)) else {
        throw mismatch(isOrdered ? Phrase("a number or a date", "数或日期") : Phrase("a number", "数"), argument)
      }
      return function == .mean && type == .integer ? .decimal : type
    }
  }

  // MARK: Functions

  private func resultType(
    of function: Function, _ arguments: [TypedExpression], at span: SourceSpan
  ) throws(Diagnostic) -> ValueType? {
    let counts: ClosedRange<Int> =
      switch function {
      case .round: 1...2
      case .abs, .year, .month, .day: 1...1
      case .contains, .starts: 2...2
      case .coalesce: 2...8
      }
    guard counts.contains(arguments.count) else { throw argumentCount(function.rawValue, counts, at: span) }
    let first = arguments[0]
    switch function {
    case .round, .abs:
      guard first.type?.isNumeric ?? true else { throw mismatch(Phrase("a number", "数"), first) }
      if arguments.count == 2 {
        guard case .literal(.integer(let places)) = arguments[1].kind, (0...18).contains(places) else {
          throw mismatch(Phrase("a number of places from 0 to 18", "0 至 18 的小数位数"), arguments[1])
        }
      }
      return first.type
    case .year, .day:
      guard first.type == .date || (function == .year && first.type == .month) else {
        throw mismatch(Phrase("a date", "日期"), first)
      }
      return .integer
    case .month:
      guard first.type == .date else { throw mismatch(Phrase("a date", "日期"), first) }
      return .month
    case .contains, .starts:
      guard first.type?.isText == true else { throw mismatch(Phrase("text", "文本"), first) }
      guard case .literal(.text) = arguments[1].kind else {
        throw mismatch(Phrase("a quoted text", "带引号的文本"), arguments[1])
      }
      return .flag
    case .coalesce:
      var type = first.type
      for other in arguments.dropFirst() { type = try unified(first, other, at: span).2 ?? type }
      return type
    }
  }

  private func argumentCount(_ name: String, _ counts: ClosedRange<Int>, at span: SourceSpan) -> Diagnostic {
    let wanted = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound)–\(counts.upperBound)"
    return Diagnostic(
      .statement, Phrase("`\(name)` takes \(wanted) arguments", "“\(name)”需要 \(wanted) 个参数"), at: span)
  }
}
