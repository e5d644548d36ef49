import Values

/// A word of the language. Its raw value is the English form; `words` pairs it with the Chinese ones.
///
/// A keyword is only ever a whole run of letters; which words are keywords depends on the place, except for the few
/// reserved ones.
public enum Keyword: String, CaseIterable, Sendable {
  // Reserved everywhere.
  case and, or, not, `in`, `is`, `where`, `if`, `else`, yes, no, unknown
  // Verbs at the start of a statement.
  case load, list, `let`, given, lock, metric, scenario, target, duty, compare, why, explain, examples, show, set, save,
    undo, recover, assert, help, tour,
    asof
  // Studies: questions that go through more than one world.
  case sweep, reach, decompose, attribute, overlap, trend, classify
  // Stages after `|`.
  case select, derive, by, sort, take, distinct, join, chart, export
  // Measures.
  case exit, exempt, `repair`, strike, update, admit, prospective
  // Within statements.
  case except, when, cite, against, on, from, of, key, encoding, sheet, table, query, asc, desc, all, between, known,
    base, then, with, brief, after
  case registry, entity
  // Within studies.
  case step, cost, capacity, inflow, lag, growth, jurisdiction, per, week, quarter
  // Within duties.
  case owner, within
  // Declarations of columns.
  case since, until, weight, unit, authority
  // Aggregates.
  case count, entities, sum, mean, median, quantile, share, min, max, any, first, last
  // Functions.
  case workingDays = "working_days", monthsBetween = "months_between", deadline
  case round, abs, mod, year, month, day, headline, low, high, contains, starts, matches, coalesce, listed
}

extension Keyword {
  /// Each keyword's Chinese forms; the first is the one that the program writes.
  static let chineseForms: [Keyword: [String]] = [
    .and: ["且"], .or: ["或"], .not: ["非"], .in: ["属于", "于"], .is: ["为"], .where: ["筛选", "当"], .if: ["若"],
    .else: ["否则"], .yes: ["是"], .no: ["否"], .unknown: ["不详", "未知"],
    .load: ["导入"], .list: ["名单"], .let: ["令"], .given: ["给定"], .lock: ["锁定"], .metric: ["指标"], .scenario: ["情景"],
    .target: ["目标"], .duty: ["职责"], .owner: ["责任"], .within: ["限"],
    .compare: ["对比"], .why: ["为何"], .explain: ["解读"], .examples: ["范例", "示例"], .show: ["查看"], .set: ["设置", "改为"],
    .save: ["保存"], .undo: ["撤回"], .recover: ["找回"],
    .assert: ["校验"], .help: ["帮助"], .tour: ["导览"], .asof: ["截至"],
    .select: ["选列"], .derive: ["新列"], .by: ["按"], .sort: ["排序"], .take: ["取前"], .distinct: ["去重"], .join: ["关联"],
    .chart: ["作图"],
    .export: ["导出"],
    .sweep: ["逐档"], .reach: ["达标"], .decompose: ["分解"], .attribute: ["归因"], .overlap: ["重叠"], .trend: ["走势"],
    .classify: ["分类"],
    .exit: ["退出"], .exempt: ["豁免"], .repair: ["修复"], .strike: ["核减"], .update: ["更新"], .admit: ["新增"],
    .prospective: ["今后"], .with: ["用"], .brief: ["简要"],
    .step: ["步长"], .cost: ["成本"], .capacity: ["能力"], .inflow: ["流入"], .lag: ["滞后"], .growth: ["增长"],
    .jurisdiction: ["管辖"], .per: ["每"], .week: ["周"], .quarter: ["季"], .authority: ["认定"],
    .except: ["除非"], .when: ["遇"], .cite: ["依据"], .against: ["对照"], .on: ["看"], .from: ["来自"], .of: ["隶属", "例"],
    .key: ["主键"], .encoding: ["编码"], .sheet: ["工作表"], .table: ["数据表"], .query: ["查询"], .asc: ["升序"], .desc: ["降序"],
    .all: ["全部"], .between: ["介于"],
    .known: ["已知"], .base: ["现状", "基线"], .then: ["则"], .after: ["措施后"], .registry: ["登记库"], .entity: ["主体"],
    .since: ["起"], .until: ["止"], .weight: ["权数"], .unit: ["单位"],
    .count: ["计数"], .entities: ["主体数"], .sum: ["求和"], .mean: ["平均"], .median: ["中位数"], .quantile: ["分位数"],
    .share: ["占比"], .min: ["最小"], .max: ["最大"],
    .any: ["任一"], .first: ["最早"], .last: ["最近", "上次"],
    .round: ["四舍五入"], .abs: ["绝对值"], .mod: ["取余"], .year: ["年"], .month: ["月"], .day: ["日"], .headline: ["名义值"],
    .low: ["下限"], .high: ["上限"], .contains: ["包含"], .starts: ["开头为"], .matches: ["形如"], .listed: ["在册"],
    .coalesce: ["补缺"],
    .workingDays: ["工作日数"], .monthsBetween: ["相隔月数"], .deadline: ["届满日"],
  ]

  private static let byForm: [String: Keyword] = {
    var forms: [String: Keyword] = [:]
    for keyword in allCases {
      forms[keyword.rawValue] = keyword
      for form in chineseForms[keyword] ?? [] { forms[form] = keyword }
    }
    return forms
  }()

  /// The keyword that a whole run of letters is, in either tongue, if it is one.
  public init?(form: String) {
    guard let keyword = Keyword.byForm[form] else { return nil }
    self = keyword
  }

  /// The word in both tongues.
  public var words: Phrase { Phrase(rawValue, Keyword.chineseForms[self]?.first ?? rawValue) }

  /// Its Chinese forms, the one that the program writes first.
  public var chineseForms: [String] { Keyword.chineseForms[self] ?? [] }

  /// Whether the word can never be a name without brackets.
  public var isReserved: Bool {
    switch self {
    case .and, .or, .not, .in, .is, .where, .if, .else, .yes, .no, .unknown: true
    default: false
    }
  }
}
