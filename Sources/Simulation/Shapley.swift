import Values

/// How the worth of a whole is shared out among its parts: by Shapley's value (1953), the mean of what a part adds to
/// those before it over all orders.
enum Shapley {
  /// Up to how many parts every set is computed.
  static let exactLimit = 12
  /// How many orders are drawn by lot where there are more.
  static let drawnOrders = 200

  /// The shares from the worth of every set.
  /// - Parameters:
  ///   - count: How many parts there are.
  ///   - worths: The worth of each set; bit i of its position says whether part i is in it.
  /// - Returns: A sum a part; together they are the worth of the whole less that of nothing.
  static func shares(of count: Int, worths: [Fraction]) -> [FractionSum] {
    precondition(worths.count == 1 << count, "a worth for each set")
    let factorials = (0...max(count, 1)).reduce(into: [Int128(1)]) { $0.append($0[$1] * Int128($1 + 1)) }
    return (0..<count).map { part in
      var sum = FractionSum(divisor: factorials[count])
      for (set, worth) in worths.enumerated() {
        let isMember = set >> part & 1 == 1
        // A set of k others comes before the part in k!·(n − k − 1)! of the n! orders.
        let others = set.nonzeroBitCount - (isMember ? 1 : 0)
        let weight = factorials[others] * factorials[count - others - 1]
        sum.add(worth, times: isMember ? weight : -weight)
      }
      return sum
    }
  }

  /// Shares from orders drawn by lot, with their standard errors.
  /// - Parameters:
  ///   - count: How many parts there are.
  ///   - orders: How many orders are drawn.
  ///   - seed: The seed of the lot.
  ///   - worth: The worth of a set of parts, ascending.
  /// - Returns: Sums as `shares(of:worths:)` gives them, and for each the standard error of its mean.
  /// - Throws: What `worth` throws; `Interruption`.
  static func drawnShares(
    of count: Int, orders: Int, seed: Int, worth: ([Int]) throws -> Fraction
  ) throws -> (shares: [FractionSum], errors: [Double]) {
    var lot = OrderLot(seed: seed)
    var shares = Array(repeating: FractionSum(divisor: Int128(orders)), count: count)
    var moments = Array(repeating: (sum: 0.0, squares: 0.0), count: count)
    let nothing = try worth([])
    for _ in 0..<orders {
      var (members, before) = ([Int](), nothing)
      for part in lot.order(of: count) {
        try Interruption.check()
        members.insert(part, at: members.firstIndex { $0 > part } ?? members.endIndex)
        let after = try worth(members)
        shares[part].add(after, times: 1)
        shares[part].add(before, times: -1)
        let difference = after.approximation - before.approximation
        moments[part].sum += difference
        moments[part].squares += difference * difference
        before = after
      }
    }
    let errors = moments.map { moment -> Double in
      let mean = moment.sum / Double(orders)
      let variance = (moment.squares / Double(orders) - mean * mean) * Double(orders) / Double(max(orders - 1, 1))
      return (max(variance, 0) / Double(orders)).squareRoot()
    }
    return (shares, errors)
  }
}

/// A sum of fractions over few denominators, exact however many there are.
struct FractionSum {
  /// What the sum is divided by.
  let divisor: Int128
  /// The sum of those over the denominator that came first: most often there is no other.
  private var first: (denominator: Int128, numerator: Int128) = (1, 0)
  private var others: [Int128: Int128] = [:]

  init(divisor: Int128 = 1) { self.divisor = divisor }

  mutating func add(_ fraction: Fraction, times factor: Int128) {
    if first.numerator == 0 { first.denominator = fraction.denominator }
    if first.denominator == fraction.denominator {
      first.numerator += fraction.numerator * factor
    } else {
      others[fraction.denominator, default: 0] += fraction.numerator * factor
    }
  }

  /// The terms, the least denominator first, so that nothing hangs on the order in a dictionary.
  private var terms: [(denominator: Int128, numerator: Int128)] {
    var all = others
    all[first.denominator, default: 0] += first.numerator
    return all.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { (denominator: $0.key, numerator: $0.value) }
  }

  /// The sum.
  /// - Throws: `ArithmeticFault.overflow` where its denominator leaves 128 bits.
  func value() throws -> Fraction {
    try FractionSum.total(terms.map { try Fraction($0.numerator, over: $0.denominator) }) / Fraction(divisor)
  }

  /// The sum of some fractions over the least common denominator, which keeps more of them within 128 bits than adding
  /// over the product of denominators does.
  /// - Throws: `ArithmeticFault.overflow`.
  static func total(_ fractions: [Fraction]) throws -> Fraction {
    try fractions.reduce(Fraction.zero) { total, fraction in
      let divisor = FractionSum.commonDivisor(total.denominator, fraction.denominator)
      let (first, second) = (fraction.denominator / divisor, total.denominator / divisor)
      let products = [(total.numerator, first), (fraction.numerator, second), (total.denominator, first)].map {
        $0.multipliedReportingOverflow(by: $1)
      }
      let (sum, didOverflow) = products[0].partialValue.addingReportingOverflow(products[1].partialValue)
      guard !didOverflow, !products.contains(where: \.overflow) else { throw ArithmeticFault.overflow }
      return try Fraction(sum, over: products[2].partialValue)
    }
  }

  private static func commonDivisor(_ first: Int128, _ second: Int128) -> Int128 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }

  /// The sum in units of 10^-18, each term rounded towards zero.
  func roundedUnits() throws -> Int128 {
    let scale = FractionSum.scale
    return try terms.reduce(Int128(0)) { total, term in
      let whole = try Fraction(term.numerator, over: 1) / Fraction(divisor)
      let fraction = try whole / Fraction(term.denominator)
      let (quotient, remainder) = fraction.numerator.quotientAndRemainder(dividingBy: fraction.denominator)
      let (scaled, didOverflow) = quotient.multipliedReportingOverflow(by: scale)
      guard !didOverflow else { throw ArithmeticFault.overflow }
      return total + scaled + FractionSum.scaled(remainder, by: fraction.denominator)
    }
  }

  /// How many units make one.
  static let scale = Int128(1_000_000_000_000_000_000)

  /// A remainder as units of the scale, digit by digit, which no denominator of 120 bits overflows.
  private static func scaled(_ remainder: Int128, by denominator: Int128) -> Int128 {
    var (rest, units) = (remainder, Int128(0))
    for _ in 0..<18 {
      rest *= 10
      units = units * 10 + rest / denominator
      rest %= denominator
    }
    return units
  }
}

/// Orders by lot, the same on every machine for the same seed.
private struct OrderLot {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  /// The next number of SplitMix64 (Steele, Lea and Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below a bound, each as likely as another.
  private mutating func number(below bound: UInt64) -> UInt64 {
    let rejected = (0 &- bound) % bound
    var number = next()
    while number < rejected { number = next() }
    return number % bound
  }

  /// An order of some parts, by Fisher and Yates.
  mutating func order(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, Int(number(below: UInt64(place + 1))))
    }
    return order
  }
}
