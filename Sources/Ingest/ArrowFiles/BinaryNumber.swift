/// A binary fraction as a decimal number of as many places as a column keeps, without the noise of its last digits.
struct BinaryNumber {
  /// The number times 10^places; nil for one that is too large, infinite, or none.
  let mantissa: Int64?
  /// How many decimal places there are; without zeros at the end.
  let places: Int
  /// Whether the decimal number is the one that the fraction stands for, to all digits that its type is sure of.
  let isExact: Bool

  /// A number of 64 bits, which holds 15 digits for sure.
  init(_ number: Double) { self.init(number, digits: 15, noise: 1e-15) }

  /// A number of 32 bits, which holds 6 digits for sure; written with 7.
  init(_ number: Float) { self.init(Double(number), digits: 7, noise: 1e-7) }

  private init(_ number: Double, digits: Int, noise: Double) {
    guard number.magnitude < 1e15 else {
      // Above that only whole numbers are left; those of 18 digits can be kept.
      mantissa = number.magnitude < 1e18 ? Int64(number) : nil
      (places, isExact) = (0, true)
      return
    }
    var (wholeDigits, bound) = (0, 1.0)
    while number.magnitude >= bound {
      wholeDigits += 1
      bound *= 10
    }
    var kept = min(NumberColumnBuilder.maximumPlaces, max(0, digits - wholeDigits))
    let power = (0..<kept).reduce(1.0) { power, _ in power * 10 }
    var mantissa = Int64((number * power).rounded())
    isExact = (Double(mantissa) / power - number).magnitude <= number.magnitude * noise
    while kept > 0, mantissa % 10 == 0 {
      mantissa /= 10
      kept -= 1
    }
    self.mantissa = mantissa
    places = kept
  }
}
