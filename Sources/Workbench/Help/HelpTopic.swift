import Language
import Values

/// One thing that can be written, or that one has to know to write.
///
/// `help`, the search in it, and the reference in `Documentation/Language.md` are all made from these: a topic is one
/// entry in the table of its group.
struct HelpTopic: Sendable {
  /// What is called with arguments in brackets: what it takes and gives.
  struct Signature: Sendable {
    /// What nothing at all gives.
    enum Empty: Sendable {
      case zero, no, unknown

      /// The words for it.
      var words: Phrase {
        switch self {
        case .zero: Phrase("0", "0")
        case .no: Phrase("no", "否")
        case .unknown: Phrase("unknown", "不详")
        }
      }
    }

    /// From what to what, one line a form.
    let types: [Phrase]
    /// What an unknown value does, and rows of which it is unknown whether they count.
    let unknown: Phrase
    /// What nothing at all gives; nil for functions of single values.
    let empty: Empty?
  }

  /// The words that it is found under; the first is its title.
  let names: [Phrase]
  /// The keyword that it is about, where it is about one.
  let keyword: Keyword?
  /// Further keywords that it explains.
  let further: [Keyword]
  /// How it is written, one line a form.
  let usage: [Phrase]
  /// What it does: first one line for lists of topics, then what else is to be known.
  let meaning: [Phrase]
  /// What it takes and gives, where it is called with arguments.
  let signature: Signature?
  /// Statements that can be tried on Nanjing's lists, in order, in both tongues.
  let examples: [Phrase]

  /// A topic about a keyword.
  init(
    _ keyword: Keyword, further: [Keyword] = [], usage: [Phrase], meaning: [Phrase], signature: Signature? = nil,
    examples: [Phrase]
  ) {
    self.init(
      names: [keyword.words], keyword: keyword, further: further, usage: usage, meaning: meaning,
      signature: signature, examples: examples)
  }

  /// A topic about the grammar, found under names of its own.
  init(
    names: [Phrase], further: [Keyword] = [], usage: [Phrase], meaning: [Phrase], examples: [Phrase]
  ) {
    self.init(
      names: names, keyword: nil, further: further, usage: usage, meaning: meaning, signature: nil, examples: examples)
  }

  private init(
    names: [Phrase], keyword: Keyword?, further: [Keyword], usage: [Phrase], meaning: [Phrase],
    signature: Signature?, examples: [Phrase]
  ) {
    self.names = names
    self.keyword = keyword
    self.further = further
    self.usage = usage
    self.meaning = meaning
    self.signature = signature
    self.examples = examples
  }

  /// Its name in lists of topics.
  var title: Phrase { names.first ?? .same("") }

  /// What it does, in one line.
  var brief: Phrase { meaning.first ?? .same("") }
}

/// Topics that belong together, in the order in which a newcomer meets them.
enum HelpGroup: CaseIterable {
  case statements, stages, measures, studies, grammar, operators, aggregates, functions

  /// What the group is called.
  var title: Phrase {
    switch self {
    case .statements: Phrase("Statements", "语句")
    case .stages: Phrase("Stages after |", "｜之后的环节")
    case .measures: Phrase("Measures in a scenario", "情景中的措施")
    case .studies: Phrase("Studies", "推演")
    case .grammar: Phrase("Values and grammar", "值与语法")
    case .operators: Phrase("Operators", "运算")
    case .aggregates: Phrase("Aggregates over many records", "汇总函数")
    case .functions: Phrase("Functions of values", "取值函数")
    }
  }

  /// Its topics.
  var topics: [HelpTopic] {
    switch self {
    case .statements: HelpTopic.statements
    case .stages: HelpTopic.stages
    case .measures: HelpTopic.measures
    case .studies: HelpTopic.studies
    case .grammar: HelpTopic.grammar
    case .operators: HelpTopic.operators
    case .aggregates: HelpTopic.aggregates
    case .functions: HelpTopic.functions
    }
  }

  /// Whether the overview gives each topic a line; of the others it lists the names.
  var isSpelledOut: Bool {
    switch self {
    case .statements, .stages, .measures, .studies: true
    case .grammar, .operators, .aggregates, .functions: false
    }
  }
}
