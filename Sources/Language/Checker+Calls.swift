import Values

extension Checker {
  mutating func call(
    _ name: Name, _ arguments: [Argument], receiver: Expression?, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    if Keyword(form: name.text) == .listed { return try listed(arguments, receiver: receiver, in: context, at: span) }
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
    if Keyword(form: name.text) == .share { return try share(arguments, receiver: receiver, in: context, at: span) }
    guard receiver == nil else {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` does not go after a dot", "“\(name.text)”不能写在点号之后"), at: name.span,
        notes: receiver.map { receiver in
          let call = "\(name.text)(\(receiver.span.text), …)"
          return [Phrase("write `\(call)`", "请写 `\(call)`")]
        } ?? [])
    }
    let keyword = Keyword(form: name.text)
    if let reading = keyword.flatMap({ Reading(rawValue: $0.rawValue) }) {
      return try self.reading(reading, arguments, in: context, at: span)
    }
    guard let function = keyword.flatMap({ Function(rawValue: $0.rawValue) }) else {
      let known = Function.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
      let forms = known.compactMap { Keyword(rawValue: $0)?.words }
      // A heading such as 罚款金额（万元） is read as a call where it lacks its brackets.
      let written = String(span.text)
      let isColumn = context.row.map { columnNames(of: $0).contains(written) } ?? false
      throw Diagnostic(
        .statement, Phrase("there is no function `\(name.text)`", "没有函数“\(name.text)”"), at: name.span,
        notes: isColumn
          ? [Phrase("a name with brackets is written `[\(written)]`", "含括号的名称请写成 `【\(written)】`")]
          : Nearness.notes(name.text, forms.flatMap { [$0.english, $0.chinese] }))
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

  /// `share(court where c)`: the part of a list's rows for which a condition holds.
  private mutating func share(
    _ arguments: [Argument], receiver: Expression?, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let name = Name(text: Keyword.count.rawValue, span: span)
    let whole: [Argument]
    switch (arguments.first?.value.kind, context) {
    case (.selection(let source, _)?, _) where arguments.count == 1:
      whole = [Argument(label: nil, value: source)]
    case (_?, .group) where arguments.count == 1:
      whole = []
    default:
      throw Diagnostic(
        .statement, Phrase("a share needs a condition: `share(court where …)`", "占比需要条件：`占比(失信被执行人 当 …)`"), at: span)
    }
    let part = try call(name, arguments, receiver: receiver, in: context, at: span)
    let all =
      whole.isEmpty
      ? try resolveCount(in: context, at: span)
      : try call(
        name, whole, receiver: receiver, in: context, at: span)
    return TypedExpression(.arithmetic(.divide, part, all), .percentage, span)
  }

  private func resolveCount(in context: Context, at span: SourceSpan) throws(Diagnostic) -> TypedExpression {
    guard case .group(let list) = context else { throw argumentCount(Keyword.share.rawValue, 1...1, at: span) }
    return TypedExpression(.aggregate(Aggregate(.count, list: list)), .integer, span)
  }

  /// `listed(court, in: base)`: whether the entity of the row at hand has a standing record, in this world or another.
  private mutating func listed(
    _ arguments: [Argument], receiver: Expression?, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    guard receiver == nil, let subject = arguments.first, subject.label == nil, arguments.count <= 2,
      arguments.count == 1 || arguments[1].label?.text == Keyword.in.rawValue
    else {
      throw Diagnostic(
        .statement,
        Phrase("write `listed(court)` or `listed(court, in: base)`", "请写 `在册(失信被执行人)` 或 `在册(失信被执行人, 于: 现状)`"),
        at: span)
    }
    guard let row = context.row, let registry = scope.schema.registry,
      row == registry || scope.schema.ancestors(of: row).contains(registry)
    else {
      throw Diagnostic(
        .statement, Phrase("`listed` is asked of a row's entity", "“在册”只能对一行所属的主体提问"), at: span,
        notes: [Phrase("as in `entities where listed(court)`", "如 `主体数 当 在册(失信被执行人)`")])
    }
    guard case .name(let name) = subject.value.kind, let list = scope.schema.list(named: name.text) else {
      throw notAList(Name(text: String(subject.value.span.text), span: subject.value.span))
    }
    _ = try aggregateType(.entities, nil, list: list, context: .whole, at: subject.value.span)
    var typed = TypedExpression(.aggregate(Aggregate(.any, list: list)), .flag, span)
    if arguments.count == 2 {
      typed = TypedExpression(.after(try scenario(arguments[1].value), typed), .flag, span)
    }
    return row == registry ? typed : TypedExpression(.ancestor(list: registry, typed), .flag, span)
  }

  /// An expression read as joined scenarios: names and calls with `+` between them.
  private func scenario(_ expression: Expression) throws(Diagnostic) -> ScenarioExpression {
    switch expression.kind {
    case .name(let name) where Keyword(form: name.text) == .base:
      return ScenarioExpression(terms: [], span: expression.span)
    case .name(let name):
      return ScenarioExpression(terms: [.init(name: name, arguments: [])], span: expression.span)
    case .call(nil, let name, let arguments):
      return ScenarioExpression(terms: [.init(name: name, arguments: arguments)], span: expression.span)
    case .binary(.add, let left, let right):
      return ScenarioExpression(
        terms: try scenario(left).terms + scenario(right).terms, span: expression.span)
    default:
      throw Diagnostic(.statement, Phrase("expected a scenario", "此处应为情景"), at: expression.span)
    }
  }

  // MARK: Aggregates

  private mutating func aggregate(
    _ function: AggregateFunction, _ name: Name, _ arguments: [Argument], in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    if case .group(let list) = context { return try groupAggregate(function, arguments, list, at: span) }
    let part = try part(of: function, arguments, at: span)
    guard arguments.count == (part == nil ? 1 : 2) else {
      throw argumentCount(name.text, part == nil ? 1...1 : 2...2, at: span)
    }
    let rows = try rows(arguments[0].value, for: function, in: context)
    let condition: TypedExpression? =
      if let condition = rows.condition { try self.condition(condition, in: .row(of: rows.list)) } else { nil }
    let argument: TypedExpression? =
      if let column = rows.column { try check(column, in: .row(of: rows.list)) } else { nil }
    let type = try aggregateType(function, argument, list: rows.list, context: context, at: span)
    return TypedExpression(
      .aggregate(
        Aggregate(
          function, list: rows.list, includesAll: rows.isAll, argument: argument, condition: condition, part: part)),
      type, span)
  }

  /// The part that a quantile is asked for: the second argument, from 0 to 1; nil for other functions.
  private func part(
    of function: AggregateFunction, _ arguments: [Argument], at span: SourceSpan
  ) throws(Diagnostic) -> Fraction? {
    guard function == .quantile else { return nil }
    guard let last = arguments.last, arguments.count == 2, case .literal(let value) = last.value.kind,
      let number = value.number, value.type != .money, number >= .zero, number <= Fraction(1)
    else {
      throw Diagnostic(
        .statement,
        Phrase(
          "a quantile needs a part from 0% to 100%: `quantile(penalties.fine, 90%)`",
          "分位数需要 0% 至 100% 的比例：`分位数(行政处罚.罚款金额, 90%)`"),
        at: span)
    }
    return number
  }

  private mutating func groupAggregate(
    _ function: AggregateFunction, _ arguments: [Argument], _ list: Int, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let part = try part(of: function, arguments, at: span)
    guard arguments.count <= (part == nil ? 1 : 2) else { throw argumentCount(function.rawValue, 0...1, at: span) }
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
      .aggregate(Aggregate(function, list: list, argument: argument, condition: condition, part: part)), type, span)
  }

  /// What stands in an aggregate's brackets: `court`, `all court`, `penalties.fine`, each with `where` or without.
  private func rows(
    _ expression: Expression, for function: AggregateFunction, in context: Context
  ) throws(Diagnostic) -> (list: Int, isAll: Bool, column: Expression?, condition: Expression?) {
    switch expression.kind {
    case .selection(let inner, let condition):
      let rows = try rows(inner, for: function, in: context)
      let both = rows.condition.map { Expression(kind: .binary(.and, $0, condition), span: expression.span) }
      return (rows.list, rows.isAll, rows.column, both ?? condition)
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
      .statement,
      Phrase(
        "expected a list, as in `\(function.rawValue)(court where …)`",
        "此处应为名单，如 `\(function.words.chinese)(失信被执行人 当 …)`"),
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
        "“\(name.text)”的行不隶属于“\(schema.lists[row].chineseName)”的行"), at: name.span, notes: notes)
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
            "“\(scope.schema.lists[list].chineseName)”不隶属于任何主体"), at: span,
          notes: [Phrase("count its rows: `count(…)`", "可对其行计数：`计数(…)`")])
      }
      return .integer
    case .first, .last:
      guard let argument else {
        throw Diagnostic(
          .statement,
          Phrase(
            "say which column: `\(function.rawValue)(searches.date)`", "请写明哪一列，如 `\(function.words.chinese)(查控.查控时间)`"),
          at: span)
      }
      guard scope.schema.lists[list].order != nil else {
        throw Diagnostic(
          .statement,
          Phrase(
            "the records of `\(scope.schema.lists[list].name)` have no date to be ordered by",
            "“\(scope.schema.lists[list].chineseName)”的记录没有可据以排序的日期"), at: span,
          notes: [Phrase("declare a column `on` or `since`", "请在声明中给某列加 `看` 或 `起`")])
      }
      return argument.type
    case .sum, .mean, .median, .quantile, .min, .max:
      guard let argument else {
        throw Diagnostic(
          .statement,
          Phrase(
            "say which column: `\(function.rawValue)(penalties.fine)`",
            "请写明哪一列，如 `\(function.words.chinese)(行政处罚.罚款金额)`"),
          at: span)
      }
      if function == .mean || function == .median || function == .quantile, context.row != nil {
        throw Diagnostic(
          .statement,
          Phrase("`\(function.rawValue)` is taken over whole lists", "“\(function.words.chinese)”只能对整个名单计算"),
          at: span,
          notes: [Phrase("divide `sum(…)` by `count(…)`", "可用 `求和(…)` 除以 `计数(…)`")])
      }
      let isOrdered = function == .min || function == .max
      guard let type = argument.type, type.isNumeric || (isOrdered && (type == .date || type == .month)) else {
        throw mismatch(isOrdered ? Phrase("a number or a date", "数或日期") : Phrase("a number", "数"), argument)
      }
      let isBetween = function == .mean || function == .median || function == .quantile
      return isBetween && type == .integer ? .decimal : type
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
      case .contains, .starts, .matches, .mod: 2...2
      case .workingDays, .monthsBetween, .deadline: 2...2
      case .coalesce: 2...8
      }
    guard counts.contains(arguments.count) else { throw argumentCount(function.rawValue, counts, at: span) }
    let first = arguments[0]
    switch function {
    case .round, .abs:
      guard first.type?.isNumeric ?? true else { throw mismatch(Phrase("a number", "数"), first) }
      if arguments.count == 2 {
        guard case .literal(.integer(let places)) = arguments[1].kind, (0...18).contains(places) else {
          throw mismatch(Phrase("a number of places from 0 to 18", "小数位数（0 至 18）"), arguments[1])
        }
      }
      return first.type
    case .mod:
      for number in arguments where number.type != .integer { throw mismatch(Phrase("a whole number", "整数"), number) }
      return .integer
    case .year, .day:
      guard first.type == .date || (function == .year && first.type == .month) else {
        throw mismatch(Phrase("a date", "日期"), first)
      }
      return .integer
    case .month:
      guard first.type == .date else { throw mismatch(Phrase("a date", "日期"), first) }
      return .month
    case .contains, .starts, .matches:
      guard first.type?.isText == true else { throw mismatch(Phrase("text", "文本"), first) }
      guard case .literal(.text) = arguments[1].kind else {
        throw mismatch(Phrase("a quoted text", "带引号的文本"), arguments[1])
      }
      return .flag
    case .workingDays, .monthsBetween:
      for date in arguments where date.type != .date { throw mismatch(Phrase("a date", "日期"), date) }
      return .integer
    case .deadline:
      guard first.type == .date else { throw mismatch(Phrase("a date", "日期"), first) }
      guard arguments[1].type == .duration else {
        throw mismatch(Phrase("a span of time, as `6 months`", "期限，如 `6个月`"), arguments[1])
      }
      guard arguments[1].isConstant else { throw Checker.varyingSpan(at: arguments[1].span) }
      return .date
    case .coalesce:
      var type = first.type
      for other in arguments.dropFirst() { type = try unified(first, other, at: span).2 ?? type }
      return type
    }
  }

  private func argumentCount(_ name: String, _ counts: ClosedRange<Int>, at span: SourceSpan) -> Diagnostic {
    let words = Keyword(form: name)?.words ?? .same(name)
    let (least, most) = (counts.lowerBound, counts.upperBound)
    let wanted =
      least == most
      ? Phrase("takes \(most)", "需要 \(most)")
      : least == 0
        ? Phrase("takes at most \(most)", "至多有 \(most)") : Phrase("takes \(least)–\(most)", "需要 \(least)–\(most)")
    return Diagnostic(
      .statement,
      Phrase("`\(words.english)` ", "“\(words.chinese)”") + wanted + Phrase(" argument\(most == 1 ? "" : "s")", " 个参数"),
      at: span)
  }
}
