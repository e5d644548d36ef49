/// A city of a hundred enterprises, five of them known by name, so that every result can be worked out by hand.
///
/// Three records stand on 31 July 2022. The court's rule takes the first off, keeps the third, and can't decide the
/// second, one of whose searches has no recorded result.
enum SmallCity {
  static let readme = """
    # A small city

    ```tuiyan
    asof 2022-07-31
    list registry "登记库" from "registry.csv" key code {
      code     text     "统一社会信用代码"
      name     text     "企业名称"
      district category "所属区"
      weight   integer  "户数" weight
    }
    list court "失信被执行人" of registry by code from "court.csv" key case {
      code   text  "组织机构代码"
      case   text  "案号"
      listed date  "发布时间" since
      left   date  "移出时间" until
      clues  flag  "有效财产线索" yes "有" no "无"
      fine   money "罚款（元）"
    }
    list searches "查控" of court by case from "searches.csv" {
      case  text "案号"
      date  date "查控时间" on
      found flag "发现可供执行财产" yes "是" no "否"
    }
    list serious "严重失信名单" = court
    metric serious_ratio "严重失信占比" = entities(serious) / entities(registry)
    scenario court_exits "法院退出"(n = 2) = exit court where count(searches where not found) >= n and not clues
    assert entities(registry) = 100
    ```

    """

  static let registry = """
    统一社会信用代码,企业名称,所属区,户数
    91320102TY0000013H,甲商贸,江宁区,1
    91320102TY0000021C,乙科技,江宁区,1
    91320102TY000003X4,丙餐饮,鼓楼区,1
    91320102TY00000484,丁物流,鼓楼区,1
    91320102TY0000056Y,戊园林,栖霞区,1
    ,,江宁区,95

    """

  static let court = """
    组织机构代码,案号,发布时间,移出时间,有效财产线索,罚款（元）
    91320102TY0000013H,（2021）苏0115执1号,2021-01-05,,无,1234.5
    91320102TY0000021C,（2021）苏0115执2号,2021-02-05,,无,
    91320102TY000003X4,（2021）苏0115执3号,2021-03-05,,有,80000
    91320102TY00000484,（2020）苏0115执4号,2020-03-05,2021-12-31,无,5

    """

  static let searches = """
    案号,查控时间,发现可供执行财产
    （2021）苏0115执1号,2022-01-05,否
    （2021）苏0115执1号,2022-03-05,否
    （2021）苏0115执2号,2022-01-05,否
    （2021）苏0115执2号,2022-03-05,
    （2021）苏0115执3号,2022-03-05,否

    """

  /// Writes the city's files into a folder of a folder.
  static func write(to folder: TemporaryFolder, as name: String = "city") throws {
    try folder.write(readme, to: "\(name)/README.md")
    try folder.write(registry, to: "\(name)/registry.csv")
    try folder.write(court, to: "\(name)/court.csv")
    try folder.write(searches, to: "\(name)/searches.csv")
  }

  /// A new folder with the city in `city`.
  static func folder(named name: String = "folder") throws -> TemporaryFolder {
    let folder = try TemporaryFolder(named: name)
    try write(to: folder)
    return folder
  }
}
