// swift-format-ignore-file: NeverForceUnwrap

import Foundation
@testable import Language
import Testing
import Values

@Suite("Statements in words again") struct StatementPrinterTests {
  private func parsed(_ text: String, isDocument: Bool) -> Statement? {
    let source = SourceText(text)
    let program = isDocument ? Parser.parse(document: source) : Parser.parse(source)
    #expect(program.diagnostics.map(\.message.english) == [], "\(text)")
    #expect(program.statements.count == 1, "\(text)")
    return program.statements.first
  }

  @Test("What is printed in either tongue is read as the same statement", arguments: 1...800)
  func roundTrip(seed: Int) throws {
    var statements = Statements(seed)
    let original = statements.statement(seed % Statements.kinds)
    let (english, chinese) = (StatementPrinter(tongue: .english), StatementPrinter(tongue: .chinese))
    let inChinese = chinese.text(of: original)
    for (printer, isDocument) in [(english, true), (english, false), (chinese, true), (chinese, false)] {
      let text = printer.text(of: original)
      guard let again = parsed(text, isDocument: isDocument) else { continue }
      #expect(outline(again.kind) == outline(original.kind), "\(text)")
      #expect(printer.text(of: again) == text)
    }
    guard let first = parsed(inChinese, isDocument: true),
      let second = parsed(english.text(of: first), isDocument: true)
    else { return }
    #expect(chinese.text(of: second) == inChinese)
  }

  @Test("A statement goes on with nothing that stands above it", arguments: 1...200)
  func below(seed: Int) {
    var statements = Statements(seed)
    let original = statements.statement(seed % Statements.kinds)
    for tongue in Tongue.allCases {
      let text = "1\n\(StatementPrinter(tongue: tongue).text(of: original))\n2"
      let program = Parser.parse(document: SourceText(text))
      #expect(program.diagnostics.isEmpty && program.statements.count == 3, "\(text)")
    }
  }

  @Test(
    "Names that are words of the language stand in brackets where they would be read as such",
    arguments: Keyword.allCases)
  func names(keyword: Keyword) {
    for form in [keyword.rawValue, keyword.words.chinese] {
      for text in [
        "[\(form)]", "[\(form)] + 1", "[\(form)](1)", "[\(form)] | [\(form)]", "court | [\(form)](1)",
        "scenario s = [\(form)]", "scenario s = exit [\(form)] except when [\(form)]", "compare [\(form)] on [\(form)]",
        "list l from \"l\" {\n a\n [\(form)]\n [\(form)] date \"x\" on\n}", "court | by [\(form)] [\(form)]",
        "court | sort [\(form)] desc", "explain [\(form)]", "set [\(form)] [\(form)]",
      ] {
        guard let original = parsed(text, isDocument: true) else { continue }
        for tongue in Tongue.allCases {
          let printed = StatementPrinter(tongue: tongue).text(of: original)
          guard let again = parsed(printed, isDocument: true) else { continue }
          #expect(outline(again.kind) == outline(original.kind), "\(text) is printed as \(printed)")
        }
      }
    }
  }

  @Test(
    "Statements are written with the words of the tongue",
    arguments: [
      ("load court from 'x.csv'", "load court from \"x.csv\"", "导入 court 来自 \"x.csv\""),
      ("asof 2022年3月底", "asof 2022年3月底", "截至 2022年3月底"),
      (
        "名单甲｜筛选 立案时间《2022年1月1日｜按 所属区、街道 主体数｜排序 主体数 降序｜取前 10",
        "名单甲 | where 立案时间 < 2022年1月1日 | by 所属区, 街道 entities | sort entities desc | take 10",
        "名单甲 | 筛选 立案时间 < 2022年1月1日 | 按 所属区, 街道 主体数 | 排序 主体数 降序 | 取前 10"
      ),
      ("court where fine>5万元 | sort count", "court where fine > 5万元 | sort count", "court 当 fine > 5万元 | 排序 count"),
      (
        "对比 现状、破产退出＋法院退出 对照 破产退出 看 严重失信占比 按 县区", "compare base, 破产退出 + 法院退出 against 破产退出 on 严重失信占比 by 县区",
        "对比 现状, 破产退出 + 法院退出 对照 破产退出 看 严重失信占比 按 县区"
      ),
      ("为何“某某商贸有限公司”于 法院退出(n: 3)", "why \"某某商贸有限公司\" in 法院退出(n: 3)", "为何 \"某某商贸有限公司\" 于 法院退出(n: 3)"),
      ("why 91320102TY0000013H in base", "why \"91320102TY0000013H\" in base", "为何 \"91320102TY0000013H\" 于 现状"),
      (
        "target t '目标' = r < 1% by 2022-12-31 cite '三'", "target t \"目标\" = r < 1% by 2022-12-31 cite \"三\"",
        "目标 t \"目标\" = r < 1% 截至 2022-12-31 依据 \"三\""
      ),
      (
        "scenario s \"情\"(n = 2) = { exit court where a except when b cite 'c' }",
        "scenario s \"情\" (n = 2) = exit court where a except when b cite \"c\"",
        "情景 s \"情\" (n = 2) = 退出 court 当 a 除非 b 依据 \"c\""
      ),
      (
        "metric r \"率\" = count(court where found = no)/entity.count(all court)",
        "metric r \"率\" = count(court where found = no) / entity.count(all court)",
        "指标 r \"率\" = 计数(court 当 found = 否) / 主体.计数(全部 court)"
      ),
      (
        "registry where listed(court, in: base) and filed > asof - 6 months",
        "registry where listed(court, in: base) and filed > asof - 6 months",
        "registry 当 在册(court, 于: 现状) 且 filed > 截至 - 6个月"
      ),
      (
        "given g '前提' percentage between 0% and 5% = 1.1% since 2022-01-01 cite 'x'",
        "given g \"前提\" percentage between 0% and 5% = 1.1% since 2022-01-01 cite \"x\"",
        "给定 g \"前提\" 百分比 介于 0% 至 5% = 1.1% 起 2022-01-01 依据 \"x\""
      ),
    ])
  func words(text: String, english: String, chinese: String) {
    guard let statement = parsed(text, isDocument: true) else { return }
    #expect(StatementPrinter(tongue: .english).text(of: statement) == english)
    #expect(StatementPrinter(tongue: .chinese).text(of: statement) == chinese)
  }

  @Test("A statement that is too long for a line breaks where it can go on")
  func long() throws {
    let text = """
      scenario court_exits "法院退出" (n = 2, reading = "plan") = exit court
        where count(searches where not found) >= n
        and not clues
        and (reading = "plan" or (final_ruling and term is unknown))
        cite "宁信用〔2022〕1号"
        except when term is known

      compare base, court_exits, court_exits + status_exits + bankruptcy_exits + tax_exits, minor_first
        on serious_ratio, penalised_ratio

      court where count(searches where not found) >= 2 and not clues
        | by entity.district, entity.street entities
        | sort entities desc
        | take 20

      scenario all_exits = {
        exit court where bankruptcy is known and bankruptcy <= asof
        exit tax
          where paid
          and published <= asof - 6 months
          except when entity.status in ("注销", "破产", "吊销", "清算", "停业") cite "第54号令"
      }

      list searches "查控" of court by case from "searches.csv" encoding gb18030 key case {
        case  text "案号"
        date  date "查控时间", "查询时间" on
        found flag "发现可供执行财产" yes "是" no "否"
      }
      """
    #expect(try Formatter.format(SourceText(text)) == text)
  }

  @Test("Columns stand below each other in Chinese too")
  func columns() {
    let text = "list l from \"l\" { 案号 text \"a\"\n n integer \"b\" weight\n rate }"
    let expected = """
      名单 l 来自 "l" {
        案号 文本 "a"
        n    整数 "b" 权数
        rate
      }
      """
    #expect(StatementPrinter(tongue: .chinese).text(of: parsed(text, isDocument: true)!) == expected)
  }
}
