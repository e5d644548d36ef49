import Tables
import Values

/// A result as a picture of block characters, readable in 80 columns and without colour.
///
/// Groups become bars, an ordered first column becomes a line with its range as a band, two labels a grid of shades.
public struct Chart {
  /// The columns that a chart takes where nothing narrower is asked for.
  public static let width = 78
  /// The least columns in which a chart can be read.
  static let leastWidth = 24
  /// The columns that bars have before their ranges are written out.
  static let leastBar = 10
  /// The most bars, and the most rows or columns of a grid.
  static let mostBars = 40
  static let mostColumns = 9

  private let data: ChartData
  private let width: Int

  /// A chart of a result; nil where there is no number to draw.
  /// - Parameters:
  ///   - table: The result; its first columns are the labels.
  ///   - column: The position of the column to draw; nil for the last that holds numbers, changes left aside.
  ///   - tongue: The tongue of headings and values.
  ///   - width: The columns that it may take.
  public init?(_ table: ResultTable, column: Int? = nil, in tongue: Tongue, width: Int = Chart.width) {
    guard let data = ChartData(table, column: column, in: tongue), data.points.contains(where: { $0.value != nil })
    else { return nil }
    self.data = data
    self.width = max(Chart.leastWidth, width)
  }

  /// The lines of the picture and, where it leaves rows out, how many.
  public func drawing() -> (lines: [String], omitted: Int) {
    if data.isOrdered { return (lineChart(), 0) }
    if let grid = Grid(data, within: width) { return (grid.lines(), grid.omitted) }
    return bars()
  }

  // MARK: Bars

  private func bars() -> (lines: [String], omitted: Int) {
    let points = data.points.prefix(Chart.mostBars)
    let labels = points.map { Chart.label($0.labels, within: width / 3) }
    let labelWidth = labels.map { TextWidth.columns(of: $0) }.max() ?? 0
    func room(_ texts: [String]) -> Int {
      width - labelWidth - (texts.map { TextWidth.columns(of: $0) }.max() ?? 0) - 4
    }
    var texts = points.map(\.text)
    // Where they leave too little for the bars, the ranges are seen in the bars' shading alone.
    if room(texts) < Chart.leastBar { texts = points.map(\.headline) }
    let room = max(4, room(texts))
    let ends = points.flatMap { [$0.low, $0.value, $0.high].compactMap { $0 } }
    let scale = Scale(least: min(0, ends.min() ?? 0), most: max(0, ends.max() ?? 0), steps: room)
    let lines = points.indices.map { index in
      let name = TextWidth.padded(labels[index], to: labelWidth)
      let bar = TextWidth.padded(self.bar(points[index], scale), to: room)
      return Chart.trimmed("\(name)  \(bar)  \(texts[index])")
    }
    return (lines, data.points.count - points.count)
  }

  /// Labels one behind the other. Where they are too long the longest is cut short first, so that something is seen of each.
  private static func label(_ parts: [String], within width: Int) -> String {
    let (parts, mark) = (parts.map(VisibleText.line), " · ")
    var widths = parts.map { TextWidth.columns(of: $0) }
    let room = width - max(0, parts.count - 1) * TextWidth.columns(of: mark)
    for _ in 0..<max(0, widths.reduce(0, +) - room) {
      guard let longest = widths.indices.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[longest] -= 1
    }
    let shortened = zip(parts, widths).map { TextWidth.truncated($0, to: max(2, $1)) }
    return TextWidth.truncated(shortened.joined(separator: mark), to: width)
  }

  /// A bar from zero to the value; what the range adds to it is shaded.
  private func bar(_ point: ChartData.Point, _ scale: Scale) -> String {
    guard let value = point.value else { return "" }
    let zero = scale.position(of: 0)
    let ends = [point.low, value, point.high].compactMap { $0.map(scale.position) }
    let (least, most) = (ends.min() ?? zero, ends.max() ?? zero)
    var cells = [Character](repeating: " ", count: scale.steps)
    for cell in min(zero, least)..<max(zero, most) {
      // Solid as far as the value surely goes, shaded as far as it may.
      let isSure = cell < zero ? cell >= most : cell < least
      cells[cell] = isSure ? "█" : "▒"
    }
    // What differs from nothing is seen, be it ever so short.
    if least == zero, most == zero, value != 0 { cells[min(zero, scale.steps - 1)] = "▏" }
    return String(cells)
  }

  // MARK: Lines

  private static let lineHeight = 12

  /// Values from the bottom to the top, points from left to right; a band where the range is wider than a line.
  private func lineChart() -> [String] {
    let ends = data.points.flatMap { [$0.low, $0.value, $0.high].compactMap { $0 } }
    let scale = Scale(least: ends.min() ?? 0, most: ends.max() ?? 0, steps: Chart.lineHeight - 1)
    let axis = (0..<Chart.lineHeight).map { row in
      row % 4 == 3 || row == 0 ? data.axisText(scale.value(at: row)) : ""
    }
    let axisWidth = axis.map { TextWidth.columns(of: $0) }.max() ?? 0
    let room = max(4, width - axisWidth - 3)
    let last = max(1, data.points.count - 1)
    var cells = Array(repeating: [Character](repeating: " ", count: room), count: Chart.lineHeight)
    for column in 0..<room {
      let place = Double(column) / Double(room - 1) * Double(last)
      let (before, part) = (min(Int(place), last), place - Double(Int(place)))
      let after = min(before + 1, data.points.count - 1)
      func between(_ pick: (ChartData.Point) -> Double?) -> Double? {
        guard let first = pick(data.points[before]), let second = pick(data.points[after]) else { return nil }
        return first + (second - first) * part
      }
      if let low = between(\.low), let high = between(\.high) {
        for row in scale.position(of: low)...scale.position(of: high) { cells[row][column] = "░" }
      }
      if let value = between(\.value) { cells[scale.position(of: value)][column] = "·" }
    }
    for (index, point) in data.points.enumerated() {
      guard let value = point.value else { continue }
      cells[scale.position(of: value)][Int((Double(index) / Double(last) * Double(room - 1)).rounded())] = "●"
    }
    let rows = (0..<Chart.lineHeight).reversed().map { row in
      Chart.trimmed("\(TextWidth.padded(axis[row], to: axisWidth, alignment: .right)) ┤\(String(cells[row]))")
    }
    return [data.heading] + rows + [foot(axisWidth: axisWidth, room: room)]
  }

  /// The first, the middle and the last label under their points.
  private func foot(axisWidth: Int, room: Int) -> String {
    let labels = data.points.map { VisibleText.line($0.labels.joined(separator: " ")) }
    let (first, last) = (labels.first ?? "", labels.last ?? "")
    let margin = String(repeating: " ", count: axisWidth + 2)
    let free = room - TextWidth.columns(of: first) - TextWidth.columns(of: last)
    guard free > 0 else { return margin + first }
    let middle = labels.count % 2 == 1 && labels.count > 2 ? labels[labels.count / 2] : ""
    let width = TextWidth.columns(of: middle)
    guard !middle.isEmpty, free > width + 4 else { return margin + first + String(repeating: " ", count: free) + last }
    let before = max(2, room / 2 - TextWidth.columns(of: first) - width / 2)
    return margin + first + String(repeating: " ", count: before) + middle
      + String(repeating: " ", count: max(2, free - before - width)) + last
  }

  /// A line without blanks at its end.
  static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

/// Numbers on an axis of so many cells.
struct Scale {
  let least: Double
  let most: Double
  let steps: Int

  /// The cell in which a number lies, from 0 to `steps`.
  func position(of number: Double) -> Int {
    guard most > least else { return steps / 2 }
    let place = (number - least) / (most - least) * Double(steps)
    return min(steps, max(0, Int(place.rounded())))
  }

  /// The number at a cell.
  func value(at position: Int) -> Double {
    guard most > least else { return least }
    return least + (most - least) * Double(position) / Double(steps)
  }
}
