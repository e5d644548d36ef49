import Language
import Values

extension HelpTopic {
  /// `why`.
  static let why = HelpTopic(
    .why, further: [.brief],
    usage: [
      Phrase("why CODE | \"PART OF A NAME\" in SCENARIO [brief]", "为何 代码｜\"部分名称\" 于 情景 [简要]"),
      Phrase("why N of SCENARIO [by KEY] [brief]", "为何 N 例 情景 [按 列] [简要]"),
    ],
    meaning: [
      Phrase("each record and condition of one enterprise, or examples", "某一主体的逐条记录与条件，或若干实例"),
      Phrase("with the values it saw, the parameters and the clause", "附所见的值、参数和条款"),
      Phrase("who stays for a record that nothing takes is told which one", "因其他记录而仍在名单的，指明是哪一条"),
      Phrase("examples are spread over the groups and over what became of them:", "实例在各组和各种结果之间均匀分布："),
      Phrase("taken, one condition short, open for want of facts, excepted", "适用、仅差一项、无法判定、属除外情形"),
      Phrase("brief leaves out conditions that hold and parameters at their defaults", "简要：略去已符合的条件和取默认值的参数"),
    ],
    examples: [
      Phrase("why \"某某商贸\" in court_exits", "为何“某某商贸”于 法院退出"),
      Phrase("why 20 of court_exits by district", "为何 20 例 法院退出 按 所属区"),
    ])
}
