/// A court that carries out judgments.
struct Court: Sendable {
  let name: String
  /// Its number in case numbers: 苏0115.
  let number: String
  let province: String

  static let intermediate = Court(name: "南京市中级人民法院", number: "苏01", province: "江苏")

  /// Courts of other cities: what they list, Nanjing can't take off (异地纳失).
  static let elsewhere: KeyValuePairs<Court, Int> = [
    Court(name: "上海市浦东新区人民法院", number: "沪0115", province: "上海"): 18,
    Court(name: "苏州工业园区人民法院", number: "苏0591", province: "江苏"): 16,
    Court(name: "镇江市京口区人民法院", number: "苏1102", province: "江苏"): 13,
    Court(name: "扬州市邗江区人民法院", number: "苏1003", province: "江苏"): 12,
    Court(name: "常州市武进区人民法院", number: "苏0412", province: "江苏"): 10,
    Court(name: "无锡市梁溪区人民法院", number: "苏0213", province: "江苏"): 8,
    Court(name: "合肥市蜀山区人民法院", number: "皖0104", province: "安徽"): 9,
    Court(name: "马鞍山市花山区人民法院", number: "皖0503", province: "安徽"): 8,
    Court(name: "滁州市琅琊区人民法院", number: "皖1102", province: "安徽"): 7,
    Court(name: "杭州市余杭区人民法院", number: "浙0110", province: "浙江"): 9,
    Court(name: "北京市朝阳区人民法院", number: "京0105", province: "北京"): 6,
  ]

  static func of(_ district: District) -> Court {
    Court(name: district.court, number: district.courtNumber, province: "江苏")
  }

  /// The court of a case against an enterprise in a place: mostly that district's own, six in a hundred of another city.
  static func draw(for place: Place, using random: inout SplitMix64) -> Court {
    switch random.below(100) {
    case 0..<6: random.pick(elsewhere)
    case 6..<16: intermediate
    case 16..<23: of(random.pick(District.all))
    default: of(District.all[place.district])
    }
  }
}

/// Case numbers given so far: no two alike, however their brackets are written.
struct CaseBook {
  private var given: Set<String> = []

  /// A case that the sample dialogues of the handbook name.
  static let showcase = "（2022）苏0115执1234号"

  init() {
    given.insert("2022苏0115执1234")
  }

  /// A fresh number. One court in five types half-width brackets; a case keeps its form wherever it is named.
  mutating func number(_ court: Court, filed: Day, using random: inout SplitMix64) -> String {
    let year = filed.civil.year
    let kind = random.chance(90) ? "执恢" : "执"
    while true {
      let serial = random.within(1...9_999)
      guard given.insert("\(year)\(court.number)\(kind)\(serial)").inserted else { continue }
      let isHalfWidth = random.chance(200)
      return "\(isHalfWidth ? "(" : "（")\(year)\(isHalfWidth ? ")" : "）")\(court.number)\(kind)\(serial)号"
    }
  }
}
