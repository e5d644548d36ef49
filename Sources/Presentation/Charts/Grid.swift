/// Values under two labels, shaded from the least to the greatest.
struct Grid {
  private static let shades: [Character] = ["░", "▒", "▓", "█"]
  private static let gap = 2

  private let heading: String
  private let labels: [String]
  private let labelWidth: Int
  private let columns: [Column]
  /// How many rows of the grid are left out.
  let omitted: Int

  private struct Column {
    let heading: String
    let texts: [String]
    let width: Int
  }

  /// A grid of points with two labels; nil where they have more or fewer, too many of the second, or more than fit.
  init?(_ data: ChartData, within width: Int) {
    guard data.points.allSatisfy({ $0.labels.count == 2 }) else { return nil }
    let all = Grid.distinct(data.points.map { $0.labels[0] })
    let rows = all.prefix(Chart.mostBars)
    let second = Grid.distinct(data.points.map { $0.labels[1] })
    guard second.count <= Chart.mostColumns, second.count > 1 else { return nil }
    let cells = Dictionary(data.points.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
    let values = cells.values.compactMap(\.value)
    let scale = Scale(least: values.min() ?? 0, most: values.max() ?? 0, steps: Grid.shades.count - 1)
    columns = second.map { column in
      let texts = rows.map { Grid.text(cells[[$0, column]], scale) }
      let heading = VisibleText.line(column)
      return Column(
        heading: heading, texts: texts, width: (texts + [heading]).map { TextWidth.columns(of: $0) }.max() ?? 0)
    }
    labels = rows.map(VisibleText.line)
    labelWidth = min(20, labels.map { TextWidth.columns(of: $0) }.max() ?? 0)
    guard columns.reduce(labelWidth, { $0 + Grid.gap + $1.width }) <= width else { return nil }
    heading = data.heading
    omitted = all.count - rows.count
  }

  private static func distinct(_ labels: [String]) -> [String] {
    var seen: Set<String> = []
    return labels.filter { seen.insert($0).inserted }
  }

  private static func text(_ point: ChartData.Point?, _ scale: Scale) -> String {
    guard let point else { return "" }
    guard let value = point.value else { return point.headline }
    return "\(shades[scale.position(of: value)]) \(point.headline)"
  }

  /// The grid, a line a first label, with its values behind their shades.
  func lines() -> [String] {
    let headings = line("", columns.map(\.heading))
    return [heading, headings] + labels.indices.map { row in line(labels[row], columns.map { $0.texts[row] }) }
  }

  private func line(_ label: String, _ cells: [String]) -> String {
    let name = TextWidth.padded(TextWidth.truncated(label, to: labelWidth), to: labelWidth)
    let gap = String(repeating: " ", count: Grid.gap)
    return Chart.trimmed(
      name + zip(cells, columns).map { gap + TextWidth.padded($0, to: $1.width, alignment: .right) }.joined())
  }
}
