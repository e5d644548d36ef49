import Language
import Values

extension HelpTopic {
  static let attribute = HelpTopic(
    .attribute, usage: [Phrase("attribute SCENARIO + SCENARIO on METRIC, EXPRESSION", "归因 情景＋情景 看 指标、算式")],
    meaning: [
      Phrase("an effect shared out among the measures that have it", "把总效果分摊到各项措施"),
      Phrase("in the written order, and by Shapley over all orders;", "按书写顺序，以及按沙普利值（所有顺序的平均）；"),
      Phrase("each column adds up to the whole exactly", "每一列之和恰为总效果"),
      Phrase("the range goes from no unknown condition holding to all of them", "区间为不详条件全不成立至全部成立"),
      Phrase("past 12 measures 200 orders are drawn by lot (`set seed`),", "措施多于 12 项时抽签 200 种顺序（`设置 种子`），"),
      Phrase("and the standard error stands beside each share", "并给出各项的标准误"),
    ],
    examples: [
      Phrase("attribute court_exits + status_exits on serious_ratio", "归因 法院退出＋状态退出 看 严重失信占比")
    ])

  static let overlap = HelpTopic(
    .overlap, usage: [Phrase("overlap SCENARIO + SCENARIO", "重叠 情景＋情景")],
    meaning: [
      Phrase("the records and entities that two measures would both take", "两项措施都会移出的记录和主体"),
      Phrase("each measure by itself on the base, and what only it takes", "各措施分别在现状上计算，并列出仅其移出的部分"),
    ],
    examples: [Phrase("overlap court_exits + status_exits", "重叠 法院退出＋状态退出")])
}
