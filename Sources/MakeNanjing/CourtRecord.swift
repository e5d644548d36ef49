/// One row of the court's list: a case in which a debtor was listed.
struct CourtRecord: Sendable {
  /// Whom the row is about.
  struct Debtor: Sendable {
    var name: String
    var sex = ""
    var age = ""
    /// What stands in the column of codes, in whatever form.
    var code: String
    var representative: String
  }

  var debtor: Debtor
  let court: Court
  var filed: DateCell
  let number: String
  let issuer: String
  var performance: String
  let ground: String
  /// Years, or blank.
  let term: String
  var listed: DateCell
  var left: DateCell
  let hasFinalRuling: Bool
  var bankruptcy: DateCell
  var evidence: Evidence
  let isSurveyed: Bool
  /// Search dates fall from the filing up to here.
  let searchable: ClosedRange<Day>
  /// Of an unsurveyed entity's standing case that the rule can't touch: the place for dirt.
  let isPlain: Bool

  static let headings = """
    被执行人姓名/名称,性别,年龄,身份证号码/组织机构代码,法定代表人或者负责人姓名,执行法院,省份,立案时间,案号,做出执行依据单位,\
    被执行人的履行情况,失信被执行人行为具体情形,纳入期限（年）,有纳入期限,发布时间,移出时间,终结本次执行程序,进入破产程序时间,有效财产线索,摸底反馈
    """

  /// The row as the court's clerks type it: about one in eight writes dates in Chinese.
  func row(using random: inout SplitMix64) -> [String] {
    let style: Day.Style = random.chance(120) ? .paddedChinese : .iso
    return [
      debtor.name, debtor.sex, debtor.age, debtor.code, debtor.representative, court.name, court.province,
      filed.text(style), number, issuer, performance, ground, term, term.isEmpty ? "否" : "是", listed.text(style),
      left.text(style),
      hasFinalRuling ? "是" : "否", bankruptcy.text(style), evidence.clues, isSurveyed ? "是" : "否",
    ]
  }
}

/// The grounds of 法释〔2017〕7号, article 1, in the words that the courts' system offers.
enum Ground {
  static let ability = "有履行能力而拒不履行生效法律文书确定义务"
  /// Grounds two to six carry a term of two years, or three if grave.
  static let others: KeyValuePairs<String, Int> = [
    "违反财产报告制度": 620,
    "违反限制消费令": 130,
    "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行": 110,
    "以伪造证据、暴力、威胁等方法妨碍、抗拒执行": 50,
    "无正当理由拒不履行执行和解协议": 90,
  ]

  /// Those whose awards the courts carry out beside judgments.
  static let otherIssuers = ["南京仲裁委员会", "南京市劳动人事争议仲裁委员会", "江苏省南京市南京公证处"]

  /// A ground and the term entered with it. Many courts leave the term out.
  static func draw(hasTerm: Bool, using random: inout SplitMix64) -> (text: String, term: String) {
    if hasTerm { return (random.pick(others), random.chance(120) ? "3" : "2") }
    return (random.chance(720) ? ability : random.pick(others), "")
  }
}
