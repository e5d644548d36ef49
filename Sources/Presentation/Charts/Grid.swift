/// Values under two labels, shaded from the least to the greatest.
struct Grid {
  private let rows: [String]
  private let columns: [String]
  private let cells: [[String]: ChartData.Point]
  private let heading: String
  /// How many rows of the grid are left out.
  let omitted: Int

  /// A grid of points with two labels; nil where they have more or fewer, or too many of the second.
  init?(_ data: ChartData) {
    guard data.points.allSatisfy({ $0.labels.count == 2 }) else { return nil }
    let all = Grid.distinct(data.points.map { $0.labels[0] })
    rows = Array(all.prefix(Chart.mostBars))
    omitted = all.count - rows.count
    columns = Grid.distinct(data.points.map { $0.labels[1] })
    guard columns.count <= Chart.mostColumns, columns.count > 1 else { return nil }
    cells = Dictionary(data.points.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
    heading = data.heading
  }

  private static func distinct(_ labels: [String]) -> [String] {
    var seen: Set<String> = []
    return labels.filter { seen.insert($0).inserted }
  }

  private static let shades: [Character] = ["░", "▒", "▓", "█"]

  /// The grid, a line a first label, with its values behind their shades.
  func lines() -> [String] {
    let values = cells.values.compactMap(\.value)
    let scale = Scale(least: values.min() ?? 0, most: values.max() ?? 0, steps: Grid.shades.count - 1)
    let texts = rows.map { row in columns.map { column in text(cells[[row, column]], scale) } }
    let first = min(20, rows.map { TextWidth.columns(of: $0) }.max() ?? 0)
    let widths = columns.indices.map { column in
      max(TextWidth.columns(of: columns[column]), texts.map { TextWidth.columns(of: $0[column]) }.max() ?? 0)
    }
    func line(_ label: String, _ cells: [String]) -> String {
      let name = TextWidth.padded(TextWidth.truncated(label, to: first), to: first)
      let line = name + zip(cells, widths).map { "  " + TextWidth.padded($0, to: $1, alignment: .right) }.joined()
      return Chart.trimmed(line)
    }
    return [heading, line("", columns)] + zip(rows, texts).map { line($0, $1) }
  }

  private func text(_ point: ChartData.Point?, _ scale: Scale) -> String {
    guard let point else { return "" }
    guard let value = point.value else { return point.text }
    let headline = point.text.split(separator: "   ", maxSplits: 1).first.map(String.init) ?? point.text
    return "\(Grid.shades[scale.position(of: value)]) \(headline)"
  }
}
