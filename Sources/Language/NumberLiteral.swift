import Values

/// Numbers with their units, dates and months, as they are written.
enum NumberLiteral {
  /// Why what is written like a value is none.
  enum Fault: Error, Hashable {
    case tooLarge
    case finerThanFen
    case noSuchDay

    var message: Phrase {
      switch self {
      case .tooLarge: Phrase("this number is too large", "这个数太大")
      case .finerThanFen: Phrase("an amount has no parts smaller than 分", "金额最小到分")
      case .noSuchDay: Phrase("the calendar has no such day or month", "日历上没有这一天或这个月")
      }
    }
  }

  /// The value at a text's start and how many scalars it takes, the longest reading there is; nil where there is none.
  static func longestPrefix(of scalars: [Unicode.Scalar]) -> (value: Result<Value, Fault>, length: Int)? {
    if let integer = plainInteger(scalars) { return (.success(.integer(integer)), scalars.count) }
    var reader = Reader(scalars: scalars)
    return reader.date() ?? reader.quantity()
  }

  /// The number that digits alone make, as most are; nil where there is anything else or too many of them.
  private static func plainInteger(_ scalars: [Unicode.Scalar]) -> Int64? {
    guard scalars.count <= 18, scalars.allSatisfy(\.isASCIIDigit) else { return nil }
    return scalars.reduce(0) { $0 * 10 + Int64($1.value - 0x30) }
  }

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var position = 0

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func digits(atMost limit: Int = .max) -> String? {
      let start = position
      while position < scalars.count, position - start < limit, scalars[position].isASCIIDigit { position += 1 }
      return position > start ? text(from: start) : nil
    }

    private func text(from start: Int) -> String { String(String.UnicodeScalarView(scalars[start..<position])) }

    private mutating func take(_ word: String) -> Bool {
      let wanted = Array(word.unicodeScalars)
      guard scalars[position...].starts(with: wanted) else { return false }
      position += wanted.count
      return true
    }

    /// `2022-07-31`, `2022-07`, `2022年7月31日`, `2022年7月`, `2022年3月底`.
    mutating func date() -> (Result<Value, Fault>, Int)? {
      position = 0
      guard let yearDigits = digits(), yearDigits.count == 4, let year = Int(yearDigits) else { return nil }
      if take("-") {
        guard let monthDigits = digits(), monthDigits.count <= 2, let month = Int(monthDigits) else { return nil }
        let end = position
        if take("-"), let dayDigits = digits(), dayDigits.count <= 2, let day = Int(dayDigits) {
          return (Reader.date(year, month, day), position)
        }
        return (Reader.month(year, month), end)
      }
      guard take("年"), let monthDigits = digits(), let month = Int(monthDigits), take("月") else { return nil }
      let end = position
      let calendarMonth = CalendarMonth(year: year, month: month)
      if take("底") { return (calendarMonth?.lastDay.map { .success(.date($0)) } ?? .failure(.noSuchDay), position) }
      if let dayDigits = digits(), let day = Int(dayDigits), take("日") {
        return (Reader.date(year, month, day), position)
      }
      return (Reader.month(year, month), end)
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Result<Value, Fault> {
      CalendarDate(year: year, month: month, day: day).map { .success(.date($0)) } ?? .failure(.noSuchDay)
    }

    private static func month(_ year: Int, _ month: Int) -> Result<Value, Fault> {
      CalendarMonth(year: year, month: month).map { .success(.month($0)) } ?? .failure(.noSuchDay)
    }

    /// `12`, `1.5`, `5%`, `5万元`, `6个月`, `5个工作日`.
    mutating func quantity() -> (Result<Value, Fault>, Int)? {
      position = 0
      guard digits() != nil else { return nil }
      var isDecimal = false
      if position + 1 < scalars.count, scalars[position] == ".", scalars[position + 1].isASCIIDigit {
        position += 1
        isDecimal = digits() != nil
      }
      let number: Fraction
      do {
        guard let read = try Fraction(decimal: text(from: 0)) else { return nil }
        number = read
      } catch {
        // The unit belongs to the number, however large that is.
        _ = ["%", "亿元", "万元", "元", "个工作日", "个月", "年", "天", "日", "周", "亿", "万"].contains { take($0) }
        return (.failure(.tooLarge), position)
      }
      return (Result { () throws(Fault) in try unit(of: number, isDecimal: isDecimal) }, position)
    }

    private mutating func unit(of number: Fraction, isDecimal: Bool) throws(Fault) -> Value {
      if take("%") { return try .percentage(scaled(number, over: 100)) }
      for (word, fen) in [("亿元", 10_000_000_000), ("万元", 1_000_000), ("元", 100)] where take(word) {
        let amount = try scaled(number, by: Int128(fen))
        guard amount.isWhole else { throw .finerThanFen }
        guard let whole = Int64(exactly: amount.numerator) else { throw .tooLarge }
        return .money(whole)
      }
      if !isDecimal, let count = Int32(exactly: number.numerator) {
        if take("个工作日") { return .duration(CalendarDuration(workingDays: count)) }
        for (word, months, days) in [("个月", 1, 0), ("年", 12, 0), ("天", 0, 1), ("日", 0, 1), ("周", 0, 7)]
          as [(String, Int32, Int32)]
        where take(word) {
          let (monthCount, first) = count.multipliedReportingOverflow(by: months)
          let (dayCount, second) = count.multipliedReportingOverflow(by: days)
          guard !first, !second else { throw .tooLarge }
          return .duration(CalendarDuration(months: monthCount, days: dayCount))
        }
      }
      for (word, power) in [("万", Int128(10_000)), ("亿", Int128(100_000_000))] where take(word) {
        return try plain(scaled(number, by: power), isDecimal: false)
      }
      return try plain(number, isDecimal: isDecimal)
    }

    private func plain(_ number: Fraction, isDecimal: Bool) throws(Fault) -> Value {
      guard number.isWhole, !isDecimal else { return .decimal(number) }
      guard let integer = Int64(exactly: number.numerator) else { throw .tooLarge }
      return .integer(integer)
    }

    private func scaled(_ number: Fraction, by factor: Int128 = 1, over divisor: Int128 = 1) throws(Fault)
      -> Fraction
    {
      do { return try number * Fraction(factor, over: divisor) } catch { throw .tooLarge }
    }
  }
}
