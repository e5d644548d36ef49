import Language
import Values

extension HelpTopic {
  /// What a scenario can do.
  static let measures: [HelpTopic] = [
    HelpTopic(
      .exit, usage: [Phrase("exit LIST where CONDITION", "退出 名单 当 条件")],
      meaning: [
        Phrase("takes records off a list", "记录移出名单"),
        Phrase("an entity is off a list when none of its records there stands", "主体在该名单上已无有效记录，才算退出"),
        Phrase("where the condition is unknown the headline keeps the record,", "条件不详的记录，名义值仍予保留，"),
        Phrase("and the range shows what it could change", "区间给出其可能的影响"),
      ],
      examples: [
        Phrase(
          "scenario bankrupt = exit court where bankruptcy <= asof",
          "情景 进入破产 ＝ 退出 失信被执行人 当 进入破产程序时间≤截至"),
        Phrase("compare bankrupt on serious_ratio", "对比 进入破产 看 严重失信占比"),
      ]),
    HelpTopic(
      .exempt, usage: [Phrase("exempt LIST where CONDITION", "豁免 名单 当 条件")],
      meaning: [
        Phrase("takes off what should never have been listed", "移出本不应列入的记录"),
        Phrase("such records are gone from history too", "历史中一并抹去"),
      ],
      examples: [
        Phrase("scenario minor = exempt penalties where severity = \"轻微\"", "情景 轻微 ＝ 豁免 行政处罚 当 违法情节＝“轻微”")
      ]),
    HelpTopic(
      .repair, usage: [Phrase("repair LIST where CONDITION", "修复 名单 当 条件")],
      meaning: [Phrase("takes off records whose credit was repaired", "因信用修复移出")],
      examples: [
        Phrase(
          "scenario repaired = repair penalties where decided <= asof - 1 year",
          "情景 满一年修复 ＝ 修复 行政处罚 当 处罚决定日期≤截至－1年")
      ]),
    HelpTopic(
      .strike, usage: [Phrase("strike registry | LIST where CONDITION", "核减 登记库｜名单 当 条件")],
      meaning: [
        Phrase("takes entities out of the population", "从总体中剔除主体"),
        Phrase("so both parts of a ratio change; of a list: those with such a record", "比值的分子分母同时变化；写名单时指有此类记录的主体"),
      ],
      examples: [
        Phrase("scenario struck = strike registry where status = \"注销\"", "情景 剔除注销 ＝ 核减 登记库 当 登记状态＝“注销”")
      ]),
    HelpTopic(
      .update,
      usage: [
        Phrase("update LIST set COLUMN = VALUE, COLUMN = VALUE where CONDITION", "更新 名单 改为 列＝值、列＝值 当 条件")
      ],
      meaning: [
        Phrase("changes what records, or the registry, say", "更改记录或登记库的内容"),
        Phrase("values are computed in the world before; history changes too", "新值按更改前的局面计算；历史记录一并更改"),
        Phrase(
          "where the condition is unknown so is the cell, unless it stays the same",
          "条件不详的，该格变为不详，除非新旧值相同"),
        Phrase("keys, codes, weights and the dates of standing can't be updated", "主键、代码、户数和在册日期不能更新"),
      ],
      examples: [
        Phrase(
          "scenario surveyed = update court set clues = no where surveyed",
          "情景 摸底无线索 ＝ 更新 失信被执行人 改为 有效财产线索＝否 当 摸底反馈"),
        Phrase("compare surveyed + court_exits on serious_ratio", "对比 摸底无线索＋法院退出 看 严重失信占比"),
      ]),
    HelpTopic(
      .admit, usage: [Phrase("admit LIST where CONDITION", "新增 名单 当 条件")],
      meaning: [
        Phrase("puts onto the list the records that history holds", "使历史上的记录在册"),
        Phrase("but no exempted records, and none of struck entities", "已豁免的记录和已核减的主体除外"),
        Phrase("where the condition is unknown the headline leaves the record off", "条件不详的记录，名义值不计入"),
      ],
      examples: [
        Phrase(
          "scenario relisted = admit court where left >= 2022-06-01",
          "情景 重新列入 ＝ 新增 失信被执行人 当 移出时间≥2022-06-01"),
        Phrase("compare relisted on serious_ratio", "对比 重新列入 看 严重失信占比"),
      ]),
    HelpTopic(
      .prospective, usage: [Phrase("prospective MEASURE", "今后 措施")],
      meaning: [
        Phrase("marks a rule for cases to come", "标明只适用于今后案件的规则"),
        Phrase("on today's stock it is a counterfactual, and says so", "对存量而言属于假设，结果中注明"),
      ],
      examples: [
        Phrase(
          "scenario lenient = prospective exempt penalties where severity = \"轻微\"",
          "情景 轻微免罚 ＝ 今后 豁免 行政处罚 当 违法情节＝“轻微”"),
        Phrase("explain lenient", "解读 轻微免罚"),
      ]),
    HelpTopic(
      .except, further: [.when], usage: [Phrase("MEASURE except when CONDITION [cite \"…\"]", "措施 除非 条件 [依据 \"…\"]")],
      meaning: [
        Phrase("narrows its own measure: where, and not this", "缩小本项措施：符合条件，但此种情形除外"),
        Phrase("several may follow one another, each with its own clause", "可连写多个，各有依据"),
      ],
      examples: [
        Phrase(
          "scenario open_ended = exit court except when term is known",
          "情景 无期限 ＝ 退出 失信被执行人 除非 [纳入期限（年）] 为 已知")
      ]),
    HelpTopic(
      .cite, usage: [Phrase("MEASURE cite \"CLAUSE\"", "措施 依据 \"条款\"")],
      meaning: [
        Phrase("names the clause that a measure, value or target rests on", "注明措施、数值或目标所依据的条款"),
        Phrase("in a policy a measure cites its heading and the quotation above it", "政策文件中，措施自动引用所在标题和上方引文"),
      ],
      examples: [
        Phrase(
          "scenario paid_up = exit tax where paid cite \"国家税务总局令第54号\"",
          "情景 缴清退出 ＝ 退出 重大税收违法 当 税款滞纳金罚款缴清 依据“总局令第54号”"),
        Phrase("explain paid_up", "解读 缴清退出"),
      ]),
  ]

  /// Questions about scenarios.
  static let studies: [HelpTopic] = [
    HelpTopic(
      .compare, further: [.against, .on, .after],
      usage: [
        Phrase("compare SCENARIO, SCENARIO [against SCENARIO]", "对比 情景、情景 [对照 情景]"),
        Phrase("  on METRIC, EXPRESSION [by KEY, KEY [after]]", "  看 指标、算式 [按 列、列 [措施后]]"),
      ],
      meaning: [
        Phrase("metrics under scenarios, with ranges and differences", "各情景下的指标、区间与变化"),
        Phrase("the difference is from `against`, or else from base", "变化相对于“对照”的情景，不写则为现状"),
        Phrase(
          "beside it: the relative change, and the entities that left, entered and stay", "并列：变幅，以及退出、新入、仍在的主体"),
        Phrase(
          "`| select scenario, left, stay` shows what a line leaves out",
          "一行未显示的，可用“｜选列 情景、退出、仍在”查看"),
        Phrase(
          "groups are the base's; `after` takes each world's own, for moves",
          "按现状分组；写“措施后”则按各情景自身分组，用于迁移"),
        Phrase("what no measure touches cancels out of a difference, narrowing its range", "措施未触及的部分在变化中相互抵消，其区间因而更窄"),
      ],
      examples: [
        Phrase("compare base, court_exits on serious_ratio", "对比 现状、法院退出 看 严重失信占比"),
        Phrase(
          "compare court_exits against tax_exits on entities(serious) by district",
          "对比 法院退出 对照 税务退出 看 主体数（严重失信名单） 按 所属区"),
        Phrase(
          "entities where listed(tax) and not listed(tax, in: tax_exits) | by district",
          "主体数 当 在册（重大税收违法）且 非 在册（重大税收违法，于：税务退出）"),
      ]),
    sweep, reach, decompose, attribute, overlap, trend, classify, why,
    HelpTopic(
      .explain, usage: [Phrase("explain SCENARIO", "解读 情景")],
      meaning: [Phrase("its measures in plain words, with the clause", "以平实语言说明措施及依据")],
      examples: [Phrase("explain court_exits", "解读 法院退出")]),
    HelpTopic(
      .examples, usage: [Phrase("examples of SCENARIO", "范例 情景")],
      meaning: [
        Phrase("invented records that show what each measure does", "虚构的记录，说明每项措施的作用"),
        Phrase("one that it takes; one that each condition alone keeps from it;", "一例适用；每项条件各有一例仅因该项不符；"),
        Phrase("one that unknown facts leave open; one for each exception", "一例因事实不详而无法判定；每项除外情形各一例"),
        Phrase("made up from the rule; each was put through it, alone, as shown", "仅由规则虚构；每例都按所示内容单独代入规则"),
        Phrase("* marks what differs from the first; `why 20 of …` shows real ones", "* 标出与例 1 不同之处；真实的例子用“为何 20 例 …”"),
      ],
      examples: [Phrase("examples of court_exits", "范例 法院退出")]),
  ]
}
