/// A district, its courts' number, its shares and the streets and parks that answer for the enterprises in it.
struct District: Sendable {
  let name: String
  /// Six digits of GB/T 2260.
  let region: String
  /// The court that hears its cases, and the court's number in case numbers (苏0115).
  let court: String
  let courtNumber: String
  /// Of a thousand registered enterprises, of a thousand seriously dishonest ones, of a thousand penalised ones.
  let registered: Int
  let serious: Int
  let penalised: Int
  let streets: [String]

  init(
    _ name: String, region: String, court: String? = nil, courtNumber: String, registered: Int, serious: Int,
    penalised: Int, streets: String
  ) {
    self.name = name
    self.region = region
    self.court = "南京市\(court ?? name)人民法院"
    self.courtNumber = courtNumber
    self.registered = registered
    self.serious = serious
    self.penalised = penalised
    self.streets = streets.split(separator: " ").map(String.init)
  }

  /// What the office's ledger calls a district's place: 140 in all.
  static let all = [
    District(
      "玄武区", region: "320102", courtNumber: "苏0102", registered: 62, serious: 70, penalised: 52,
      streets: """
        新街口街道 梅园新村街道 玄武门街道 玄武湖街道 锁金村街道 红山街道 孝陵卫街道 徐庄高新区 玄武铁北园区 长江路园区
        """),
    District(
      "秦淮区", region: "320104", courtNumber: "苏0104", registered: 103, serious: 104, penalised: 92,
      streets: """
        五老村街道 洪武路街道 大光路街道 瑞金路街道 月牙湖街道 光华路街道 朝天宫街道 双塘街道 夫子庙街道 红花街道 秦虹街道 中华门街道 白下高新区 南部新城园区 \
        门东园区
        """),
    District(
      "建邺区", region: "320105", courtNumber: "苏0105", registered: 97, serious: 83, penalised: 66,
      streets: """
        莫愁湖街道 沙洲街道 双闸街道 江心洲街道 兴隆街道 南苑街道 河西金融园区 建邺高新区 新城科技园 国际生态园
        """),
    District(
      "鼓楼区", region: "320106", courtNumber: "苏0106", registered: 102, serious: 122, penalised: 84,
      streets: """
        宁海路街道 华侨路街道 湖南路街道 中央门街道 挹江门街道 江东街道 凤凰街道 阅江楼街道 热河南路街道 幕府山街道 建宁路街道 宝塔桥街道 小市街道 鼓楼高新区 \
        下关滨江园区
        """),
    District(
      "浦口区", region: "320111", courtNumber: "苏0111", registered: 68, serious: 66, penalised: 81,
      streets: "江浦街道 桥林街道 汤泉街道 星甸街道 永宁街道 浦口经济开发区 浦口高新区 桥林新城园区 紫金浦口园区"),
    District(
      "栖霞区", region: "320113", courtNumber: "苏0113", registered: 73, serious: 96, penalised: 98,
      streets: """
        尧化街道 马群街道 迈皋桥街道 燕子矶街道 西岗街道 龙潭街道 仙林街道 栖霞街道 八卦洲街道 南京经济技术开发区 栖霞高新区 仙林大学城园区 龙潭物流园区
        """),
    District(
      "雨花台区", region: "320114", courtNumber: "苏0114", registered: 85, serious: 72, penalised: 74,
      streets: "宁南街道 赛虹桥街道 西善桥街道 板桥街道 铁心桥街道 梅山街道 古雄街道 雨花经济开发区 软件谷园区 雨花高新区"),
    District(
      "江宁区", region: "320115", courtNumber: "苏0115", registered: 166, serious: 171, penalised: 188,
      streets: """
        东山街道 秣陵街道 汤山街道 淳化街道 禄口街道 江宁街道 谷里街道 湖熟街道 横溪街道 麒麟街道 江宁经济技术开发区 江宁高新区 滨江经济开发区 空港枢纽园区 麒麟科创园 \
        未来科技城 方山大学城园区 汤山温泉园区
        """),
    District(
      "六合区", region: "320116", courtNumber: "苏0116", registered: 52, serious: 57, penalised: 79,
      streets: "雄州街道 龙池街道 金牛湖街道 横梁街道 程桥街道 马鞍街道 冶山街道 龙袍街道 竹镇镇 六合经济开发区 茉莉园区"),
    District(
      "溧水区", region: "320117", courtNumber: "苏0117", registered: 43, serious: 48, penalised: 60,
      streets: "永阳街道 柘塘街道 东屏街道 石湫街道 洪蓝街道 白马镇 晶桥镇 和凤镇 溧水经济开发区 溧水高新区 临空园区"),
    District(
      "高淳区", region: "320118", courtNumber: "苏0118", registered: 35, serious: 36, penalised: 43,
      streets: "淳溪街道 古柏街道 漆桥街道 固城街道 东坝街道 桠溪街道 阳江镇 砖墙镇 高淳经济开发区 慢城园区"),
    District(
      "江北新区", region: "320191", court: "浦口区", courtNumber: "苏0111", registered: 114, serious: 75,
      penalised: 83,
      streets: "泰山街道 沿江街道 顶山街道 盘城街道 葛塘街道 长芦街道 大厂街道 新材料科技园"),
  ]

  /// The register of a place's own size: the first street of a district weighs about five times the last.
  func streetWeight(_ index: Int) -> Int {
    let count = streets.count
    // A fixed unevenness on top of the slope, so that neighbours differ.
    return (5 * count - 4 * index) * (80 + (index * 37 + count * 11) % 50)
  }
}

/// Where an enterprise is registered.
struct Place: Hashable, Sendable {
  /// Indices in `District.all` and in its `streets`.
  let district: Int
  let street: Int

  var districtName: String { District.all[district].name }
  var streetName: String { District.all[district].streets[street] }
}

extension SplitMix64 {
  /// A place drawn by the districts' weights, then by the streets'.
  mutating func place(weighing districtWeight: (District) -> Int) -> Place {
    let district = index(of: District.all.map(districtWeight))
    let streets = District.all[district].streets.indices.map(District.all[district].streetWeight)
    return Place(district: district, street: index(of: streets))
  }

  /// An index drawn by weight.
  mutating func index(of weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }
}
