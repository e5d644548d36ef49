import Language
import Values

extension HelpTopic {
  static let decompose = HelpTopic(
    .decompose, further: [.with],
    usage: [
      Phrase("decompose TARGET | METRIC < BOUND by KEY, KEY", "分解 目标｜指标 < 界限 按 列、列"),
      Phrase("  [with SCENARIO [sort COLUMN]]", "  [用 情景 [排序 列]]"),
    ],
    meaning: [
      Phrase("a target's missing exits shared out among groups", "把目标尚缺的退出数分解到各组，几种方法并列"),
      Phrase("equal: groups above one ratio are brought down to it", "等比：高于同一占比的各组一律降至该占比"),
      Phrase("stock: in proportion to the listed entities", "按存量：按现有主体数的比例"),
      Phrase("capacity: in proportion to what the scenario can take there", "按能力：按情景在该组能移出的主体数的比例"),
      Phrase("easiest: its records in the order of `sort` until there are enough", "先易后难：情景的记录按“排序”逐条移出，至够数为止"),
      Phrase("each column adds up; what no group can cover has a row of its own", "各列之和相等；各组承担不了的另列一行"),
    ],
    examples: [
      Phrase(
        "decompose serious_ratio < 1% by district with court_exits sort listed",
        "分解 严重失信占比 < 1% 按 所属区 用 法院退出 排序 发布时间")
    ])
}
