/// The words of which made-up names are made. Every name holds one that says it is made up.
enum EnterpriseName {
  private static let seats: KeyValuePairs<String, Int> = ["南京": 70, "江苏": 20, "南京市": 10]
  private static let marks: KeyValuePairs<String, Int> = ["某": 45, "推演": 25, "示例": 15, "虚拟": 8, "演示": 7]

  private static let firsts = split(
    """
    云 澄 栀 岚 禾 屿 朔 砚 棠 渝 珩 翎 晟 湛 霁 桐 榕 琅 钧 铭 锦 瀚 曜 昱 泽 沐 芷 茗 荻 蓝 辰 远 途 砺 穗 筠 箐 绮 聆 舟
    """)
  private static let seconds = split(
    """
    和 川 峰 丰 嘉 凯 朗 林 茂 宁 鹏 祺 瑞 森 顺 腾 维 熙 信 旭 雅 扬 益 盈 宇 源 悦 展 卓 梓 达 恒 弘 建 洁 立 诺 齐 通 原
    """)
  private static let trades = split(
    """
    商贸 建材 科技 机电 装饰工程 物流 餐饮管理 文化传媒 信息技术 置业 环保科技 新能源 服饰 食品 医疗器械 汽车服务 物业管理 劳务 \
    园林绿化 网络科技 电子 机械制造 化工 包装 印务 家居 教育咨询 酒店管理 贸易 钢结构 电力设备 仓储 广告 旅游 生物科技 企业管理 \
    金属制品 塑料 通信工程 家具
    """)
  private static let shops = split("小吃店 百货店 五金店 汽修店 服装店 理发店 水果店 烟酒店 便利店 建材经营部 餐馆 茶社")
  private static let crops = split("蔬菜 水稻 茶叶 螃蟹 苗木 草莓 家禽 水产 葡萄 食用菌")

  private static let surnames = split(
    "赵 钱 孙 李 周 吴 郑 王 冯 陈 蒋 沈 韩 杨 朱 秦 许 何 吕 张 孔 曹 严 华 金 魏 陶 姜 戚 谢 邹 潘 葛 范 彭 马 方 任 袁 柳")
  private static let stems = split("甲 乙 丙 丁 戊 己 庚 辛 壬 癸")

  private static func split(_ words: String) -> [String] {
    words.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
  }

  static func enterprise(_ kind: Enterprise.Kind, in place: Place, using random: inout SplitMix64) -> String {
    let mark = random.pick(marks)
    let word = random.pick(firsts) + random.pick(seconds)
    switch kind {
    case .company:
      let form = random.chance(60) ? "股份有限公司" : "有限公司"
      return random.pick(seats) + mark + word + random.pick(trades) + form
    case .household:
      return "南京市" + place.districtName + mark + word + random.pick(shops)
    case .cooperative:
      return "南京" + mark + word + random.pick(crops) + "专业合作社"
    case .branch:
      return "江苏" + mark + word + random.pick(trades) + "有限公司" + place.districtName.dropLast() + "分公司"
    }
  }

  /// A person of no name: 张某甲.
  static func person(using random: inout SplitMix64) -> String {
    random.pick(surnames) + "某" + random.pick(stems)
  }
}
