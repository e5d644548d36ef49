import Testing

@Suite("Forms of results")
struct FormatTests {
  private func run(_ statements: [String], _ options: [String]) throws -> Invocation.Result {
    let folder = try SmallCity.folder()
    let arguments = ["--load", "city"] + options + statements.flatMap { ["-e", $0] }
    return try Invocation(arguments: arguments, folder: folder.path).run()
  }

  private func json(_ statements: String..., options: [String] = []) throws -> [String] {
    let result = try run(statements, ["--format", "json"] + options)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.lines
  }

  @Test("JSON: each result is one array on its own line")
  func oneLineEach() throws {
    #expect(
      try json("1 + 1", "court | take 2 | select clues", "court where fine > 1亿元 | select clues", "assert 1 = 1") == [
        #"[{"1 + 1":2}]"#, #"[{"clues":false},{"clues":false}]"#, "[]", #"[{"holds":true}]"#,
      ])
  }

  @Test("JSON: dates are ISO 8601, amounts are decimal strings in 元, unknown is null")
  func values() throws {
    #expect(
      try json("court | select case, listed, left, clues, fine") == [
        """
        [{"case":"（2021）苏0115执1号","listed":"2021-01-05","left":null,"clues":false,"fine":"1234.50"},\
        {"case":"（2021）苏0115执2号","listed":"2021-02-05","left":null,"clues":false,"fine":null},\
        {"case":"（2021）苏0115执3号","listed":"2021-03-05","left":null,"clues":true,"fine":"80000.00"}]
        """
      ])
  }

  @Test("JSON: a column with ranges has its ends beside it in every row")
  func ranges() throws {
    #expect(
      try json("compare base, court_exits on serious_ratio") == [
        """
        [{"scenario":"base","serious_ratio":0.03,"serious_ratio_low":0.03,"serious_ratio_high":0.03,\
        "serious_ratio_change":null,"serious_ratio_change_low":null,"serious_ratio_change_high":null,\
        "serious_ratio_relative":null,"serious_ratio_relative_low":null,"serious_ratio_relative_high":null,\
        "left":null,"left_low":null,"left_high":null,"entered":null,"entered_low":null,"entered_high":null,\
        "stay":3,"stay_low":3,"stay_high":3},\
        {"scenario":"court_exits","serious_ratio":0.02,"serious_ratio_low":0.01,"serious_ratio_high":0.02,\
        "serious_ratio_change":-0.01,"serious_ratio_change_low":-0.02,"serious_ratio_change_high":-0.01,\
        "serious_ratio_relative":-0.3333333333333333,"serious_ratio_relative_low":-0.6666666666666666,\
        "serious_ratio_relative_high":-0.3333333333333333,"left":1,"left_low":1,"left_high":2,\
        "entered":0,"entered_low":0,"entered_high":0,"stay":2,"stay_low":1,"stay_high":2}]
        """
      ])
  }

  @Test("JSON: numbers are not rounded")
  func unrounded() throws {
    #expect(try json("metric third = entities(court) / 9", "third") == [#"[{"third":0.3333333333333333}]"#])
  }

  @Test("JSON: columns of groups bear the language's own words")
  func groups() throws {
    #expect(
      try json("court | by clues count, sum(fine where fine is known)", "court | by clues count, sum(fine)").last
        == #"[{"clues":false,"count":2,"sum(fine)":null},{"clues":true,"count":1,"sum(fine)":"80000.00"}]"#)
  }

  @Test("JSON: a dataset says what was loaded")
  func load() throws {
    let result = try run([], ["--format", "json", "-e", "load \"city\""])
    #expect(
      result.output == """
        [{"list":"registry","alias":"登记库","rows":6,"entities":100,"problems":0},\
        {"list":"court","alias":"失信被执行人","rows":4,"entities":3,"problems":0},\
        {"list":"searches","alias":"查控","rows":5,"entities":3,"problems":0},\
        {"list":"serious","alias":"严重失信名单","rows":4,"entities":3,"problems":0}]

        """)
    let notes = "as of 2022-07-31\n1 of 1 published figures reconciled\n"
    #expect(result.errors == notes + notes)
  }

  static let bothTongues = [
    ["serious_ratio", "严重失信占比"],
    ["court | by clues", "失信被执行人｜按 有效财产线索"],
    ["court | by clues count", "失信被执行人｜按 有效财产线索 计数"],
    ["court | select case, fine", "失信被执行人｜选列 案号、[罚款（元）]"],
    ["court | by clues sum(fine)", "失信被执行人｜按 有效财产线索 求和([罚款（元）])"],
    ["compare base, court_exits on serious_ratio", "对比 现状、法院退出 看 严重失信占比"],
    ["show lists", "查看 名单"],
    ["show metrics", "查看 指标"],
  ]

  @Test(
    "machines read the same columns whichever tongue a question is asked and answered in", arguments: bothTongues,
    ["json", "csv"])
  func sameColumns(questions: [String], format: String) throws {
    let english = try run([questions[0]], ["--format", format, "--language", "en"])
    let answeredInChinese = try run([questions[0]], ["--format", format, "--language", "zh"])
    let asked = try run([questions[1]], ["--format", format, "--language", "zh"])
    #expect(english.exitCode == 0, "\(english.errors)")
    #expect(answeredInChinese.output == english.output)
    #expect(asked.exitCode == 0, "\(asked.errors)")
    #expect(columns(of: asked.output, format) == columns(of: english.output, format))
  }

  /// The names of a result's columns in the order in which they stand.
  private func columns(of output: String, _ format: String) -> [String] {
    if format == "csv" { return output.prefix { $0 != "\n" }.split(separator: ",").map(String.init) }
    return output.prefix { $0 != "}" }.matches(of: /[{,]"((?:[^"\\]|\\.)*)":/).map { String($0.1) }
  }

  @Test("CSV: the values of JSON, quoted where they must be")
  func csv() throws {
    let result = try run(
      ["court | select case, listed, left, clues, fine", "compare base, court_exits on serious_ratio"],
      ["--format", "csv"])
    #expect(
      result.lines == [
        "case,listed,left,clues,fine",
        "（2021）苏0115执1号,2021-01-05,,false,1234.50",
        "（2021）苏0115执2号,2021-02-05,,false,",
        "（2021）苏0115执3号,2021-03-05,,true,80000.00",
        "scenario,serious_ratio,serious_ratio_low,serious_ratio_high,"
          + "serious_ratio_change,serious_ratio_change_low,serious_ratio_change_high,"
          + "serious_ratio_relative,serious_ratio_relative_low,serious_ratio_relative_high,"
          + "left,left_low,left_high,entered,entered_low,entered_high,stay,stay_low,stay_high",
        "base,0.03,0.03,0.03,,,,,,,,,,,,,3,3,3",
        "court_exits,0.02,0.01,0.02,-0.01,-0.02,-0.01,-0.3333333333333333,-0.6666666666666666,-0.3333333333333333,"
          + "1,1,2,0,0,0,2,1,2",
      ])
    #expect(result.errors.contains("as of 2022-07-31"))
    #expect(result.errors.contains("the range shows what it could change"))
  }

  @Test("machines get every row, people the first forty", arguments: ["table", "markdown", "csv", "json"])
  func rowLimit(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("number\n" + (1...100).map { "\($0)\n" }.joined(), to: "many.csv")
    let result = try Invocation.statements(
      "load many from \"many.csv\"", "many", options: ["--format", format], in: folder)
    let isForMachines = format == "csv" || format == "json"
    #expect(result.output.contains("99") == isForMachines)
    #expect(result.output.contains("60 more rows") == !isForMachines)
  }

  @Test("Markdown: a pipe table, its notes in italics")
  func markdown() throws {
    let result = try run(["load \"city\"", "court | select clues, fine | take 2"], ["--format", "markdown"])
    #expect(
      result.output.hasPrefix(
        """
        | list     | also         | rows | entities | problems |
        | :------- | :----------- | ---: | -------: | -------: |
        | registry | 登记库       |    6 |      100 |        0 |
        """))
    #expect(result.output.contains("*as of 2022-07-31*"))
    #expect(
      result.output.hasSuffix(
        """
        | clues |       fine |
        | :---- | ---------: |
        | no    | 1,234.50元 |
        | no    |    unknown |

        """))
  }

  @Test("Markdown: a blank line parts two tables, which would be read as one without it")
  func markdownTablesApart() throws {
    let result = try run(["court | by clues", "court | by district"], ["--format", "markdown"])
    let heads = result.lines.indices.filter { result.lines[$0].hasPrefix("| :--") }.map { $0 - 1 }
    #expect(heads.count == 2)
    for head in heads.dropFirst() {
      #expect(result.lines[head - 1].isEmpty, "\(result.lines[head - 1])")
    }
  }

  @Test("how a text looks to a person does not change what a machine is told")
  func exactText() throws {
    let folder = try TemporaryFolder()
    try folder.write("name\n\"a,\"\"b\"\"\nc\"\n", to: "list.csv")
    let csv = try Invocation.statements(
      "load list1 from \"list.csv\"", "list1", options: ["--format", "csv"], in: folder)
    #expect(csv.output.hasSuffix("name\n\"a,\"\"b\"\"\nc\"\n"))
    let json = try Invocation.statements(
      "load list1 from \"list.csv\"", "list1", options: ["--format", "json"], in: folder)
    #expect(json.output.hasSuffix("[{\"name\":\"a,\\\"b\\\"\\nc\"}]\n"))
  }
}
