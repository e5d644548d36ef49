extension ArrowSchema {
  /// The version of the format's messages that is written, 5 counted from 1.
  static let version: Int16 = 4

  var node: FlatNode {
    .table([
      .number(0 as Int16), .reference(.nodes(fields.map(\.node))), .reference(ArrowSchema.node(of: metadata)),
    ])
  }

  fileprivate static func node(of metadata: [String: String]) -> FlatNode {
    .nodes(
      metadata.sorted { $0.key < $1.key }.map { .table([.text($0.key), .text($0.value)]) })
  }
}

extension ArrowField {
  fileprivate var node: FlatNode {
    let (kind, content) = type.node
    let encoding = dictionary.map { dictionary in
      FlatField.reference(
        .table([
          .number(dictionary.id), .reference(dictionary.index.node.content), .flag(dictionary.isOrdered),
        ]))
    }
    return .table([
      .text(name), .flag(true), .number(kind), .reference(content), encoding, .reference(.nodes([])),
      .reference(ArrowSchema.node(of: metadata)),
    ])
  }
}

extension ArrowType {
  /// The number of the type in the format, and what says more about it.
  fileprivate var node: (kind: UInt8, content: FlatNode) {
    switch self {
    case .null, .other: (1, .table([]))
    case .integer(let bits, let isSigned): (2, .table([.number(Int32(bits)), .flag(isSigned)]))
    case .float(let bits): (3, .table([.number(Int16(bits / 32))]))
    case .text(let isLarge): (isLarge ? 20 : 5, .table([]))
    case .flag: (6, .table([]))
    case .decimal(let bits, let precision, let scale):
      (7, .table([.number(Int32(precision)), .number(Int32(scale)), .number(Int32(bits))]))
    case .date(let isDays): (8, .table([.number(Int16(isDays ? 0 : 1))]))
    case .timestamp(let places, let zone): (10, .table([.number(Int16(places / 3)), zone.map { .text($0) }]))
    case .textView: (24, .table([]))
    }
  }
}
