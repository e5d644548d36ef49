/// The register of enterprises (登记库): one row for each that a list names, and remainders for the rest.
///
/// A remainder is a published total less the rows known: so many enterprises of one district, street, status, size and
/// kind, none of which stands on any list.
struct Registry {
  private let known: [Enterprise]
  private var remainders: [(group: [String], count: Int)] = []

  private static let headings = "统一社会信用代码,企业名称,所属区,所属街道,登记状态,企业规模,主体类型,户数"

  /// Shares in ten thousand.
  private static let statuses: KeyValuePairs<String, Int> = [
    "存续": 9_080, "吊销": 520, "停业": 170, "注销": 90, "迁出": 70, "清算": 50, "破产": 20,
  ]
  private static let sizes: KeyValuePairs<String, Int> = ["大型": 90, "中型": 410, "小型": 1_700, "微型": 7_800]
  private static let kinds: KeyValuePairs<Enterprise.Kind, Int> = [
    .company: 8_600, .household: 420, .cooperative: 130, .branch: 850,
  ]

  init(seed: UInt64, book: EnterpriseBook) {
    known = book.enterprises.filter(\.isRegistered).sorted { $0.code.text < $1.code.text }
    var random = SplitMix64(seed: seed, stream: "register")
    let districts = apportion(Published.registered, by: District.all.map(\.registered))
    for (index, district) in District.all.enumerated() {
      let rest = districts[index] - known.count { $0.place.district == index }
      let streets = apportion(rest, by: district.streets.indices.map(district.streetWeight))
      for (street, count) in zip(district.streets, streets) {
        split(count, place: [district.name, street], using: &random)
      }
    }
  }

  var sheet: Sheet {
    let named = known.map {
      [
        $0.code.text, $0.name, $0.place.districtName, $0.place.streetName, $0.status, $0.size, $0.kind.rawValue, "1",
      ]
    }
    return Sheet(Registry.headings, rows: named + remainders.map { ["", ""] + $0.group + ["\($0.count)"] })
  }

  /// Splits a street's remainder over status, size and kind, a little differently in every street.
  private mutating func split(_ count: Int, place: [String], using random: inout SplitMix64) {
    var groups: [[String]] = []
    var weights: [Int] = []
    for (status, statusShare) in Registry.statuses {
      for (size, sizeShare) in Registry.sizes {
        for (kind, kindShare) in Registry.kinds where kind != .household || size == "微型" {
          groups.append(place + [status, size, kind.rawValue])
          weights.append(statusShare * sizeShare / 100 * kindShare / 100 * random.within(80...120))
        }
      }
    }
    for (group, count) in zip(groups, apportion(count, by: weights)) where count > 0 {
      remainders.append((group, count))
    }
  }
}

/// Splits a total by weights with the largest remainder, so that the parts add up; of equal remainders the first wins.
func apportion(_ total: Int, by weights: [Int]) -> [Int] {
  let sum = weights.reduce(0, +)
  var parts = weights.map { total * $0 / sum }
  let missing = total - parts.reduce(0, +)
  let order = weights.indices.sorted {
    let left = total * weights[$0] % sum
    let right = total * weights[$1] % sum
    return left == right ? $0 < $1 : left > right
  }
  for index in order.prefix(missing) { parts[index] += 1 }
  return parts
}
