@testable import Language
import Testing
import Values

@Suite("Statements as they are typed") struct ParserTests {
  @Test(
    "Operators bind as they do on paper",
    arguments: [
      ("a or b and c", "a or (b and c)"), ("not a and b", "(not a) and b"), ("not a = b", "not (a = b)"),
      ("a + b * c", "a + (b * c)"), ("a - b - c", "(a - b) - c"), ("a / b * c", "(a / b) * c"), ("-a * b", "(-a) * b"),
      ("a + b > c - d", "(a + b) > (c - d)"), ("a between 1 and 2 and b", "(a between 1 and 2) and b"),
      ("a in (1, 2) or b", "(a in (1, 2)) or b"), ("a not in (1)", "not (a in (1))"),
      ("a is not known", "a is unknown"),
      ("a is not unknown", "a is known"), ("a == b", "a = b"), ("a <> b", "a != b"), ("a ≠ b", "a != b"),
      ("-a.b", "-(a.b)"), ("not not a", "not (not a)"), ("a is unknown and b", "(a is unknown) and b"),
      ("if a then b else c + 1", "if a then b else (c + 1)"), ("a or b or c", "(a or b) or c"),
    ])
  func precedence(text: String, bracketed: String) {
    #expect(expression(text).map(outline) == expression(bracketed).map(outline))
  }

  @Test(
    "A statement means the same in both tongues, with full-width symbols and without needless spaces",
    arguments: [
      (
        "失信被执行人｜筛选 立案时间《2022年1月1日｜按 所属区、街道 主体数｜排序 主体数 降序｜取前 10",
        "失信被执行人 | where 立案时间 < 2022-01-01 | by 所属区, 街道 entities | sort entities desc | take 10"
      ),
      (
        "行政处罚｜筛选 处罚决定日期 介于 2022年7月1日 至 2022年7月31日｜按 处罚机关 计数",
        "行政处罚 | where 处罚决定日期 between 2022-07-01 and 2022-07-31 | by 处罚机关 count"
      ),
      (
        "对比 现状、破产退出、破产退出＋法院退出 看 严重失信占比 按 县区",
        "compare base, 破产退出, 破产退出 + 法院退出 on 严重失信占比 by 县区"
      ),
      (
        "情景 法院退出（次数＝2）＝退出 失信被执行人 当 计数（查控 当 非 查到财产）≥次数 且 非 财产线索 除非 有纳入期限 依据“宁信用〔2022〕1号 三（二）”",
        """
        scenario 法院退出(次数 = 2) = exit 失信被执行人 where count(查控 where not 查到财产) >= 次数 and not 财产线索 \
        except when 有纳入期限 cite "宁信用〔2022〕1号 三（二）"
        """
      ),
      ("为何“某某商贸有限公司”于 法院退出", "why \"某某商贸有限公司\" in 法院退出"),
      ("截至 2022年3月底", "asof 2022-03-31"),
      ("导入“南京”", "load \"南京\""),
      ("导入 court 来自 “x.csv”", "load court from \"x.csv\""),
      ("令 x＝5万元", "let x = 5万元"),
      ("指标 占比“严重失信占比”＝主体数（严重失信）÷主体数（登记库）", "metric 占比 \"严重失信占比\" = entities(严重失信) / entities(registry)"),
      ("目标 一＝占比＜1％ 截至 2023年3月底 依据“通知”", "target 一 = 占比 < 1% by 2023-03-31 cite \"通知\""),
      ("校验 四舍五入（名义值（占比）、4）＝1.26％", "assert round(headline(占比), 4) = 1.26%"),
      ("名单 严重失信＝court、tax", "list 严重失信 = court, tax"),
      ("情景 都做＝甲＋乙（次数：3）", "scenario 都做 = 甲 + 乙(次数: 3)"),
      ("解读 甲＋乙", "explain 甲 + 乙"),
      ("查看 情景｜取前 3", "show scenario | take 3"),
      ("保存“a.md”", "save \"a.md\""),
      ("court｜筛选 clues 为 不详 或 fine 为 已知", "court | where clues is unknown or fine is known"),
      ("court｜筛选 kind 属于（“a”、“b”）", "court | where kind in (\"a\", \"b\")"),
      ("court｜选列 case、若 clues 则 1 否则 0", "court | select case, if clues then 1 else 0"),
      ("court｜求和（fine）、平均（n）、最大（filed）", "court | sum(fine), mean(n), max(filed)"),
      ("计数（全部 court 当 主体.district＝“玄武区”）", "count(all court where entity.district = \"玄武区\")"),
      ("court｜筛选 filed≥截至－12个月。", "court | where filed >= asof - 12 months;"),
      ("court｜排序 n 升序、fine 降序", "court | sort n asc, fine desc"),
      ("court｜按 district", "court | by district"),
    ])
  func bothTongues(chinese: String, english: String) {
    #expect(statement(chinese).map(outline) == statement(english).map(outline))
  }

  @Test("A list's declaration is read column by column, in both tongues")
  func declaration() throws {
    let english = """
      list court "失信被执行人" of registry by code from "court.csv" encoding gb18030 key case {
        case   text     "案号"
        code   text     "身份证号码/组织机构代码", "代码"
        listed date     "发布时间" since
        left   date     "移出时间" until
        clues  flag     "线索" yes "有" no "无", "没有"
        fine   money    "金额" unit 万元
        other
      }
      """
    let chinese = """
      名单 court “失信被执行人” 隶属 登记库 按 code 来自 “court.csv” 编码 gb18030 主键 case ｛
        case   文本     “案号”
        code   文本     “身份证号码/组织机构代码”、“代码”
        listed 日期     “发布时间” 起
        left   日期     “移出时间” 止
        clues  是否     “线索” 是 “有” 否 “无”、“没有”
        fine   金额     “金额” 单位 万元
        other
      ｝
      """
    #expect(statement(english).map(outline) == statement(chinese).map(outline))
    guard case .list(let list)? = statement(english), case .file(let path, _, let encoding, let columns) = list.source
    else {
      Issue.record("no declaration of a file")
      return
    }
    #expect(path.path == "court.csv")
    #expect(encoding?.text == "gb18030")
    #expect(columns.map(\.name.text) == ["case", "code", "listed", "left", "clues", "fine", "other"])
    #expect(columns.map(\.type) == [.text, .text, .date, .date, .flag, .money, nil])
    #expect(columns.map(\.role) == [nil, nil, .since, .until, nil, nil, nil])
    #expect(columns[1].headings == ["身份证号码/组织机构代码", "代码"])
    #expect(columns[4].yes == ["有"])
    #expect(columns[4].no == ["无", "没有"])
    #expect(columns[5].unit == "万元")
  }

  @Test(
    "A column may have the name of a verb, a type or a stage", arguments: ["date", "case", "list", "take", "count"])
  func verbsAsNames(word: String) {
    #expect(expression("\(word) = 1").map(outline) == "binary((= name(\(outlineOfName(word))) literal(integer(1))))")
  }

  private func outlineOfName(_ word: String) -> String { Keyword(form: word)?.rawValue ?? "‘\(word)’" }

  @Test("A scenario has measures in braces, one a line")
  func measures() {
    let text = """
      scenario both "两项" = {
        exit court where clues cite "一"
        exempt tax

        repair court where n > 1 except when clues cite "二"
      }
      """
    guard case .scenario(let scenario)? = statement(text), case .measures(let measures) = scenario.body else {
      Issue.record("no scenario")
      return
    }
    #expect(measures.map(\.action) == [.exit, .exempt, .repair])
    #expect(measures.map(\.citation) == ["一", nil, nil])
    #expect(measures[2].exceptions.first?.citation == "二")
    #expect(measures[2].exceptions.count == 1)
    #expect(scenario.alias == "两项")
  }

  @Test(
    "A word that begins a statement is a name when what follows shows it",
    arguments: ["list | count", "load.a = 1", "show = 1"])
  func verbsUsedAsNames(text: String) {
    guard case .pipeline? = statement(text) else {
      Issue.record("\(text) is not a question")
      return
    }
  }
}

@Suite("Lines and statements") struct LineTests {
  private func count(_ text: String, document: Bool = false) -> Int {
    let program = document ? Parser.parse(document: SourceText(text)) : Parser.parse(SourceText(text))
    #expect(program.diagnostics.map(\.message.english) == [], "\(text)")
    return program.statements.count
  }

  @Test("At the prompt a line's end, a semicolon and 。 each end a statement")
  func ends() {
    #expect(count("court | count\ntax | count; a | count。b | count\n\n") == 4)
  }

  @Test(
    "A line that is plainly unfinished goes on",
    arguments: [
      "court |\n count", "let x = count(\ncourt\n)", "let x = 1 +\n 2", "court | by a,\n b", "court | where\n a",
      "let x = a and\n b",
    ])
  func unfinished(text: String) {
    #expect(count(text) == 1)
  }

  @Test(
    "In a document a line goes on when the next is indented or begins with | or a word that only goes on",
    arguments: [
      ("court\n| count", 1), ("court\n  | count\n  | take 3", 1), ("court | count\ntax | count", 2),
      ("let x = a\n  + b", 1), ("scenario s = exit court\nwhere clues\ncite \"一\"", 1), ("court\n\n  | count", 1),
      ("情景 s = 退出 court\n当 clues\n且 fine > 1元\n依据“一”", 1), ("court | count\n\ntax | count", 2),
      ("scenario s = {\n  exit court\n  exit tax\n}", 1), ("# 说明\ncourt | count # 计数\n  | take 1", 1),
      ("court | count\r\n  | take 1\r\ntax | count\r\n", 2),
    ])
  func documents(text: String, statements: Int) throws {
    // A blank line before an indented one ends the statement, so that the stage that follows stands alone.
    if text.contains("\n\n  |") {
      #expect(!Parser.parse(document: SourceText(text)).diagnostics.isEmpty)
    } else {
      #expect(count(text, document: true) == statements)
    }
  }

  @Test(
    "What was typed is complete unless it is plainly unfinished",
    arguments: [
      ("court | count", true), ("", true), ("# 说明", true), ("court |", false), ("court | by a,", false),
      ("let x = count(court", false), ("let x = \"a", false), ("scenario s = {", false),
      ("scenario s = { exit court }", true),
      ("let x = 1 +", false), ("let x = 1 ＋", false), ("court ｜", false), ("a and", false), ("a 且", false),
      ("let x = not", false),
      ("court | where", false), ("court | 筛选", false), ("let x =", false), ("let x = (1 + 2)", true),
      ("let x = “甲", false),
      ("let x = “甲”", true), ("court |\n", false), ("a in", false), ("a is", false),
    ])
  func completeness(text: String, isComplete: Bool) {
    #expect(Parser.isComplete(text) == isComplete)
  }
}

@Suite("Texts that can't be read") struct SyntaxErrorTests {
  @Test("All faults of a text are told together, in its order, and what is sound is kept")
  func severalFaults() {
    let program = Parser.parse(
      SourceText("let 5 = 1\ncourt | count\nlet x = (1 +* 2)\ncourt | take many\nlet y = 2 3\ntax | count"))
    #expect(program.statements.count == 2)
    let starts = program.diagnostics.map { $0.span!.range.lowerBound }
    #expect(program.diagnostics.count == 4)
    #expect(starts == starts.sorted())
  }

  @Test("A fault inside braces does not break the statements after them")
  func faultInBraces() {
    let text = "scenario s = {\n  exit\n  exempt tax\n}\ncourt | count"
    let program = Parser.parse(document: SourceText(text))
    #expect(program.diagnostics.count == 1)
    #expect(program.statements.count == 1)
  }

  @Test("A column may be called `help`, as any other word that is not reserved")
  func columnCalledHelp() throws {
    let text = "list a from \"a.csv\" {\n  case text\n  help text\n  day date on\n}\ncount(a)"
    let program = Parser.parse(document: SourceText(text))
    #expect(program.diagnostics.isEmpty)
    #expect(program.statements.count == 2)
  }

  @Test(
    "A fault points at its place and says what was expected",
    arguments: [
      ("let 1️⃣in2️⃣ = 3", "expected a name, found `in`, a word of the language"), ("let x 1️⃣32️⃣", "expected `=`, found `3`"),
      ("let x =1️⃣", "expected a value, but the statement ends here"),
      ("let x = (1 + 21️⃣", "expected `)`, but the statement ends here"),
      ("失信被执行人 | 取前 1️⃣十2️⃣", "expected a number of rows, found `十`"),
      ("let x = 1️⃣1 < 2 <2️⃣ 3", "comparisons can't be chained"),
      ("1️⃣exit2️⃣ court where clues", "a measure stands inside a scenario"),
      ("let x = 1️⃣“甲2️⃣", "this quotation is never closed"), ("let x = 甲 1️⃣@2️⃣ 乙", "`@` means nothing here"),
      ("let x = 1️⃣[甲2️⃣", "this bracketed name is never closed"), ("let x = a.1️⃣+2️⃣ 1", "expected a column, found `+`"),
      ("let x = 1️⃣999999999999999999992️⃣", "this number is too large"),
      ("court | where a 1️⃣b2️⃣", "expected the end of the statement, found `b`"),
      ("list a from 1️⃣b2️⃣", "expected a quoted path, found `b`"),
      ("why 1️⃣in2️⃣ s", "expected a code, or part of a name in quotes, found `in`"),
      (
        "list a from \"a.csv\" {\n  b 1️⃣txet2️⃣\n}",
        "expected a type: integer, decimal, percentage, money, text, category, flag, date, month, found `txet`"
      ),
      (
        "scenario s = {\n 1️⃣court2️⃣\n}",
        "expected a measure: `exit`, `exempt`, `repair`, `strike`, `update` or `admit`, found `court`"
      ),
      (
        "court | by 县区 1️⃣32️⃣",
        "expected a stage: `where`, `select`, `derive`, `by`, `sort`, `take`, `distinct`, `join`, `chart`, `export`, or an aggregate"
      ),
    ])
  func places(marked: String, message: String) {
    let marked = MarkedText(marked)
    let diagnostics = Parser.parse(SourceText(marked.text)).diagnostics
    #expect(diagnostics.map(\.message.english).first == message)
    #expect(diagnostics.first?.span?.range == marked.range)
    #expect(diagnostics.allSatisfy { !$0.message.chinese.isEmpty && $0.kind == .statement })
  }

  @Test("An amount finer than a 分 is not said to be too large")
  func fineAmount() {
    let message = Parser.parse(SourceText("let x = 0.001元")).diagnostics.first?.message.english
    #expect(message != nil && message != "this number is too large")
  }

  @Test(
    "A day that the calendar lacks is not taken for a subtraction", arguments: ["2022-09-31", "2022-13", "2022-02-30"])
  func impossibleDates(text: String) {
    let program = Parser.parse(SourceText("let x = \(text)"))
    #expect(!program.diagnostics.isEmpty, "\(text) was read as \(program.statements.map { outline($0.kind) })")
  }

  @Test(
    "Nesting ten thousand deep is refused with a message",
    arguments: ["(", "not ", "-", "if ", "count(", "a in (", "若 ", "（"])
  func nesting(opening: String) {
    let program = Parser.parse(SourceText("let x = " + String(repeating: opening, count: 10_000) + "1"))
    #expect(program.statements.isEmpty)
    #expect(program.diagnostics.contains { $0.message.english == "this is nested more than 200 levels deep" })
  }

  @Test(
    "A chain of ten thousand operators is refused with a message", arguments: [" + 1", " or 1", " * 1", ".a", " 且 1"])
  func chains(link: String) {
    let program = Parser.parse(SourceText("let x = a" + String(repeating: link, count: 10_000)))
    #expect(program.statements.isEmpty)
    #expect(program.diagnostics.map(\.message.english) == ["this statement has more than 300 operators"])
  }

  @Test("The word all again and again is nesting too")
  func nestedAll() {
    let program = Parser.parse(SourceText("let x = " + String(repeating: "all ", count: 1000) + "court"))
    #expect(program.diagnostics.map(\.message.english) == ["this is nested more than 200 levels deep"])
  }

  @Test("Nesting that is balanced and not deep is read")
  func shallowNesting() {
    let text = String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150)
    #expect(expression(text).map(outline) == "literal(integer(1))")
  }
}
