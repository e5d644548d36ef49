import Language
import Values

extension HelpTopic {
  /// What a statement can begin with, besides a question.
  static let statements: [HelpTopic] = [
    HelpTopic(
      .load, further: [.from],
      usage: [
        Phrase("load \"PATH\"", "导入 \"路径\""),
        Phrase("load LIST from \"FILE.csv\"", "导入 名单 来自 \"文件.csv\""),
        Phrase("load LIST from \"FILE.xlsx\" sheet 2", "导入 名单 来自 \"文件.xlsx\" 工作表 2"),
      ],
      meaning: [
        Phrase("reads a dataset, a policy, or one list", "读入数据集、政策文件或一份名单"),
        Phrase("a dataset takes the place of what was loaded; a policy adds to it", "数据集取代已导入的内容，政策文件则在其上增加"),
        Phrase("of one list all columns and types are inferred", "读入一份名单时，列和类型由程序推断"),
      ],
      examples: [
        Phrase("load \"Datasets/nanjing-2022\"", "导入“Datasets/nanjing-2022”"),
        Phrase(
          "load leniency from \"Datasets/nanjing-2022/leniency.csv\"",
          "导入 免罚 来自“Datasets/nanjing-2022/leniency.csv”"),
      ]),
    HelpTopic(
      .show,
      usage: [
        Phrase("show lists | givens | scenarios | metrics | targets | names", "查看 名单｜前提｜情景｜指标｜目标｜名称"),
        Phrase("show problems | problem_lines | settings | LIST", "查看 问题｜问题明细｜设置｜某名单"),
      ],
      meaning: [
        Phrase("what is loaded and defined; a list's columns", "已导入和已定义的内容；名单的列"),
        Phrase("the table can be asked on, as any other", "所得表格可以接着提问"),
      ],
      examples: [
        Phrase("show lists", "查看 名单"), Phrase("show court", "查看 失信被执行人"),
        Phrase("show problems | where count > 100", "查看 问题｜筛选 处数＞100"),
      ]),
    HelpTopic(
      .asof, usage: [Phrase("asof DATE", "截至 日期")],
      meaning: [
        Phrase("sets the day that questions are about", "设定观察日"),
        Phrase("a record stands if it was listed by then and had not left", "届时已列入且尚未移出的记录为有效"),
        Phrase("in an expression `asof` is that day", "在算式中，“截至”就是这一天"),
      ],
      examples: [
        Phrase("asof 2022-07-31", "截至 2022年7月底"),
        Phrase("court where listed >= asof - 1 year | count", "失信被执行人｜筛选 发布时间≥截至－1年｜计数"),
      ]),
    HelpTopic(
      .list, further: [.of, .key, .encoding, .sheet, .table, .query, .since, .until, .weight, .unit],
      usage: [
        Phrase("list NAME \"ALSO\" of PARENT by COLUMN", "名单 名称 \"别名\" 隶属 上级 按 列"),
        Phrase("  from \"FILE.csv\" encoding ENCODING key COLUMN {", "  来自 \"文件.csv\" 编码 编码名 主键 列 {"),
        Phrase("  from \"FILE.xlsx\" sheet \"SHEET\" | sheet 2", "  来自 \"文件.xlsx\" 工作表 \"表名\"｜工作表 2"),
        Phrase(
          "  from \"FILE.db\" table \"TABLE\" | query \"select …\"",
          "  来自 \"文件.db\" 数据表 \"表名\"｜查询 \"select …\""),
        Phrase(
          "  COLUMN TYPE \"HEADING\" since | until | on | weight | authority", "  列 类型 \"表头\" 起｜止｜看｜权数｜认定"),
        Phrase("  COLUMN flag \"HEADING\" yes \"有\" no \"无\"", "  列 是否 \"表头\" 是 \"有\" 否 \"无\""),
        Phrase("  COLUMN money \"HEADING\" unit 万元 }", "  列 金额 \"表头\" 单位 万元 }"),
        Phrase("list NAME \"ALSO\" = LIST, LIST", "名单 名称 \"别名\" ＝ 名单、名单"),
      ],
      meaning: [
        Phrase("declares a list over a file, or puts lists together", "声明一份名单，或把几份名单合为一份"),
        Phrase("what is left out is inferred from the file", "省略的部分由程序从文件推断"),
        Phrase(
          "a file is CSV, a workbook (.xlsx), an SQLite database or an Arrow file",
          "文件可为 CSV、Excel 工作簿（.xlsx）、SQLite 数据库或 Arrow 文件"),
        Phrase("sheet: by name or number; not needed where only one holds anything", "工作表：用名称或序号；仅一个有内容时可省略"),
        Phrase("table: a table or view of a database; query: one that only reads", "数据表：数据库的表或视图；查询：只读的一条查询"),
        Phrase("since: the day from which a record stands", "起：记录自该日起有效"),
        Phrase("until: the first day on which it stands no more; blank for open", "止：自该日起不再有效，空白即无止日"),
        Phrase("on: when it happened; rows later than the day asked about are not seen", "看：事情发生之日，晚于观察日的行视为尚未发生"),
        Phrase("weight: how many entities a row of the registry stands for", "权数：登记库的一行代表的户数"),
        Phrase("authority: who put a record on the list and answers for it", "认定：将记录列入名单并负责的部门"),
        Phrase("types: integer, decimal, percentage, money, text, category,", "类型：整数、小数、百分比、金额、文本、类别、"),
        Phrase("flag, date, month", "是否、日期、月份"),
      ],
      examples: [
        Phrase("list either \"失信或违法\" = court, tax", "名单 两类名单 ＝ court、tax")
      ]),
    HelpTopic(
      .given, further: [.since],
      usage: [
        Phrase("given NAME \"ALSO\" TYPE between LEAST and MOST", "给定 名称 \"别名\" 类型 介于 下限 至 上限"),
        Phrase("given NAME \"ALSO\" TYPE in (VALUE, VALUE)", "给定 名称 \"别名\" 类型 属于（值、值）"),
        Phrase("given NAME = VALUE since DATE cite \"SOURCE\"", "给定 名称 ＝ 值 起 日期 依据 \"来源\""),
        Phrase("given NAME { VALUE since DATE … }", "给定 名称 { 值 起 日期 … }"),
      ],
      meaning: [
        Phrase("a parameter or figure with bounds or choices, days, a source", "参数或官方数字，可带上下限或备选值、生效日和来源"),
        Phrase("every part but the name may be left out", "名称之外各部分均可省略"),
        Phrase("the value that holds on the day asked about is used", "取观察日当天有效的值"),
        Phrase("used without a value it is an error, never a guess", "未给值而使用即报错，程序不作猜测"),
      ],
      examples: [
        Phrase(
          "given provincial_mean percentage between 0% and 5%",
          "给定 全省均值 百分比 介于 0% 至 5%"),
        Phrase(
          "given provincial_mean = 1.1% since 2022-01-01 cite \"an assumption\"",
          "给定 全省均值 ＝ 1.1% 起 2022年1月1日 依据“假设”"),
        Phrase("serious_ratio < provincial_mean", "严重失信占比＜全省均值"),
      ]),
    HelpTopic(
      .lock, usage: [Phrase("lock NAME", "锁定 名称")],
      meaning: [
        Phrase("keeps what is given as it is", "使前提不可再改"),
        Phrase("to give it again, or to use its name otherwise, is an error", "再次给定或另作他用即报错"),
      ],
      examples: [Phrase("lock provincial_mean", "锁定 全省均值")]),
    HelpTopic(
      .let, usage: [Phrase("let NAME = VALUE", "令 名称 ＝ 值")],
      meaning: [
        Phrase("binds a value now", "即时取值并命名"),
        Phrase("the value stays as it is, whatever the day or the lists become;", "此后无论观察日、名单如何变化，值都不变；"),
        Phrase("a metric and a scenario are evaluated anew whenever they are used", "指标和情景则每次使用时重新计算"),
        Phrase("a value with a range is refused: bind headline(…) of it", "有区间的值须先取其一，如 名义值（…）"),
      ],
      examples: [
        Phrase("let before = headline(entities(serious))", "令 此前 ＝ 名义值（主体数（严重失信名单））"),
        Phrase("before - 3342", "此前－3342"),
      ]),
    HelpTopic(
      .metric, usage: [Phrase("metric NAME \"ALSO\" = EXPRESSION", "指标 名称 \"别名\" ＝ 算式")],
      meaning: [
        Phrase("a number computed anew at each use", "每次使用时重新计算的数"),
        Phrase("so it follows the day, the group and the scenario that it is asked of", "因此随观察日、分组和情景而变"),
        Phrase("to keep today's value, bind it with let", "要固定当前的值，用“令”"),
      ],
      examples: [
        Phrase(
          "metric court_ratio \"被执行占比\" = entities(court) / entities(registry)",
          "指标 被执行率 ＝ 主体数（失信被执行人）/ 主体数（登记库）"),
        Phrase("compare court_exits on court_ratio", "对比 法院退出 看 被执行率"),
      ]),
    HelpTopic(
      .scenario, further: [.base],
      usage: [
        Phrase("scenario NAME \"ALSO\" (PARAMETER = DEFAULT) = MEASURE", "情景 名称 \"别名\"（参数＝默认值）＝ 措施"),
        Phrase("scenario NAME = { MEASURE, one a line }", "情景 名称 ＝ { 措施，每行一项 }"),
        Phrase("scenario NAME = SCENARIO + SCENARIO(PARAMETER: VALUE)", "情景 名称 ＝ 情景＋情景（参数：值）"),
      ],
      meaning: [
        Phrase("measures under a name, carried out in order at each use", "一组措施，使用时依次执行"),
        Phrase("each measure sees the world that the one before has left", "每项措施面对前一项之后的局面"),
        Phrase("it is evaluated anew at each use; a + b runs a, then b", "每次使用时重新计算；a＋b 先执行 a，再执行 b"),
        Phrase("a parameter without a default must be given; base is no measure at all", "没有默认值的参数必须给出；现状即不采取措施"),
      ],
      examples: [
        Phrase(
          "scenario fewer(n = 2) = exit court where count(searches) >= n",
          "情景 少查（次数＝2）＝ 退出 失信被执行人 当 计数（查控）≥次数"),
        Phrase("compare fewer, fewer(n: 3) on serious_ratio", "对比 少查、少查（次数：3） 看 严重失信占比"),
        Phrase("scenario both = fewer + bankruptcy_exits", "情景 并举 ＝ 少查＋破产退出"),
      ]),
    HelpTopic(
      .target,
      usage: [
        Phrase("target NAME \"ALSO\" = METRIC < BOUND by DATE cite \"…\"", "目标 名称 \"别名\" ＝ 指标 < 界限 截至 日期 依据 \"…\"")
      ],
      meaning: [
        Phrase("a bound that a metric is to keep by a day", "指标在某日前应达到的界限"),
        Phrase("`show targets` says whether it is met today", "“查看 目标”给出当前是否达成"),
      ],
      examples: [
        Phrase(
          "target below_one = serious_ratio < 1% by 2023-03-31",
          "目标 低于百分之一 ＝ 严重失信占比＜1％ 截至 2023年3月底"),
        Phrase("show targets", "查看 目标"),
      ]),
    HelpTopic(
      .duty, further: [.owner, .within],
      usage: [
        Phrase("duty NAME \"ALSO\" owner \"WHO\" by DATE cite \"…\"", "职责 名称 \"别名\" 责任 \"单位\" 按 日期 依据 \"…\""),
        Phrase("… per month [by DAY] [between DATE and DATE]", "… 每月 [按 日数] [介于 日期 至 日期]"),
        Phrase("… within SPAN of \"EVENT\"", "… 限 期限 例 \"事件\""),
      ],
      meaning: [
        Phrase("what somebody has to have done by a day", "某单位在某日前应完成的事项"),
        Phrase(
          "a month without the day: its last day; a week's days are 1 (Monday) to 7", "当月无该日的以月末为准；一周按 1（周一）至 7 计"),
        Phrase("`show duties` lists them by date and owner", "“查看 职责”按日期和责任单位列出"),
      ],
      examples: [
        Phrase(
          "duty report owner \"市信用办\" per month by 30 cite \"五(四)\"", "职责 月报 责任 “市信用办” 每月 按 30 依据 “五（四）”"),
        Phrase("show duties", "查看 职责"),
      ]),
    HelpTopic(
      .assert, usage: [Phrase("assert CONDITION [else QUESTION]", "校验 条件 [否则 提问]")],
      meaning: [
        Phrase("fails unless the condition holds", "条件不成立即报错"),
        Phrase("with `else`, shows what that gives where it fails", "写 否则 时，不成立则显示其结果"),
        Phrase("it must hold over the whole range; headline(…) takes a published figure", "须在整个区间内成立；公布的数字用 名义值（…）核对"),
      ],
      examples: [
        Phrase("assert headline(entities(serious)) = 8177", "校验 名义值（主体数（严重失信名单））＝8177"),
        Phrase("assert serious_ratio < 2%", "校验 严重失信占比＜2%"),
      ]),
    HelpTopic(
      .save, usage: [Phrase("save \"FILE.md\"", "保存 \"文件.md\"")],
      meaning: [
        Phrase("writes statements and results as a document to replay", "把语句与结果写成可重放的文档"),
        Phrase("`tuiyan check FILE.md` replays it and compares", "“tuiyan check 文件.md”重放并核对"),
      ],
      examples: [Phrase("save \"mine.md\"", "保存“我的推演.md”")]),
    HelpTopic(
      .set,
      usage: [
        Phrase("set language en | zh", "设置 语言 en｜zh"), Phrase("set rows N", "设置 行数 N"),
        Phrase("set seed N", "设置 种子 N"), Phrase("set timing on | off", "设置 计时 开｜关"),
        Phrase("set cache N", "设置 缓存 N"),
        Phrase("set mask on | off", "设置 遮蔽 开｜关"), Phrase("set snapshots on | off", "设置 快照 开｜关"),
        Phrase("set", "设置"),
      ],
      meaning: [
        Phrase("changes a setting, or lists them", "修改设置；单写则列出全部设置"),
        Phrase("the shell keeps all but the seed for later shells; scripts don't read them", "除种子外，交互界面会保留设置；脚本不读取"),
        Phrase("the language is that of messages; the words may be mixed at will", "语言指提示语言；关键词可随意混用"),
        Phrase("rows is how many rows of a table are shown", "行数指表格显示多少行"),
        Phrase("the seed decides what is drawn by lot: same seed, same result", "种子决定抽签：种子相同，结果相同"),
        Phrase(
          "timing tells on standard error how long each statement took to compute", "计时在标准错误输出各语句的计算用时"),
        Phrase("the cache keeps parts of answers for later statements, up to N megabytes", "缓存为后续语句保留中间结果，至多 N 兆字节"),
        Phrase(
          "a changed condition then costs only itself; 0 keeps none; results are the same", "改一个条件，只重算该条件；0 表示不保留；结果不变"),
        Phrase("mask hides names and codes on the screen; files are written as they are", "遮蔽只隐去屏幕上的名称和代码，写出的文件不变"),
        Phrase(
          "snapshots keep a loaded dataset in the cache folder for the next load", "快照把载入的数据集存于缓存目录，供下次载入"),
      ],
      examples: [Phrase("set rows 10", "设置 行数 10"), Phrase("set language en", "设置 语言 zh")]),
    HelpTopic(
      .undo, usage: [Phrase("undo", "撤回")],
      meaning: [
        Phrase("takes back the last definition", "撤回最近一次定义"),
        Phrase("the answer says what is so again", "结果说明恢复了什么"),
        Phrase(
          "again and again, back to the first; answers and files written stay", "可连续撤回直至最初；答案和已写出的文件不受影响"),
        Phrase("load, asof and set are definitions too", "导入、截至、设置也算定义"),
      ],
      examples: [
        Phrase("let tried = 2", "令 试值 ＝ 2"), Phrase("undo", "撤回"),
      ]),
    HelpTopic(
      .recover, usage: [Phrase("recover", "找回"), Phrase("recover discard", "找回 丢弃")],
      meaning: [
        Phrase("does again what a crashed shell had done", "重做异常退出的交互界面中已完成的语句"),
        Phrase("a shell says at its start when there is something; discard gives it up", "启动时如有可找回的内容会提示；丢弃则放弃"),
        Phrase("statements that failed, wrote files or had not finished are not repeated", "失败的、写文件的和未完成的语句不会重做"),
      ],
      examples: [Phrase("recover", "找回")]),
    HelpTopic(
      names: [Phrase("last result", "上次结果"), Phrase("last", "上次")],
      usage: [
        Phrase("last [csv | json | markdown | table]", "上次 [csv｜json｜markdown｜表格]"), Phrase("last | STAGE", "上次｜环节"),
      ],
      meaning: [
        Phrase("the last result again, in another form or asked on", "再次给出最近一次的结果，可换格式或接着提问"),
        Phrase("csv and json have all rows; stages see all rows and columns too", "csv 和 json 含全部行；环节也作用于全部行和列"),
        Phrase("a list or value that is called last is written [last]", "名为 last 的名单或值写作 [last]"),
      ],
      examples: [
        Phrase("court | by district", "失信被执行人｜按 所属区"), Phrase("last csv", "上次 csv"),
        Phrase("last | sort | take 3", "上次｜排序｜取前 3"),
      ]),
    HelpTopic(
      .tour, usage: [Phrase("tour", "导览")],
      meaning: [
        Phrase("ten minutes through all that can be done, over a made-up city", "十分钟导览：在虚构城市上走一遍全部功能"),
        Phrase("at each stop t tries a statement of your own in a copy, q leaves", "每一站可按 t 在副本中自己试一句，q 离开"),
        Phrase("your own lists and definitions stay as they are", "自己的名单和定义不受影响"),
      ],
      examples: [Phrase("tour", "导览")]),
    HelpTopic(
      .help,
      usage: [
        Phrase("help", "帮助"), Phrase("help WORD", "帮助 词"), Phrase("help --find TEXT", "帮助 --查找 文本"),
        Phrase("help reference", "帮助 参考"),
      ],
      meaning: [
        Phrase("what can be written; one word; a search; all of it", "全部写法；某一词；查找；完整参考"),
        Phrase("a word is any word of the language or a topic, in either tongue", "词可以是任一关键词或主题，中英文均可"),
      ],
      examples: [
        Phrase("help let", "帮助 令"), Phrase("help --find working day", "帮助 --查找 工作日"),
        Phrase("help names", "帮助 名称"),
      ]),
  ]
}
