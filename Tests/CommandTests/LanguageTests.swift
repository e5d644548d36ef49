import Testing

@Suite("The language of messages")
struct LanguageTests {
  @Test(
    "the locale decides, LC_ALL before LC_MESSAGES before LANG",
    arguments: [
      (["LANG": "zh_CN.UTF-8"], true), (["LANG": "en_US.UTF-8"], false), (["LANG": "C"], false),
      (["LANG": "zh_CN.GB18030"], true), (["LANG": "de_DE.UTF-8"], false), (["LANG": "zh_TW.UTF-8"], true),
      (["LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"], false),
      (["LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"], true),
      (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true), (["LC_CTYPE": "zh_CN.UTF-8"], false),
    ])
  func localeDecides(variables: [String: String], isChinese: Bool) throws {
    let result = try Invocation(arguments: ["-e", "nope"], environment: variables).run()
    #expect(result.errors.hasPrefix(isChinese ? "错误：“nope”没有定义\n" : "error: `nope` is not defined\n"))
    #expect(result.exitCode == 3)
  }

  @Test("--language goes before the locale", arguments: [("en", "zh_CN.UTF-8"), ("zh", "C.UTF-8")])
  func optionDecides(language: String, locale: String) throws {
    let result = try Invocation.statements("nope", options: ["--language", language], locale: locale)
    #expect(result.errors.hasPrefix(language == "zh" ? "错误：" : "error: "))
  }

  @Test("headings, values and notes of a Chinese answer are Chinese")
  func answer() throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.statements(
      "load \"city\"", "court | select case, listed, clues, fine", options: ["--language", "zh"], in: folder)
    #expect(
      result.output == """
          名单       别名           行   主体   问题
          registry   登记库          6    100      0
          court      失信被执行人    4      3      0
          searches   查控            5      3      0
          serious    严重失信名单    4      3      0
          截至 2022-07-31
          公布数字核对相符 1/1
          案号                  发布时间     有效财产线索   罚款（元）
          （2021）苏0115执1号   2021-01-05   否             1,234.50元
          （2021）苏0115执2号   2021-02-05   否                   不详
          （2021）苏0115执3号   2021-03-05   是               80,000元

        """)
  }

  @Test("a Chinese trace gives values in Chinese")
  func trace() throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.statements(
      "为何“甲商贸”于 法院退出", options: ["--language", "zh", "--load", "city"], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    let trace = result.output.drop { $0 != "甲" }
    #expect(trace.contains("否"))
    #expect(!trace.contains("   no\n"))
  }

  @Test("set language changes the tongue of what follows")
  func set() throws {
    let result = try Invocation.statements("set language zh", "nope")
    #expect(result.errors.hasPrefix("错误："))
    let back = try Invocation.statements("设置 语言 英文", "nope", options: ["--language", "zh"])
    #expect(back.errors.hasPrefix("error: "))
  }

  @Test("the C locale reads and writes Chinese unharmed")
  func plainLocale() throws {
    let folder = try SmallCity.folder()
    let result = try Invocation(
      arguments: ["--load", "city", "-e", "失信被执行人｜选列 案号｜取前 1"], environment: ["LC_ALL": "C"],
      folder: folder.path
    ).run()
    #expect(result.output.hasSuffix("  case\n  （2021）苏0115执1号\n"))
  }
}
