import Testing

@testable import Terminal

@Suite struct EditAreaLayoutTests {
  private func layout(_ text: String, caret: Int? = nil, columns: Int) -> EditAreaLayout {
    let scalars = Array(text.unicodeScalars)
    return EditAreaLayout(
      .init(text: scalars, caret: caret ?? scalars.count, prompt: "> ", continuationPrompt: ". "),
      columns: columns, palette: .plain)
  }

  @Test("A double-width character that does not fit goes to the next row whole")
  func wideAtTheMargin() {
    let area = layout("a企业规", columns: 6)
    #expect(area.rows.map(\.text) == ["> a企", "业规"])
    #expect(area.rows.map(\.isWrapped) == [true, false])
    #expect((area.caretRow, area.caretColumn) == (1, 4))
  }

  @Test("The caret before a character that wraps stands where the character does")
  func caretBeforeWrapped() {
    let area = layout("a企业规", caret: 2, columns: 6)
    #expect((area.caretRow, area.caretColumn) == (1, 0))
  }

  @Test("Behind a full row the caret stands on a row of its own")
  func fullRow() {
    let area = layout("企业", columns: 6)
    #expect(area.rows.count == 2)
    #expect((area.caretRow, area.caretColumn) == (1, 0))
  }

  @Test("Further lines start with the continuation prompt")
  func lines() {
    let area = layout("f(\n企\n", caret: 3, columns: 20)
    #expect(area.rows.map(\.text) == ["> f(", ". 企", ". "])
    #expect(area.rows.allSatisfy { !$0.isWrapped })
    #expect((area.caretRow, area.caretColumn) == (1, 2))
  }

  @Test("Tabs reach the next stop, control characters are shown, accents take no cell")
  func oddCharacters() {
    #expect(layout("a\tb", columns: 20).rows[0].text == "> a     b")
    #expect(layout("\u{1}x", columns: 20).rows[0].text == "> ^Ax")
    let accent = layout("e\u{301}x", caret: 2, columns: 20)
    #expect(accent.rows[0].width == 4)
    #expect(accent.caretColumn == 3)
  }

  @Test("Each row carries the colours it needs and ends them")
  func colours() {
    let content = EditAreaLayout.Content(
      text: Array("企业企业".unicodeScalars), caret: 0, styles: [nil, .number, .number, nil], prompt: "> ")
    let rows = EditAreaLayout(content, columns: 6, palette: Palette(isColoured: true)).rows
    #expect(rows[0].text == "\u{1B}[1;36m> \u{1B}[0m企\u{1B}[36m业\u{1B}[0m")
    #expect(rows[1].text == "\u{1B}[36m企\u{1B}[0m业 " || rows[1].text == "\u{1B}[36m企\u{1B}[0m业")
  }
}

@Suite struct EditAreaPainterTests {
  @Test(
    "After any edits the screen shows what painting it afresh would show, from wherever the prompt stood",
    arguments: [(80, 24), (24, 12), (25, 12), (9, 6), (20, 4), (7, 2)], [1, 2, 3] as [UInt64])
  func randomEdits(window: (columns: Int, rows: Int), seed: UInt64) {
    let startRow = Int(seed - 1) * (window.rows - 1) / 2
    let size = TerminalSize(columns: window.columns, rows: window.rows)
    var random = SmallRandom(state: seed)
    var painter = EditAreaPainter()
    var screen = ScreenModel(size: size)
    screen.write(String(repeating: "\r\n", count: startRow))
    var text: [Unicode.Scalar] = []
    var caret = 0
    let alphabet = Array("企业规模中文ab, 1\té\n".unicodeScalars)
    for _ in 0..<400 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        guard text.count < 120 else { text = []; caret = 0; break }
        text.insert(alphabet.randomElement(using: &random) ?? "x", at: caret)
        caret += 1
      case 5 where caret > 0:
        caret -= 1
        text.remove(at: caret)
      case 6 where caret < text.count: text.remove(at: caret)
      default: caret = Int.random(in: 0...text.count, using: &random)
      }
      let content = EditAreaLayout.Content(text: text, caret: caret, prompt: "推> ", continuationPrompt: ". ")
      let layout = EditAreaLayout(content, columns: size.columns, palette: .plain)
      let hasFooter = Bool.random(using: &random)
      let footer = hasFooter ? [ScreenRow(text: "找: x", width: 5)] : []
      screen.write(painter.paint(layout, footer: footer, size: size))

      let areaStart = startRow - screen.scrolledRows
      if layout.rows.count + footer.count <= size.rows {
        let expected = (layout.rows + footer).map(\.text.trimmed).droppingTrailingEmpty
        #expect(Array(screen.contents.dropFirst(areaStart)) == expected)
        #expect(screen.caret == (areaStart + layout.caretRow, layout.caretColumn))
      } else {
        #expect(screen.caretRowText == layout.rows[layout.caretRow].text.trimmed)
        #expect(screen.caret.column == layout.caretColumn)
      }
    }
  }

  @Test("What has not changed is not written again")
  func nothingToDo() {
    var painter = EditAreaPainter()
    let size = TerminalSize(columns: 20, rows: 5)
    let area = EditAreaLayout(.init(text: ["x"], caret: 1, prompt: "> "), columns: 20, palette: .plain)
    #expect(!painter.paint(area, size: size).isEmpty)
    #expect(painter.paint(area, size: size).isEmpty)
  }

  @Test("Leaving goes below the area, wherever the caret was")
  func leaving() {
    var painter = EditAreaPainter()
    let size = TerminalSize(columns: 10, rows: 6)
    var screen = ScreenModel(size: size)
    let text = Array("一\n二\n三".unicodeScalars)
    let area = EditAreaLayout(.init(text: text, caret: 0, prompt: "> "), columns: 10, palette: .plain)
    screen.write(painter.paint(area, size: size))
    screen.write(painter.leave() + "end")
    #expect(screen.contents == ["> 一", "二", "三", "end"])
  }

  @Test(
    "Erasing leaves what stands above, wherever the area is, and never clears the whole window at once",
    arguments: 0..<6)
  func erasing(startRow: Int) {
    var painter = EditAreaPainter()
    let size = TerminalSize(columns: 10, rows: 6)
    let text = Array("一\n二".unicodeScalars)
    for caret in [0, text.count] {
      var screen = ScreenModel(size: size)
      screen.write(String(repeating: "above\r\n", count: startRow))
      let area = EditAreaLayout(.init(text: text, caret: caret, prompt: "> "), columns: 10, palette: .plain)
      screen.write(painter.paint(area, size: size))
      let scrolled = screen.scrolledRows
      screen.write(painter.erase(caretRow: area.caretRow))
      #expect(screen.contents == Array(repeating: "above", count: startRow - scrolled))
      #expect(screen.caret == (startRow - scrolled, 0))
      #expect(screen.clearedPages == 0)
    }
  }
}
