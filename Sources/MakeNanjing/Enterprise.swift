/// One enterprise or household business of the made-up city.
struct Enterprise: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case company = "企业"
    case household = "个体工商户"
    case cooperative = "农民专业合作社"
    case branch = "分支机构"

    /// Department and category in the credit code: 91 enterprises and their branches, 92 households, 93 cooperatives.
    var codePrefix: String {
      switch self {
      case .company, .branch: "91"
      case .household: "92"
      case .cooperative: "93"
      }
    }
  }

  /// Its place in the book: enterprises are told apart by it.
  let number: Int
  let code: CreditCode
  let name: String
  let place: Place
  let status: String
  let size: String
  let kind: Kind
  let representative: String
  /// False for the few that stand on a list and not in the register.
  let isRegistered: Bool
}

/// Who tends to stand on a list: the shares by which a district, a status, a size and a kind are drawn.
struct Profile: Sendable {
  let district: @Sendable (District) -> Int
  let statuses: KeyValuePairs<String, Int>
  let sizes: KeyValuePairs<String, Int>
  let kinds: KeyValuePairs<Enterprise.Kind, Int>

  private static let listedSizes: KeyValuePairs<String, Int> = ["微型": 620, "小型": 310, "中型": 60, "大型": 10]
  private static let listedKinds: KeyValuePairs<Enterprise.Kind, Int> = [
    .company: 940, .household: 25, .cooperative: 10, .branch: 25,
  ]

  /// On a list of serious dishonesty: many have lost their licence and never deregistered.
  static let serious = Profile(
    district: { $0.serious },
    statuses: ["存续": 450, "吊销": 390, "停业": 55, "注销": 40, "迁出": 30, "清算": 25, "破产": 10],
    sizes: listedSizes, kinds: listedKinds)
  /// Surveyed by the street's officers as having nothing left: mostly shells.
  static let shell = Profile(
    district: { $0.serious },
    statuses: ["吊销": 560, "存续": 270, "停业": 80, "注销": 40, "迁出": 20, "清算": 20, "破产": 10],
    sizes: listedSizes, kinds: listedKinds)
  /// In bankruptcy proceedings.
  static let insolvent = Profile(
    district: { $0.serious }, statuses: ["破产": 620, "清算": 250, "吊销": 80, "存续": 50],
    sizes: ["微型": 350, "小型": 430, "中型": 180, "大型": 40], kinds: [.company: 1])
  /// Penalised: at work, or nobody would have inspected it.
  static let penalised = Profile(
    district: { $0.penalised },
    statuses: ["存续": 935, "吊销": 20, "停业": 18, "注销": 12, "迁出": 9, "清算": 4, "破产": 2],
    sizes: ["微型": 560, "小型": 330, "中型": 90, "大型": 20],
    kinds: [.company: 780, .household: 150, .cooperative: 15, .branch: 55])
}

/// Every enterprise made so far. Codes and names are unique in it.
struct EnterpriseBook {
  private(set) var enterprises: [Enterprise] = []
  private var random: SplitMix64
  private var serials: Set<Int> = []
  private var names: Set<String> = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed, stream: "enterprises")
  }

  /// Makes one more enterprise: its name is drawn from the words and its district, an index in `District.all`, from
  /// the profile's shares, unless they are given.
  mutating func found(
    _ profile: Profile, isRegistered: Bool = true, name: String? = nil, district: Int? = nil
  ) -> Enterprise {
    let kind = name == nil ? random.pick(profile.kinds) : .company
    let place = random.place { profile.district($0) }
    return admit(
      Enterprise(
        number: enterprises.count,
        code: freshCode(kind, region: District.all[district ?? place.district].region),
        name: name ?? freshName(kind, in: place),
        place: district.map { Place(district: $0, street: 0) } ?? place,
        status: random.pick(profile.statuses),
        size: kind == .household ? "微型" : random.pick(profile.sizes),
        kind: kind,
        representative: EnterpriseName.person(using: &random),
        isRegistered: isRegistered))
  }

  mutating func found(_ count: Int, _ profile: Profile) -> [Enterprise] {
    (0..<count).map { _ in found(profile) }
  }

  /// The name and the representative of an enterprise that the book doesn't hold: its code is unreadable in life.
  mutating func stranger() -> (name: String, representative: String, code: CreditCode) {
    let place = random.place { $0.serious }
    return (
      freshName(.company, in: place), EnterpriseName.person(using: &random),
      freshCode(.company, region: District.all[place.district].region)
    )
  }

  private mutating func admit(_ enterprise: Enterprise) -> Enterprise {
    enterprises.append(enterprise)
    return enterprise
  }

  private mutating func freshCode(_ kind: Enterprise.Kind, region: String) -> CreditCode {
    var serial = random.below(1_000_000)
    while !serials.insert(serial).inserted { serial = random.below(1_000_000) }
    return CreditCode(prefix: kind.codePrefix, region: region, serial: serial)
  }

  private mutating func freshName(_ kind: Enterprise.Kind, in place: Place) -> String {
    var name = EnterpriseName.enterprise(kind, in: place, using: &random)
    while !names.insert(name).inserted { name = EnterpriseName.enterprise(kind, in: place, using: &random) }
    return name
  }
}
