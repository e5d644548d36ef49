import Language
import Tables
import Values

// Typed expressions become kernels: everything that does not differ from row to row is done here, once.
extension Evaluator {
  /// The value of an expression that is the same for every row; nil where rows decide.
  private func constant(_ expression: TypedExpression) throws -> Value? {
    if case .literal(let value) = expression.kind { return value }
    return expression.isConstant ? try value(of: expression).headline : nil
  }

  func truthKernel(_ expression: TypedExpression, _ list: Int) throws -> any TruthKernel {
    switch expression.kind {
    case .literal(let value):
      return ConstantTruth(answer: Truth(value))
    case .column(let position):
      let column = try graph.lists[list].table.columns[position].made()
      guard case .flags(let flags) = column.storage else { return ConstantTruth(answer: .unknown) }
      return FlagColumn(flags: flags, known: column.known)
    case .ancestor(let ancestor, let inner):
      return GatheredTruth(
        planes: try truth(inner, over: ancestor), ancestors: graph.owners(in: ancestor, of: list))
    case .not(let operand):
      return Negation(operand: try truthKernel(operand, list))
    case .and(let left, let right):
      return Conjunction(left: try truthKernel(left, list), right: try truthKernel(right, list))
    case .or(let left, let right):
      return Disjunction(left: try truthKernel(left, list), right: try truthKernel(right, list))
    case .compare(let sign, let left, let right):
      return try comparison(sign, left, right, list)
    case .isKnown(let operand):
      return Knownness(operand: try knowable(operand, list))
    case .isOneOf(let operand, let values):
      return try membership(operand, values, list)
    case .conditional(let condition, let first, let second):
      return ConditionalTruth(
        condition: try truthKernel(condition, list), first: try truthKernel(first, list),
        second: try truthKernel(second, list))
    case .function(let function, let arguments) where function.testsText:
      guard let part = try constant(arguments[1]) else { return ConstantTruth(answer: .unknown) }
      let operand = try textKernel(arguments[0], list)
      if function == .contains, case .text(let text) = part,
        let passes = try operand.dictionary.codesContaining(text)
      {
        let column = operand as? TextColumn
        return column.map { CodeTest($0.codes, known: $0.known, passes: passes) } ?? TextTest(operand, passes: passes)
      }
      return try textTest(operand) {
        Truth((try? Scalars.call(function, [.text($0), part], type: .flag)) ?? .unknown) == .yes
      }
    case .after(let scenarios, let inner):
      return StoredTruth(planes: try evaluator(after: scenarios).truth(inner, over: list))
    case .function(.coalesce, let arguments):
      return try arguments.dropFirst().reduce(try truthKernel(arguments[0], list)) { kernel, next in
        ConditionalTruth(
          condition: Knownness(operand: .truth(kernel), countsIntervals: true), first: kernel,
          second: try truthKernel(next, list))
      }
    case .aggregate(let aggregate):
      guard aggregate.function == .any else { return try outermostTruth(aggregate, list) }
      return ChildCountThreshold(counts: try childCounts(aggregate, for: list), sign: .greaterOrEqual, threshold: 1)
    case .function, .arithmetic, .negate, .reading:
      return ConstantTruth(answer: .unknown)
    }
  }

  private func knowable(_ expression: TypedExpression, _ list: Int) throws -> Knownness.Operand {
    switch expression.type {
    case .flag?, nil: .truth(try truthKernel(expression, list))
    case .text?, .category?: .text(try textKernel(expression, list))
    default: .number(try numberKernel(expression, list))
    }
  }

  private func comparison(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ list: Int
  ) throws -> any TruthKernel {
    if let value = try constant(left), try constant(right) == nil {
      return try comparison(sign.mirrored, right, TypedExpression.constant(value, like: left), list)
    }
    switch left.type {
    case .flag?:
      let equality = TruthEquality(left: try truthKernel(left, list), right: try truthKernel(right, list))
      return sign == .equal ? equality : Negation(operand: equality)
    case .text?, .category?:
      let operand = try textKernel(left, list)
      if case .text(let text)? = try constant(right) {
        return try textTest(operand) { Scalars.compare(sign, .text($0), .text(text)) == .yes }
      }
      return TextComparison(sign, operand, try textKernel(right, list))
    default:
      if let value = try constant(right) { return try threshold(sign, numberKernel(left, list), value) }
      let (first, second) = try aligned(numberKernel(left, list), numberKernel(right, list), at: left.span)
      return NumberComparison(sign: sign, left: first, right: second)
    }
  }

  /// A comparison with one number, moved to a whole multiple of the column's unit, so that nothing is rounded.
  private func threshold(_ sign: BinaryOperator, _ operand: any NumberKernel, _ value: Value) throws -> any TruthKernel
  {
    let scaled: Fraction
    switch value {
    case .money(let fen): scaled = Fraction(fen)
    case .date(let date): scaled = Fraction(date.dayNumber)
    case .month(let month): scaled = Fraction(month.monthNumber)
    default:
      guard let number = value.number, let product = try? number * Fraction(powerOfTen(operand.places)) else {
        return ConstantTruth(answer: .unknown)
      }
      scaled = product
    }
    let floor =
      (scaled.numerator - (scaled.numerator % scaled.denominator + scaled.denominator) % scaled.denominator)
      / scaled.denominator
    if scaled.isWhole {
      guard let whole = Int64(exactly: floor) else { return outside(sign, isAbove: floor > 0, operand) }
      return threshold(operand, sign, whole)
    }
    guard let below = Int64(exactly: floor), below < .max else { return outside(sign, isAbove: floor > 0, operand) }
    switch sign {
    case .less, .lessOrEqual: return threshold(operand, .lessOrEqual, below)
    case .greater, .greaterOrEqual: return threshold(operand, .greater, below)
    // No number of the column's scale is equal to it.
    default: return alike(sign == .notEqual, operand)
    }
  }

  /// A comparison with a whole multiple of the unit; of a column alone, on the column itself.
  private func threshold(_ operand: any NumberKernel, _ sign: BinaryOperator, _ number: Int64) -> any TruthKernel {
    if let column = operand as? IntegerColumn { return column.threshold(sign, number) }
    if let numbers = operand as? NarrowNumbers, let kernel = numbers.threshold(sign, number) { return kernel }
    if let counts = operand as? ChildCounts {
      return ChildCountThreshold(counts: counts, sign: sign, threshold: number)
    }
    if let column = operand as? DayColumn { return column.threshold(sign, number) }
    return NumberThreshold(operand: operand, sign: sign, threshold: number)
  }

  /// A test of texts, made once a distinct text; of a column alone, on its codes.
  private func textTest(_ operand: any TextKernel, _ test: (String) -> Bool) throws -> any TruthKernel {
    try (operand as? TextColumn)?.test(test) ?? TextTest(operand, test)
  }

  /// A comparison with a number past what 64 bits hold.
  private func outside(_ sign: BinaryOperator, isAbove: Bool, _ operand: any NumberKernel) -> any TruthKernel {
    switch sign {
    case .less, .lessOrEqual: alike(isAbove, operand)
    case .greater, .greaterOrEqual: alike(!isAbove, operand)
    default: alike(sign == .notEqual, operand)
    }
  }

  /// One answer for every row whose number is known.
  private func alike(_ answer: Bool, _ operand: any NumberKernel) -> any TruthKernel {
    ConditionalTruth(
      condition: Knownness(operand: .number(operand)), first: ConstantTruth(answer: Truth(answer)),
      second: ConstantTruth(answer: .unknown))
  }

  private func membership(
    _ operand: TypedExpression, _ values: [Value], _ list: Int
  ) throws -> any TruthKernel {
    if operand.type?.isText == true {
      let texts = Set(values)
      return try textTest(textKernel(operand, list)) { texts.contains(.text($0)) }
    }
    return try values.map { value in
      try comparison(.equal, operand, TypedExpression.constant(value, like: operand), list)
    }.reduce(nil as (any TruthKernel)?) { kernel, next in
      kernel.map { Disjunction(left: $0, right: next) } ?? next
    } ?? ConstantTruth(answer: .no)
  }

  // MARK: Numbers

  func numberKernel(_ expression: TypedExpression, _ list: Int) throws -> any NumberKernel {
    switch expression.kind {
    case .literal(let value):
      let stored = NumberVector.stored(value)
      if stored == nil, value != .unknown { throw fault(.overflow, at: expression.span) }
      return ConstantNumber(number: stored?.number, places: stored?.places ?? 0)
    case .column(let position):
      let column = try graph.lists[list].table.columns[position].made()
      switch column.storage {
      case .integers(let integers, let places):
        return IntegerColumn(integers: integers, known: column.known, places: places)
      case .days(let days): return DayColumn(days: days, known: column.known)
      default: return ConstantNumber(number: nil, places: 0)
      }
    case .ancestor(let ancestor, let inner):
      return GatheredNumbers(
        vector: try numbers(inner, over: ancestor), ancestors: graph.owners(in: ancestor, of: list))
    case .arithmetic(let sign, let left, let right):
      return try arithmetic(sign, left, right, expression, list)
    case .negate(let operand):
      let span = expression.span
      let kernel = try numberKernel(operand, list)
      return NumberMap(operand: kernel, places: kernel.places, isDecreasing: true) { number in
        guard number != .min else { throw fault(.overflow, at: span) }
        return -number
      }
    case .conditional(let condition, let first, let second):
      let (first, second) = try aligned(numberKernel(first, list), numberKernel(second, list), at: expression.span)
      return ConditionalNumber(condition: try truthKernel(condition, list), first: first, second: second)
    case .function(let function, let arguments):
      return try numberFunction(function, arguments, expression, list)
    case .after(let scenarios, let inner):
      return StoredNumbers(vector: try evaluator(after: scenarios).numbers(inner, over: list))
    case .aggregate(let aggregate):
      if aggregate.isOutermost { return try outermostNumbers(aggregate, list) }
      if aggregate.function == .count { return try childCounts(aggregate, for: list) }
      return try narrowNumbers(of: aggregate, for: list)
    case .not, .and, .or, .compare, .isKnown, .isOneOf, .reading:
      return ConstantNumber(number: nil, places: 0)
    }
  }

  private func aligned(
    _ left: any NumberKernel, _ right: any NumberKernel, at span: SourceSpan
  ) throws -> (any NumberKernel, any NumberKernel) {
    let places = max(left.places, right.places)
    return (rescaled(left, to: places, at: span), rescaled(right, to: places, at: span))
  }

  private func rescaled(_ kernel: any NumberKernel, to places: Int, at span: SourceSpan) -> any NumberKernel {
    kernel.places == places ? kernel : Rescaling(operand: kernel, places: places, span: span)
  }

  /// Quotients keep nine decimal places; so do products, at most.
  private static let maximumPlaces = 9

  private func arithmetic(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ whole: TypedExpression, _ list: Int
  ) throws -> any NumberKernel {
    if case .duration(let duration)? = try constant(right), left.type == .date {
      return try shifted(left, by: sign == .subtract ? -duration : duration, at: whole.span, list)
    }
    if case .duration(let duration)? = try constant(left), right.type == .date {
      return try shifted(right, by: duration, at: whole.span, list)
    }
    var (first, second): (any NumberKernel, any NumberKernel) = (
      try numberKernel(left, list), try numberKernel(right, list)
    )
    let places: Int
    switch sign {
    case .multiply:
      places = whole.type == .money ? 0 : min(first.places + second.places, Evaluator.maximumPlaces)
    case .divide:
      places = whole.type == .money ? 0 : Evaluator.maximumPlaces
    default:
      (first, second) = try aligned(first, second, at: whole.span)
      places = first.places
    }
    return Arithmetic(sign: sign, left: first, right: second, places: places, span: whole.span)
  }

  private func shifted(
    _ date: TypedExpression, by duration: CalendarDuration, at span: SourceSpan, _ list: Int
  ) throws -> any NumberKernel {
    NumberMap(operand: try numberKernel(date, list), places: 0) { number in
      let day = CalendarDate(dayNumber: Int32(clamping: number))
      return try located(at: span) { try covered { Int64(try day.adding(duration).dayNumber) } }
    }
  }

  private func numberFunction(
    _ function: Function, _ arguments: [TypedExpression], _ whole: TypedExpression, _ list: Int
  ) throws -> any NumberKernel {
    let operand = try numberKernel(arguments[0], list)
    let isMonth = arguments[0].type == .month
    switch function {
    case .abs: return Magnitude(operand: operand, span: whole.span)
    case .round:
      var places = arguments[0].type == .money ? 2 : 0
      if arguments.count > 1, case .integer(let asked)? = try constant(arguments[1]) { places = Int(asked) }
      if arguments[0].type == .money {
        guard places < 2 else { return operand }
        let unit = Int128(powerOfTen(2 - places))
        return NumberMap(operand: operand, places: 0) {
          Int64(clamping: roundedQuotient(Int128($0), unit) * unit)
        }
      }
      return places >= operand.places ? operand : rescaled(operand, to: places, at: whole.span)
    case .year:
      return NumberMap(operand: operand, places: 0) { number in
        let number = Int32(clamping: number)
        return Int64(
          isMonth
            ? CalendarMonth(monthNumber: number).components.year : CalendarDate(dayNumber: number).components.year)
      }
    case .month:
      return NumberMap(operand: operand, places: 0) {
        Int64(CalendarDate(dayNumber: Int32(clamping: $0)).month.monthNumber)
      }
    case .day:
      return NumberMap(operand: operand, places: 0) {
        Int64(CalendarDate(dayNumber: Int32(clamping: $0)).components.day)
      }
    case .coalesce:
      return try arguments.dropFirst().reduce(operand) { kernel, next in
        let (first, second) = try aligned(kernel, numberKernel(next, list), at: whole.span)
        return ConditionalNumber(
          condition: Knownness(operand: .number(first), countsIntervals: true), first: first, second: second)
      }
    case .workingDays, .monthsBetween:
      let isWorking = function == .workingDays
      return TimeBetween(first: operand, second: try numberKernel(arguments[1], list), span: whole.span) { start, end in
        isWorking
          ? try covered { try WorkingCalendar.mainland.workingDays(from: start, to: end) } : start.wholeMonths(to: end)
      }
    case .deadline:
      guard case .duration(let period)? = try constant(arguments[1]) else {
        return ConstantNumber(number: nil, places: 0)
      }
      let span = whole.span
      return NumberMap(operand: operand, places: 0) { number in
        let start = CalendarDate(dayNumber: Int32(clamping: number))
        return try located(at: span) { try covered { Int64(try start.deadline(after: period).dayNumber) } }
      }
    case .mod: return Remainder(number: operand, divisor: try numberKernel(arguments[1], list))
    case .contains, .starts, .matches:
      return ConstantNumber(number: nil, places: 0)
    }
  }

  private func outermostTruth(_ aggregate: Aggregate, _ list: Int) throws -> any TruthKernel {
    guard let argument = aggregate.argument, aggregate.isOutermost else { return ConstantTruth(answer: .unknown) }
    return GatheredTruth(
      planes: try truth(argument, over: aggregate.list), ancestors: try keptOutermost(aggregate, for: list))
  }

  private func outermostNumbers(_ aggregate: Aggregate, _ list: Int) throws -> any NumberKernel {
    guard let argument = aggregate.argument else { return ConstantNumber(number: nil, places: 0) }
    return GatheredNumbers(
      vector: try numbers(argument, over: aggregate.list), ancestors: try keptOutermost(aggregate, for: list))
  }

  // MARK: Texts

  func textKernel(_ expression: TypedExpression, _ list: Int) throws -> any TextKernel {
    switch expression.kind {
    case .literal(.text(let text)):
      return ConstantText(text)
    case .column(let position):
      let column = try graph.lists[list].table.columns[position].made()
      guard case .codes(let codes, let dictionary) = column.storage else { return ConstantText(nil) }
      return TextColumn(codes: codes, dictionary: dictionary, known: column.known)
    case .ancestor(let ancestor, let inner):
      return GatheredTexts(
        vector: try texts(inner, over: ancestor), ancestors: graph.owners(in: ancestor, of: list))
    case .conditional(let condition, let first, let second):
      return ConditionalText(
        condition: try truthKernel(condition, list), first: try textKernel(first, list),
        second: try textKernel(second, list))
    case .function(.coalesce, let arguments):
      return try arguments.dropFirst().reduce(try textKernel(arguments[0], list)) { kernel, next in
        ConditionalText(
          condition: Knownness(operand: .text(kernel)), first: kernel, second: try textKernel(next, list))
      }
    case .aggregate(let aggregate):
      guard let argument = aggregate.argument, aggregate.isOutermost else { return ConstantText(nil) }
      return GatheredTexts(
        vector: try texts(argument, over: aggregate.list), ancestors: try keptOutermost(aggregate, for: list))
    case .after(let scenarios, let inner):
      let vector = try evaluator(after: scenarios).texts(inner, over: list)
      return GatheredTexts(vector: vector, ancestors: Buffer(Array(0..<Int32(vector.codes.count))))
    default:
      return ConstantText(nil)
    }
  }
}

extension BinaryOperator {
  /// The comparison with its sides exchanged.
  var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
