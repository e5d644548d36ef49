import Language
import Values

/// A city's lists, with a column of each type, children, a list joined from others and one that belongs to nothing.
struct CityScope: Scope {
  let schema = Schema([
    ListSchema(
      name: "registry", alias: "登记库",
      columns: [
        ColumnSchema(name: "code", heading: "统一社会信用代码", type: .text),
        ColumnSchema(name: "name", heading: "企业名称", type: .text),
        ColumnSchema(name: "district", heading: "所属区", type: .category),
        ColumnSchema(name: "street", heading: "所属街道", type: .category),
        ColumnSchema(name: "status", heading: "登记状态", type: .category),
        ColumnSchema(name: "weight", heading: "户数", type: .integer),
      ], parent: nil),
    ListSchema(
      name: "court", alias: "失信被执行人",
      columns: [
        ColumnSchema(name: "case", heading: "案号", type: .text),
        ColumnSchema(name: "filed", heading: "立案时间", type: .date),
        ColumnSchema(name: "term", heading: "纳入期限（年）", type: .integer),
        ColumnSchema(name: "listed", heading: "发布时间", type: .date),
        ColumnSchema(name: "clues", heading: "有效财产线索", type: .flag),
        ColumnSchema(name: "rate", heading: "利率", type: .decimal),
        ColumnSchema(name: "part", heading: "履行比例", type: .percentage),
      ], parent: 0, order: 3),
    ListSchema(
      name: "searches", alias: "查控",
      columns: [
        ColumnSchema(name: "case", heading: "案号", type: .text),
        ColumnSchema(name: "date", heading: "查控时间", type: .date),
        ColumnSchema(name: "found", heading: "发现可供执行财产", type: .flag),
      ], parent: 1, order: 1),
    ListSchema(
      name: "penalties", alias: "行政处罚",
      columns: [
        ColumnSchema(name: "document", heading: "行政处罚决定书文号", type: .text),
        ColumnSchema(name: "severity", heading: "违法情节", type: .category),
        ColumnSchema(name: "fine", heading: "罚款金额（万元）", type: .money),
        ColumnSchema(name: "decided", heading: "处罚决定日期", type: .date),
        ColumnSchema(name: "agency", heading: "处罚机关", type: .category),
        ColumnSchema(name: "reported", heading: "案件上报期", type: .month),
      ], parent: 0, order: 3),
    ListSchema(
      name: "serious", alias: "严重失信名单",
      columns: [ColumnSchema(name: "code", heading: "统一社会信用代码", type: .text)], parent: 0, members: [1, 3]),
    ListSchema(
      name: "notes", alias: nil, columns: [ColumnSchema(name: "length", heading: "长度", type: .integer)], parent: nil),
  ])
  let asof = CalendarDate(dayNumber: 19_204)

  /// Where an expression can be computed: as a whole, for the rows of the registry, of a list, of a child and of a list
  /// that belongs to nothing, and for a list's groups.
  static let contexts: [Checker.Context] = [.whole, .row(of: 0), .row(of: 2), .row(of: 3), .row(of: 5), .group(of: 1)]

  private static let definitions: [String: Definition] = {
    var definitions: [String: Definition] = [
      "n": .value(.integer(2)), "次数": .value(.integer(2)), "reading": .value(.text("plan")),
      "limit": .missing(Phrase("has no value", "没有值"), notes: []),
    ]
    let text = """
      metric serious_ratio "严重失信占比" = entities(serious) / entities(registry)
      metric itself = itself + 1
      """
    for statement in Parser.parse(SourceText(text)).statements {
      guard case .metric(let name, let alias, let expression) = statement.kind else { continue }
      for name in [name.text, alias].compactMap({ $0 }) { definitions[name] = .metric(expression) }
    }
    return definitions
  }()

  var definedNames: [String] { CityScope.definitions.keys.sorted() }
  func definition(named name: String) -> Definition? { CityScope.definitions[name] }
  func values(ofList list: Int, column: Int) -> [String] {
    schema.lists[list].columns[column].type == .category ? ["玄武区", "江宁区", "注销", "轻微"] : []
  }
}
