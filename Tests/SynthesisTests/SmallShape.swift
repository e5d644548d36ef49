import Foundation
import Synthesis
import Testing
import Values

/// A dataset of three lists with every kind of dirt, described as briefly as can be.
enum SmallShape {
  static let declarations = """
    asof 2022-07-31
    list registry from "registry.csv" key code {
      code     text     "代码"
      district category "区"
      status   category "状态"
      weight   integer  "户数" weight
    }
    list court of registry by code from "court.csv" encoding gb18030 key case {
      case   text  "案号"
      code   text  "代码"
      filed  date  "立案时间"
      left   date  "移出时间" until
      clues  flag  "财产线索" yes "有" no "无"
      fine   money "金额（万元）"
    }
    list searches of court by case from "searches.csv" {
      case  text "案号"
      found flag "查到财产" yes "是" no "否"
      note  text  "备注"
    }
    metric court_ratio = entities(court) / entities(registry)
    """

  static let shape = """
    let word any("甲 乙 丙")
    registry {
      entities 40000
      rows all
      district "东区": 75%, "西区"
      status "存续": 9, "吊销": 1
      code "91320102"
    }
    court {
      entities if status = "吊销" then 50% else 10%
      rows 1: 80, 2: 20
      orphans 1%
      duplicates 2%
      ragged 0.5%
      code as exact, lower: 5%, hyphenated: 5%, organisation: 5%, wide: 5%, spaced: 5%, masked: 3%, registration: 2%
      filed 2020-01..2021-12, "2022-09-31": 1% as iso, slashes: 20%, compact: 10%, chinese: 10%, timed: 10%
      case "（{filed.year}）{word}, {entity.district}{1..9}执{serial}号"
      left blank, filed + 1..3 months: 25%, 1900-01-01: 2%
      clues "无", "有": 20%, blank: 30%
      fine 1万元..50万元 step 5000元
    }
    searches {
      rows if court.clues = "无" then 0: 50, 2: 50 else 1
      orphans 1%
      found if court.clues is unknown then blank else "是": 25%, "否"
      note "第{serial}次"
    }
    """

  static func readme(declarations: String = declarations, shape: String = shape) -> String {
    "# Small\n\n```tuiyan\n\(declarations)\n```\n\n```shape\n\(shape)\n```\n"
  }
}

/// A folder that is removed with the test.
final class ScratchFolder {
  let path = NSTemporaryDirectory() + "tuiyan-synthesis-" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func data(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)")) }

  func lines(_ file: String) throws -> [String] {
    let data = try data(file)
    let isGB = file == "court.csv"
    let text = try #require(String(data: data, encoding: isGB ? String.Encoding(rawValue: 0x8000_0632) : .utf8))
    return text.split(separator: "\n").map(String.init)
  }
}

/// Makes the small dataset.
@discardableResult
func made(
  _ folder: ScratchFolder, readme: String = SmallShape.readme(), entities: Int? = nil, seed: UInt64 = 1,
  threads: Int = 1
) throws -> SynthesisReport {
  try Synthesis(readme: readme, name: "README.md")
    .write(to: folder.path, entities: entities, seed: seed, threads: threads)
}
