/// What a number format makes of a number: as much of it as changes what the number means.
enum CellFormat: Equatable {
  /// The number as it is.
  case number
  /// A share, shown times a hundred with a per cent sign.
  case percentage
  /// Days since the workbook's first, shown as a day, a month, a year or a time of day.
  case date(DateParts)
  /// A whole number with zeros before it up to a width, as codes are kept: `000000`.
  case padded(Int)

  /// What a date's format shows.
  struct DateParts: OptionSet, Equatable {
    let rawValue: UInt8
    static let year = DateParts(rawValue: 1)
    static let month = DateParts(rawValue: 2)
    static let day = DateParts(rawValue: 4)
    static let time = DateParts(rawValue: 8)
    /// Whether the hours go on past a day: `[h]:mm`.
    static let elapsed = DateParts(rawValue: 16)
  }

  /// The format with a number that needs no definition: ECMA-376 part 1, 18.8.30, with the Chinese ones.
  init(builtIn number: Int) {
    switch number {
    case 9, 10: self = .percentage
    case 14, 15, 30, 31: self = .date([.year, .month, .day])
    case 17, 27, 36, 50, 52, 57: self = .date([.year, .month])
    case 16, 28, 29, 51, 53, 54, 58: self = .date([.month, .day])
    case 18...21, 32...35, 45, 47, 55, 56: self = .date(.time)
    case 46: self = .date([.time, .elapsed])
    case 22: self = .date([.year, .month, .day, .time])
    default: self = .number
    }
  }

  /// The format that a code writes: `yyyy"年"m"月"`, `0.00%`, `[$-804]yyyy/m/d;@`.
  init(code: String) {
    var letters = FormatLetters(code)
    let parts = letters.dateParts
    if !parts.isEmpty {
      self = .date(parts)
    } else if letters.hasPercentSign {
      self = .percentage
    } else if letters.plain.count > 1, letters.plain.allSatisfy({ $0 == "0" }) {
      self = .padded(letters.plain.count)
    } else {
      self = .number
    }
  }
}

/// What of a format's first section is neither quoted nor an ornament.
private struct FormatLetters {
  private(set) var plain: [Character] = []
  private var hasElapsedTime = false

  init(_ code: String) {
    var rest = Array(code)[...]
    while let character = rest.popFirst() {
      switch character {
      case ";": return
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = String(rest.prefix { $0 != "]" }).lowercased()
        rest = rest.drop { $0 != "]" }.dropFirst()
        if !inside.isEmpty,
          Set(inside).isSubset(of: ["h"]) || Set(inside).isSubset(of: ["m"])
            || Set(inside).isSubset(of: ["s"])
        {
          hasElapsedTime = true
        }
      default: plain.append(contentsOf: character.lowercased())
      }
    }
  }

  var hasPercentSign: Bool { plain.contains("%") }

  /// What of a date the letters show; nothing where they show a number.
  var dateParts: CellFormat.DateParts {
    mutating get {
      var parts: CellFormat.DateParts = hasElapsedTime ? [.time, .elapsed] : []
      if String(plain) == "general" { return parts }
      dropNoon()
      let runs = letterRuns
      for (place, run) in runs.enumerated() {
        switch run.letter {
        case "y": parts.insert(.year)
        // `e` is the year in East Asian formats; before a sign it is the exponent of a number.
        case "e" where !run.isBeforeSign: parts.insert(.year)
        case "d": parts.insert(.day)
        case "h", "s": parts.insert(.time)
        case "m":
          let isMinute =
            place > 0 && runs[place - 1].letter == "h" || place + 1 < runs.count && runs[place + 1].letter == "s"
            || hasElapsedTime
          parts.insert(isMinute ? .time : .month)
        default: break
        }
      }
      return parts
    }
  }

  /// The marks of the half of the day hold letters that mean nothing else.
  private mutating func dropNoon() {
    for mark in ["am/pm", "a/p", "上午/下午"] {
      let wanted = Array(mark)
      guard plain.count >= wanted.count,
        let place = (0...plain.count - wanted.count).first(where: { Array(plain[$0..<$0 + wanted.count]) == wanted })
      else { continue }
      plain.removeSubrange(place..<place + wanted.count)
    }
  }

  private var letterRuns: [(letter: Character, isBeforeSign: Bool)] {
    var runs: [(letter: Character, isBeforeSign: Bool)] = []
    var before: Character?
    for (place, character) in plain.enumerated() {
      if character != before, "ymdhse".contains(character) {
        let next = place + 1 < plain.count ? plain[place + 1] : nil
        runs.append((character, next == "+" || next == "-" && place > 0 && "0#?.".contains(plain[place - 1])))
      }
      before = character
    }
    return runs
  }
}

/// The format of each style that a workbook's cells have.
struct CellFormats {
  private var formats: [CellFormat] = []

  /// No styles: every number as it is.
  init() {}

  /// Reads the styles of a workbook; nil where they are not well-formed.
  init?(_ window: PartWindow) {
    var codes: [Int: CellFormat] = [:]
    var formats: [CellFormat] = []
    var isInCells = false
    let isWhole = XMLScanner.forEachTag(window) { tag, bytes in
      if XMLScanner.matches(bytes, tag.name, "cellXfs") {
        isInCells = tag.kind == .opening
      } else if tag.kind == .closing {
        return
      } else if XMLScanner.matches(bytes, tag.name, "numFmt") {
        guard let number = XMLScanner.attribute("numFmtId", of: tag, bytes).flatMap({ Int($0) }),
          let code = XMLScanner.attribute("formatCode", of: tag, bytes)
        else { return }
        codes[number] = CellFormat(code: code)
      } else if isInCells, XMLScanner.matches(bytes, tag.name, "xf") {
        let number = XMLScanner.attribute("numFmtId", of: tag, bytes).flatMap { Int($0) } ?? 0
        formats.append(codes[number] ?? CellFormat(builtIn: number))
      }
    }
    guard isWhole else { return nil }
    self.formats = formats
  }

  /// The format of a style.
  @inline(__always)
  subscript(style: Int) -> CellFormat { style < formats.count ? formats[style] : .number }
}
