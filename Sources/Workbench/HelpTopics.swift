import Language
import Values

extension Help {
  /// Everything that can be written, in the order in which a newcomer meets it.
  static let topics: [Topic] = [
    Topic(
      keyword: .load, usage: Phrase("load \"PATH\" · load LIST from \"FILE.csv\"", "导入 \"路径\" · 导入 名单 来自 \"文件.csv\""),
      meaning: Phrase("reads a dataset, a policy, or one list", "读入数据集、政策文件或一份名单"),
      example: "load \"Datasets/nanjing-2022\""),
    Topic(
      keyword: .show,
      usage: Phrase("show lists | scenarios | metrics | targets | problems | LIST", "查看 名单｜情景｜指标｜目标｜问题｜某名单"),
      meaning: Phrase("what is loaded and defined; a list's columns", "已导入和已定义的内容；名单的列"), example: "show lists"),
    Topic(
      keyword: .asof, usage: Phrase("asof DATE", "截至 日期"),
      meaning: Phrase("sets the day that questions are about", "设定观察日"),
      example: "asof 2022-07-31"),
    Topic(
      keyword: .where, usage: Phrase("LIST where CONDITION", "名单 筛选 条件"),
      meaning: Phrase("keeps the rows for which the condition is true", "保留符合条件的行"),
      example: "court where not clues and listed >= 2022-01-01"),
    Topic(
      keyword: .by, usage: Phrase("| by KEYS [AGGREGATES]", "｜按 列 [汇总]"),
      meaning: Phrase("groups rows; counts them unless told otherwise", "分组汇总，默认计数"),
      example: "serious | by district entities"),
    Topic(
      keyword: .select, usage: Phrase("| select COLUMNS", "｜选列 列"), meaning: Phrase("keeps some columns", "只留所选列"),
      example: "court | select case, listed | take 5"),
    Topic(
      keyword: .derive, usage: Phrase("| derive NAME = EXPRESSION", "｜新列 名称 ＝ 表达式"),
      meaning: Phrase("adds a column", "增加一列"),
      example: "court | derive waited = asof - listed | select case, waited | take 3"),
    Topic(
      keyword: .distinct, usage: Phrase("| distinct [COLUMNS]", "｜去重 [列]"),
      meaning: Phrase("keeps the first of rows that are alike", "相同的行只留第一行"),
      example: "penalties | distinct agency | select agency"),
    Topic(
      keyword: .join, usage: Phrase("| join LIST", "｜关联 名单"),
      meaning: Phrase("sets standing records of the same entity beside each row", "把同一主体在另一名单的在册记录并列"),
      example: "procurement | join tax | select code, tax.fine"),
    Topic(
      keyword: .export, usage: Phrase("| export \"FILE.csv\"", "｜导出 \"文件.csv\""),
      meaning: Phrase("writes all rows to a .csv, .json, .md or .txt file", "把全部行写入 .csv、.json、.md 或 .txt 文件"),
      example: "court | by district | export \"districts.csv\""),
    Topic(
      keyword: .sort, usage: Phrase("| sort [COLUMN [desc]]", "｜排序 [列 [降序]]"),
      meaning: Phrase("orders rows; without a column by the last one, largest first", "排序；不写列时按最后一列降序"),
      example: "court | by district | sort"),
    Topic(
      keyword: .take, usage: Phrase("| take N", "｜取前 N"), meaning: Phrase("keeps the first rows", "只取前几行"),
      example: "court | by district | sort | take 3"),
    Topic(
      keyword: .count, usage: Phrase("count(LIST where CONDITION)", "计数(名单 当 条件)"),
      meaning: Phrase(
        "records; inside a condition those that belong to the row at hand; a range where facts are unknown",
        "记录数；在条件中指隶属于本行的记录；事实不详时为区间"), example: "count(court where surveyed)"),
    Topic(
      keyword: .entities, usage: Phrase("entities(LIST where CONDITION)", "主体数(名单 当 条件)"),
      meaning: Phrase("distinct enterprises; of the registry, those it stands for", "不重复的主体数；对登记库为其代表的户数"),
      example: "entities(serious) / entities(registry)"),
    Topic(
      keyword: .sum, usage: Phrase("sum | mean | min | max (LIST.COLUMN where CONDITION)", "求和｜平均｜最小｜最大(名单.列 当 条件)"),
      meaning: Phrase("over a column; an unknown value makes it unknown", "对一列汇总；有值不详则结果不详"),
      example: "sum(penalties.fine where fine is known)"),
    Topic(
      keyword: .median, usage: Phrase("median(LIST.COLUMN) · quantile(LIST.COLUMN, 90%)", "中位数(名单.列) · 分位数(名单.列, 90%)"),
      meaning: Phrase("the value in the middle, or with a part of the values below it", "居中的值，或使一定比例的值在其下的值"),
      example: "penalties where fine is known | by severity median(fine), quantile(fine, 90%)"),
    Topic(
      keyword: .share, usage: Phrase("share(LIST where CONDITION)", "占比(名单 当 条件)"),
      meaning: Phrase("the part of a list's rows for which a condition holds", "名单中符合条件的行所占比例"),
      example: "share(court where surveyed)"),
    Topic(
      keyword: .last, usage: Phrase("first(LIST.COLUMN) · last(LIST.COLUMN)", "最早(名单.列) · 最近(名单.列)"),
      meaning: Phrase("the value of the earliest or latest record", "最早或最近一条记录的值"),
      example: "court where last(searches.date) >= 2022-07-01 | count"),
    Topic(
      keyword: .listed, usage: Phrase("listed(LIST, in: SCENARIO)", "在册(名单, 于: 情景)"),
      meaning: Phrase("whether an entity has a standing record, now or after a scenario", "主体是否在册，可问某情景之后"),
      example: "entities where listed(court) and not listed(court, in: court_exits) | by district"),
    Topic(
      keyword: .matches, usage: Phrase("contains | starts | matches (TEXT, \"…\")", "包含｜开头为｜形如(文本, \"…\")"),
      meaning: Phrase("tests a text; in a pattern * is any characters, ? is one", "检验文本；形如中 * 代表任意字符，? 代表一个字符"),
      example: "court where matches(enforced_by, \"南京*法院\") | count"),
    Topic(
      keyword: .deadline,
      usage: Phrase("deadline(DATE, SPAN) · working_days(DATE, DATE)", "届满日(日期, 期限) · 工作日数(日期, 日期)"),
      meaning: Phrase(
        "the day on which a term ends, rolled over days off; the working days between two dates",
        "期限届满之日，遇休息日顺延；两日之间的工作日数"),
      example: "deadline(2022-01-24, 5 working days)"),
    Topic(
      keyword: .given,
      usage: Phrase(
        "given NAME TYPE [between A and B] [= VALUE [since DATE] [cite \"…\"]]",
        "给定 名称 类型 [介于 甲 至 乙] [＝ 值 [起 日期] [依据 \"…\"]]"),
      meaning: Phrase(
        "a parameter or official figure with bounds, dates and a source; without a value it must be given before use",
        "参数或官方数字，可带上下限、生效日期和来源；无值时须先给出"),
      example: "given provincial_mean percentage between 0% and 5%"),
    Topic(
      keyword: .lock, usage: Phrase("lock NAME", "锁定 名称"), meaning: Phrase("keeps what is given as it is", "使前提不可再改"),
      example: "lock provincial_mean"),
    Topic(
      keyword: .let, usage: Phrase("let NAME = VALUE", "令 名称 ＝ 值"), meaning: Phrase("binds a value now", "即时绑定一个值"),
      example: "let before = headline(entities(serious))"),
    Topic(
      keyword: .metric, usage: Phrase("metric NAME [\"中文名\"] = EXPRESSION", "指标 名称 [\"别名\"] ＝ 表达式"),
      meaning: Phrase("a number computed anew at each use", "每次使用时重新计算的数"),
      example: "metric court_ratio = entities(court) / entities(registry)"),
    Topic(
      keyword: .scenario,
      usage: Phrase("scenario NAME(PARAMETER = DEFAULT) = MEASURE | { MEASURES }", "情景 名称（参数＝默认值）＝ 措施｜{ 各措施 }"),
      meaning: Phrase("measures under a name; scenarios add up with +", "一组措施；情景可用 + 相加"),
      example: "scenario two_searches(n = 2) = exit court where count(searches where not found) >= n and not clues"),
    Topic(
      keyword: .exit,
      usage: Phrase("exit LIST where CONDITION [except when CONDITION] [cite \"…\"]", "退出 名单 当 条件 [除非 条件] [依据 \"…\"]"),
      meaning: Phrase("takes records off a list", "记录移出名单"),
      example: "scenario bankrupt = exit court where bankruptcy is known and bankruptcy <= asof"),
    Topic(
      keyword: .exempt, usage: Phrase("exempt LIST where CONDITION", "豁免 名单 当 条件"),
      meaning: Phrase("takes off what should never have been listed, also from history", "移出本不应列入的记录，历史中一并抹去"),
      example: "scenario minor = exempt penalties where severity = \"轻微\""),
    Topic(
      keyword: .repair, usage: Phrase("repair LIST where CONDITION", "修复 名单 当 条件"),
      meaning: Phrase("takes off records whose credit was repaired", "因信用修复移出"),
      example: "scenario repaired = repair penalties where decided <= asof - 1 year"),
    Topic(
      keyword: .strike, usage: Phrase("strike registry where CONDITION", "核减 登记库 当 条件"),
      meaning: Phrase("takes entities out of the population, from both parts of a ratio", "从总体中剔除主体，比值的分子分母同时变化"),
      example: "scenario struck = strike registry where status = \"注销\""),
    Topic(
      keyword: .compare,
      usage: Phrase("compare SCENARIOS [against SCENARIO] on METRICS [by KEYS]", "对比 情景 [对照 情景] 看 指标 [按 列]"),
      meaning: Phrase("metrics under scenarios, with ranges and differences", "各情景下的指标、区间与变化"),
      example: "compare base, court_exits on serious_ratio by district"),
    Topic(
      keyword: .why, usage: Phrase("why CODE | \"NAME\" in SCENARIO", "为何 代码｜\"名称\" 于 情景"),
      meaning: Phrase("each record and condition of one enterprise", "某一主体的逐条记录与条件"),
      example: "why \"某某商贸\" in court_exits"),
    Topic(
      keyword: .explain, usage: Phrase("explain SCENARIO", "解读 情景"),
      meaning: Phrase("its measures in plain words, with the clause", "以平实语言说明措施及依据"),
      example: "explain court_exits"),
    Topic(
      keyword: .target,
      usage: Phrase("target NAME = METRIC < BOUND [by DATE] [cite \"…\"]", "目标 名称 ＝ 指标 < 界限 [按 日期] [依据 \"…\"]"),
      meaning: Phrase("a bound that a metric is to keep by a day", "指标在某日前应达到的界限"),
      example: "target below_one = serious_ratio < 1% by 2023-03-31"),
    Topic(
      keyword: .assert, usage: Phrase("assert CONDITION", "校验 条件"),
      meaning: Phrase("fails unless it holds for the whole range", "须在整个区间内成立，否则报错"),
      example: "assert headline(entities(serious)) = 8177"),
    Topic(
      keyword: .save, usage: Phrase("save \"FILE.md\"", "保存 \"文件.md\""),
      meaning: Phrase("writes statements and results as a document to replay", "把语句与结果写成可重放的文档"),
      example: "save \"Sessions/mine.md\""),
    Topic(
      keyword: .set, usage: Phrase("set language en | zh · set rows N", "设置 语言 en｜zh · 设置 行数 N"),
      meaning: Phrase("changes a setting", "修改设置"), example: "set language zh"),
    Topic(
      keyword: .help, usage: Phrase("help [WORD]", "帮助 [词]"),
      meaning: Phrase("this list, or one entry with an example", "本列表，或某一词的示例"),
      example: "help compare"),
  ]
}
