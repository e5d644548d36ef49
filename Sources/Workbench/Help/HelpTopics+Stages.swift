import Language
import Values

extension HelpTopic {
  /// What can stand after `|`.
  static let stages: [HelpTopic] = [
    HelpTopic(
      .where,
      usage: [
        Phrase("LIST where CONDITION | where CONDITION", "名单 筛选 条件｜筛选 条件"),
        Phrase("count(LIST where CONDITION)", "计数（名单 当 条件）"),
      ],
      meaning: [
        Phrase("keeps the rows for which the condition is true", "保留条件为真的行"),
        Phrase("a note says for how many rows it is unknown; the range counts them", "注明有多少行条件不详，区间将其计入"),
      ],
      examples: [
        Phrase(
          "court where not clues and listed >= 2022-01-01 | count",
          "失信被执行人｜筛选 非 有效财产线索 且 发布时间≥2022年1月1日｜计数")
      ]),
    HelpTopic(
      .by, usage: [Phrase("| by KEY, KEY [AGGREGATE, AGGREGATE]", "｜按 列、列 [汇总、汇总]")],
      meaning: [
        Phrase("groups rows; counts them unless told otherwise", "分组汇总，不写汇总时计数"),
        Phrase("a key may be computed; with brackets where it would run on", "列可以是算式，必要时加括号"),
        Phrase("in `target` it precedes the day, in `list` the column of the parent's key", "在“名单”中，其后为上级主键所在的列"),
      ],
      examples: [
        Phrase("serious | by district entities", "严重失信名单｜按 所属区 主体数"),
        Phrase("penalties | by month(decided) | take 3", "行政处罚｜按 月（处罚决定日期）｜取前 3"),
      ]),
    HelpTopic(
      names: [Phrase("totals", "合计")], usage: [Phrase("| AGGREGATE, AGGREGATE", "｜汇总、汇总")],
      meaning: [
        Phrase("a bare aggregate is over all rows so far", "只写汇总，即对到此为止的全部行计算"),
        Phrase("count and entities need no brackets there", "其中计数、主体数可不带括号"),
      ],
      examples: [
        Phrase("court where clues | count, entities", "失信被执行人 筛选 有效财产线索｜计数、主体数"),
        Phrase(
          "penalties | median(fine where fine is known)",
          "行政处罚｜中位数（[罚款金额（万元）] 当 [罚款金额（万元）] 为 已知）"),
      ]),
    HelpTopic(
      .sort, further: [.asc, .desc],
      usage: [Phrase("| sort [COLUMN [asc | desc], COLUMN …]", "｜排序 [列 [升序｜降序]、列 …]")],
      meaning: [
        Phrase("orders rows, the smallest first unless desc is said", "排序，不写降序即升序"),
        Phrase("without a column: by the last one, the largest first; unknown comes last", "不写列时按最后一列降序；不详排在最后"),
      ],
      examples: [
        Phrase("court | by district | sort", "失信被执行人｜按 所属区｜排序"),
        Phrase("court | sort listed desc | take 3", "失信被执行人｜排序 发布时间 降序｜取前 3"),
      ]),
    HelpTopic(
      .take, usage: [Phrase("| take N", "｜取前 N")],
      meaning: [Phrase("keeps the first N rows", "只取前 N 行")],
      examples: [Phrase("court | by district | sort | take 3", "失信被执行人｜按 所属区｜排序｜取前 3")]),
    HelpTopic(
      .select, usage: [Phrase("| select COLUMN, EXPRESSION", "｜选列 列、算式")],
      meaning: [Phrase("keeps some columns, or computes them", "只留所选的列，也可以是算式")],
      examples: [
        Phrase("court | select case, asof - listed | take 5", "失信被执行人｜选列 案号、截至－发布时间｜取前 5")
      ]),
    HelpTopic(
      .derive, usage: [Phrase("| derive NAME = EXPRESSION", "｜新列 名称 ＝ 算式")],
      meaning: [
        Phrase("adds a column", "增加一列"), Phrase("what follows can use it by its name", "其后各环节可用其名称"),
      ],
      examples: [
        Phrase(
          "court | derive waited = asof - listed | select case, waited | take 3",
          "失信被执行人｜新列 天数＝截至－发布时间｜选列 案号、天数｜取前 3")
      ]),
    HelpTopic(
      .distinct, usage: [Phrase("| distinct [COLUMN, COLUMN]", "｜去重 [列、列]")],
      meaning: [
        Phrase("keeps the first of rows that are alike", "相同的行只留第一行"),
        Phrase("alike in the columns named, or in all that are shown", "按所写的列比较，不写则按显示的全部列"),
      ],
      examples: [
        Phrase("penalties | distinct agency | select agency | take 3", "行政处罚｜去重 处罚机关｜选列 处罚机关｜取前 3")
      ]),
    HelpTopic(
      .join, usage: [Phrase("| join LIST", "｜关联 名单")],
      meaning: [
        Phrase("sets the same entity's standing records beside each row", "把同一主体在另一名单的在册记录并列"),
        Phrase("its columns are read with the list's name: tax.fine", "其列用名单名称读取，如 重大税收违法.案件性质"),
      ],
      examples: [
        Phrase("procurement | join tax | select code, tax.fine", "政府采购严重违法失信｜关联 重大税收违法｜选列 重大税收违法.案件性质")
      ]),
    HelpTopic(
      .chart, usage: [Phrase("| chart [COLUMN]", "｜作图 [列]")],
      meaning: [
        Phrase("draws a column, the last with numbers unless named", "把一列画成图，不写列时取最后一个数值列"),
        Phrase(
          "groups give bars, an ordered first column a line, two labels a grid", "分组为条形，有序的首列为折线，两列标签为网格"),
        Phrase("what the range adds is shaded; machines get the table", "区间部分以浅色表示；机器格式仍输出表格"),
      ],
      examples: [
        Phrase("serious | by district entities | sort | chart", "严重失信名单｜按 所属区 主体数｜排序｜作图")
      ]),
    HelpTopic(
      .export,
      usage: [
        Phrase("| export \"FILE.csv\"", "｜导出 \"文件.csv\""),
        Phrase("| export \"FOLDER/{COLUMN}.csv\"", "｜导出 \"目录/{列}.csv\""),
      ],
      meaning: [
        Phrase(
          "writes all rows to a .csv, .json, .md, .txt or .arrow file", "把全部行写入 .csv、.json、.md、.txt 或 .arrow 文件"),
        Phrase("a column's name in braces stands for its values: one file a value", "花括号内写列名，则每个取值写一个文件"),
        Phrase("it stands last; documents write nothing unless allowed", "写在最后；文档未经允许不写文件"),
      ],
      examples: [
        Phrase("court | by district | export \"districts.csv\"", "失信被执行人｜按 所属区｜导出“各区.csv”")
      ]),
  ]
}
