/// An office that penalises: one of a kind stands in every district.
struct Agency: Sendable {
  /// Its name after the district's, and the word in its document numbers.
  let title: String
  let mark: String
  let violations: [String]
  /// Whether it looks into shops and restaurants.
  var visitsShops = false

  static let all: KeyValuePairs<Agency, Int> = [
    Agency(
      title: "市场监督管理局", mark: "市监罚",
      violations: ["发布虚假广告", "经营不合格食品", "无照经营", "价格违法", "侵犯注册商标专用权", "销售不合格产品"], visitsShops: true): 46,
    Agency(title: "生态环境局", mark: "环罚", violations: ["超标排放污染物", "未批先建", "危险废物管理不规范"]): 11,
    Agency(title: "应急管理局", mark: "应急罚", violations: ["未按规定开展安全培训", "未排查事故隐患"]): 8,
    Agency(title: "城市管理局", mark: "城法罚", violations: ["违规处置建筑垃圾", "占道经营", "违规设置户外广告"], visitsShops: true): 13,
    Agency(title: "消防救援大队", mark: "消罚", violations: ["消防设施未保持完好有效", "占用疏散通道"], visitsShops: true): 9,
    Agency(title: "交通运输局", mark: "交罚", violations: ["超限运输", "未取得道路运输许可"]): 6,
    Agency(title: "卫生健康委员会", mark: "卫罚", violations: ["未取得卫生许可"], visitsShops: true): 3,
    Agency(title: "农业农村局", mark: "农罚", violations: ["经营假劣农资"]): 2,
    Agency(title: "住房和城乡建设局", mark: "建罚", violations: ["违法分包", "未取得施工许可"]): 2,
  ]

  /// An office that would have penalised an enterprise of a kind.
  static func draw(for kind: Enterprise.Kind, using random: inout SplitMix64) -> Agency {
    var agency = random.pick(all)
    while kind == .household && !agency.visitsShops { agency = random.pick(all) }
    return agency
  }

  func name(in district: District) -> String {
    "南京市\(district.name)\(title)"
  }
}

/// Document numbers given so far: 宁江市监罚〔2022〕1023号, no two alike.
struct DocumentBook {
  private var given: Set<String> = []

  mutating func number(_ agency: Agency, district: District, year: Int, using random: inout SplitMix64) -> String {
    // 江宁区 and 江北新区 begin with the same character.
    let seat = district.name == "江北新区" ? "新" : String(district.name.prefix(1))
    while true {
      let number = "宁\(seat)\(agency.mark)〔\(year)〕\(random.within(1...3_999))号"
      if given.insert(number).inserted { return number }
    }
  }
}
