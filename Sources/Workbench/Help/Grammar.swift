/// The grammar in rules, as the parser reads it.
enum Grammar {
  /// The rules, a line each or more.
  static let rules: [String] = """
    program     = { [statement] END }
    statement   = "load" (TEXT | NAME "from" TEXT [part])
                | "asof" expression
                | "list" NAME [TEXT] ("=" NAME {"," NAME} | file)
                | "let" NAME "=" selection
                | "given" NAME [TEXT] [TYPE] ["between" sum joint sum | choices]
                  ["=" dated | "{" {dated END} "}"]
                | "lock" NAME
                | "metric" NAME [TEXT] "=" selection
                | "scenario" NAME [TEXT] ["(" [parameter {"," parameter}] ")"] "=" body
                | "target" NAME [TEXT] "=" expression [("by" | "asof") expression] ["cite" TEXT]
                | "duty" NAME [TEXT] ["owner" TEXT] due ["cite" TEXT]
                | "assert" expression ["else" source {"|" stage}]
                | "why" ((TEXT | CODE) "in" scenarios | NUMBER "of" scenarios [groups]) ["brief"]
                | "explain" scenarios
                | "examples" ["of"] scenarios
                | "tour"
                | "save" TEXT
                | "set" [NAME expression]
                | "undo"
                | "recover" ["discard"]
                | "help" [WORDS | "--find" WORDS | "reference"]
                | source {"|" stage}
    source      = "compare" scenarios {"," scenarios} ["against" scenarios] "on" sum {"," sum} [groups ["after"]]
                | "sweep" swept "on" sum {"," sum} [groups]
                | "reach" expression ["by" sum] "with" swept {"," swept} {[","] clause}
                | "decompose" expression groups ["with" scenarios] [order]
                | "attribute" scenarios "on" sum {"," sum}
                | "overlap" scenarios
                | "trend" sum {"," sum} ["between" sum joint sum] "by" period {"," sum}
                | "classify" NAME class {"," class}
                | "show" NAME
                | "last" [NAME]
                | selection
    groups      = "by" sum {"," sum}
    order       = "sort" key {"," key}
    key         = sum ["asc" | "desc"]
    swept       = term {"+" term}
    term        = "base" | NAME ["(" [values {"," values}] ")"]
    values      = [NAME ":"] ("(" expression "," expression {"," expression} ")"
                             | expression [".." sum ["step" sum]])
    clause      = "cost" (sum | NAME sum {"," NAME sum})
                | "capacity" (rate | NAME rate {"," NAME rate})
                | "inflow" rate
                | "lag" sum
                | "growth" rate
                | "jurisdiction" selection {"," selection}
                | order
    rate        = sum "per" period
    period      = "week" | "month" | "quarter" | "year"
    class       = TEXT ["with" scenarios | "where" expression]
    stage       = "where" expression
                | "select" expression {"," expression}
                | "derive" NAME "=" expression
                | groups [aggregate {"," aggregate}]
                | "sort" [key {"," key}]
                | "take" NUMBER
                | "distinct" [sum {"," sum}]
                | "join" NAME
                | "chart" [sum]
                | "export" TEXT
                | aggregate {"," aggregate}
    aggregate   = sum

    file        = ["of" NAME "by" NAME] "from" TEXT {part | "key" NAME | "encoding" (NAME | TEXT)}
                  ["{" {column END} "}"]
    part        = "sheet" (TEXT | NUMBER) | "table" TEXT | "query" TEXT
    column      = NAME [TYPE] {TEXT [","]} {role}
    role        = "since" | "until" | "on" | "weight" | "authority"
                | "yes" TEXT {"," TEXT} | "no" TEXT {"," TEXT} | "unit" UNIT
    due         = "by" sum
                | "per" period ["by" NUMBER] ["between" sum joint sum]
                | "within" sum "of" TEXT
    choices     = "in" "(" expression {"," expression} ")"
    dated       = expression ["since" expression] ["cite" TEXT]
    parameter   = NAME ["=" expression]
    body        = "{" {measure END} "}" | measure | scenarios
    measure     = ["prospective"] action ["where" expression] ["cite" TEXT]
                  {"except" ["when"] expression ["cite" TEXT]}
    action      = ("exit" | "exempt" | "repair" | "strike" | "admit") NAME
                | "update" NAME "set" NAME "=" expression {"," NAME "=" expression}
    scenarios   = scenario {"+" scenario}
    scenario    = "base" | NAME [arguments]

    selection   = expression ["where" expression]
    expression  = "if" expression "then" expression "else" expression | conjunction {"or" conjunction}
    conjunction = negation {"and" negation}
    negation    = "not" negation | comparison
    comparison  = sum [("=" | "==" | "!=" | "<" | "<=" | ">" | ">=") sum
                     | "between" sum joint sum
                     | "is" ["not"] ("known" | "unknown")
                     | ["not"] "in" "(" expression {"," expression} ")"]
    joint       = "and"
    sum         = product {("+" | "-") product}
    product     = signed {("*" | "/") signed}
    signed      = "-" signed | postfix
    postfix     = primary {"." NAME [arguments] | arguments}
    arguments   = "(" [argument {"," argument}] ")"
    argument    = [(NAME | "in") ":"] selection
    primary     = VALUE | TEXT | NAME | "yes" | "no" | "unknown" | "all" postfix | "(" selection ")"
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  /// What the words in capitals stand for, and what rules can't say.
  static let remarks: [String] = [
    "`END`: a line's end where nothing is left open, `;` or `。`. See [lines](#lines--换行).",
    "`NAME`: a run of letters, Han characters, digits and `_` that is not reserved; or anything in `[ ]` or `【 】`. "
      + "`registry`, `entity`, `asof` and the functions are names that mean something where nothing else is called so.",
    "`TEXT`: in quotes of any kind. `WORDS`: the rest of the line.",
    "`VALUE`: a number, percentage, amount, date, month or duration, as the chapter on values has them; `NUMBER`: a whole one.",
    "`TYPE`: `integer`, `decimal`, `percentage`, `money`, `text`, `category`, `flag`, `date`, `month`, and in `given` "
      + "`duration`; or 整数、小数、百分比、金额、文本、类别、是否、日期、月份、期限. `UNIT`: 元 or 万元. `CODE`: a credit code.",
    "`joint` is also 至; 每周, 每月, 每季 and 每年 are a `per` each; in Chinese 除非 says `except when`, 当 is `where` inside a measure or a call, and 于 is `in` "
      + "before a scenario.",
    "A verb is a name where `|`, `.`, `=`, `<` or `>` follows it.",
  ]
}
