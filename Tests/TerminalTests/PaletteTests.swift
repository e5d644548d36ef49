import Testing

@testable import Terminal

@Suite struct PaletteTests {
  @Test("A plain palette leaves every style as it is", arguments: Style.allCases)
  func plainPalette(style: Style) {
    #expect(Palette.plain.apply(style, to: "企业 42") == "企业 42")
  }

  @Test("A coloured palette wraps the text and ends the style", arguments: Style.allCases)
  func colouredPalette(style: Style) {
    let shown = Palette(isColoured: true).apply(style, to: "企业")
    if style == .name {
      #expect(shown == "企业")
    } else {
      #expect(shown.hasPrefix("\u{1B}["))
      #expect(shown.hasSuffix("m企业\u{1B}[0m"))
    }
  }

  @Test("No two coloured styles look the same")
  func stylesDiffer() {
    let palette = Palette(isColoured: true)
    #expect(Set(Style.allCases.map { palette.apply($0, to: "x") }).count == Style.allCases.count)
  }

  @Test("An empty text gets no control sequences")
  func emptyText() {
    #expect(Palette(isColoured: true).apply(.error, to: "") == "")
  }

  @Test("What is not a terminal gets a plain palette")
  func notATerminal() throws {
    let pipe = try TestPipe()
    #expect(!Palette.suited(to: pipe.reading).isColoured)
    #expect(TerminalSize.current(of: pipe.reading) == nil)
  }

  @Test("A pseudo-terminal gets colours unless they are refused")
  func terminal() throws {
    let terminal = try TestTerminal(columns: 33, rows: 7)
    #expect(TerminalSize.current(of: terminal.descriptor) == TerminalSize(columns: 33, rows: 7))
    #expect(!Palette.suited(to: terminal.descriptor, wantsColour: false).isColoured)
    let environmentAllows = environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    #expect(Palette.suited(to: terminal.descriptor).isColoured == environmentAllows)
  }
}
