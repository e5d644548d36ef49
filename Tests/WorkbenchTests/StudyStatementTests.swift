import Testing

/// Sweep, attribute, overlap and decompose as they are typed.
@Suite("Studies as statements") struct StudyStatementTests {
  private static let preparation = """
    load "."
    scenario searched "查而无果" (n = 2, noted = no) = exit court where count(searches where not found) >= n and not clues
    scenario clueless = exit court where not clues
    scenario dated (before = 2021-03-15) = exit court where listed < before

    """

  private func answer(_ statement: String) throws -> String { try Bench().answer(Self.preparation + statement) }

  private func failure(_ statement: String) throws -> String { try Bench().failure(Self.preparation + statement) }

  @Test("A sweep has a row a value, with the change from the base")
  func line() throws {
    #expect(
      try answer("sweep searched(n: 1..3) on entities(court)") == """
          n   entities(court)    Δ
          1                 2   −1
          2                 2   −1
          3                 3    0
        """)
  }

  @Test("Two parameters make a grid for people, and a long table for the next stage")
  func grid() throws {
    let sweep = "sweep searched(n: 1..2) + dated(before: (2021-03-02, 2021-04-02)) on entities(court)"
    #expect(
      try answer(sweep) == """
          entities(court)
          n   before = 2021-03-02   before = 2021-04-02
          1                     2                     1
          2                     2                     1
          headlines; any stage, as `| take 10`, gives the long table
        """)
    #expect(try answer(sweep + " | take 3").contains("before       entities(court)"))
  }

  @Test("Parameters of one name are told apart by their scenarios")
  func names() throws {
    let text = try answer("sweep searched(n: 1..2) + searched(n: 2..3) on count(court) | take 1")
    #expect(text.contains("searched.n.1") && text.contains("searched.n.2"))
  }

  @Test(
    "A sweep that can't be made says why, where, and what would do",
    arguments: [
      (
        "sweep searched on entities(court)", "no parameter takes several values",
        "write a range or a list, as `searched(n: 1..4)`"
      ),
      (
        "sweep clueless on entities(court)", "no parameter takes several values",
        "none of these scenarios has a parameter"
      ),
      ("sweep searched(n: 1..3) on entities(registry)", "does not depend on", "it counts registry"),
      ("sweep searched(n: 3..1) on entities(court)", "never ends", "a step below zero"),
      ("sweep searched(n: 1..3 step 0) on entities(court)", "never ends", "^"),
      ("sweep searched(n: 1..99999) on entities(court)", "at most 10,000 values", "longer `step`"),
      (
        "sweep searched(n: 1..200) + dated(before: 2021-01-01..2021-12-31) on entities(court)",
        "these are 73,000 points",
        "at most 10,000"
      ),
      (
        "sweep searched(n: 1..2, noted: (yes, no)) + dated(before: 2021-01-01..2021-01-02) on entities(court)",
        "at most two parameters", "one value each"
      ),
      ("sweep searched(n: yes..no) on entities(court)", "a range needs two numbers", "list other values in brackets"),
      ("sweep searched(n: (1, \"a\")) on entities(court)", "`n` is integer, this is text", "^"),
    ])
  func refusals(statement: String, message: String, note: String) throws {
    let text = try failure(statement)
    #expect(text.contains(message) && text.contains(note), "\(text)")
  }

  @Test("Shares stand beside one another and add up")
  func attribution() throws {
    #expect(
      try answer("attribute searched + clueless + dated on court_ratio") == """
          measure     court_ratio   range           in order Δ   range                 Shapley Δ   range
          base              3.00%
          searched                                    −1.00 pp                          −0.33 pp
          clueless                                     0.00 pp   −1.00 pp – 0.00 pp     −0.33 pp   −1.33 pp – −0.33 pp
          dated                                        0.00 pp                          −0.33 pp
          total                                       −1.00 pp   −2.00 pp – −1.00 pp    −1.00 pp   −2.00 pp – −1.00 pp
          after all         2.00%   1.00% – 2.00%
          range: from none to all of the unknown conditions holding; each reading adds up by itself
        """)
    let rows = try answer(
      "attribute searched + clueless + dated on entities(court) | select measure, shapley, shapley_all")
    #expect(rows.contains("−0.333333"))
  }

  @Test("The seed is a setting, and a session remembers it")
  func seed() throws {
    let bench = try Bench(Bench.files, writable: ["."])
    try bench.run("set seed 42")
    #expect(try bench.answer("show settings").contains("42"))
    try bench.run(Self.preparation + "save \"session.md\"")
    #expect(try bench.read("session.md").contains("seed 42"))
    #expect(try bench.failure("set seed x").contains("whole number"))
  }

  @Test("What two measures would both take, and what only one does")
  func overlap() throws {
    #expect(
      try answer("overlap searched + clueless + dated") == """
          measure    part            records   range   entities   range
          searched   takes                 1                  1
          searched   only it takes         0                  0
          clueless   takes                 1   1 – 2          1   1 – 2
          clueless   only it takes         0   0 – 1          0   0 – 1
          dated      takes                 1                  1
          dated      only it takes         0                  0
          searched   and clueless          1                  1
          searched   and dated             1                  1
          clueless   and dated             1                  1
          each measure by itself, on the base; both take an entity where each takes a record of it
        """)
    #expect(try failure("overlap searched").contains("between two measures or more"))
  }

  @Test("A distance is shared out by every method, and the parts add up")
  func decomposition() throws {
    #expect(
      try answer("decompose court_ratio <= 1% by district with searched + clueless sort listed desc") == """
          district      listed   registered     ratio   equal   stock   capacity   easiest
          玄武区             1           98     1.02%       0       1          1         1
          秦淮区             2            2   100.00%       2       1          0         0
          not covered                                       0       0          1         1
          total              3          100     3.00%       2       2          2         2
          court_ratio <= 1%: exits missing: 2
          equal: brings 1 of 2 groups down to 0.000% at most
          capacity: 1 can leave, 1 not covered
          easiest: 1 can leave, 1 not covered
        """)
    #expect(try answer("decompose entities(court) < 1 by district").contains("exits missing: 3"))
  }

  @Test(
    "A share that can't be told says why",
    arguments: [
      ("attribute base on court_ratio", "there is no measure to share an effect"),
      ("attribute searched on asof", "expected a metric"),
      ("decompose court_ratio > 1% by district", "only an upper bound"),
      ("decompose court_ratio by district", "expected a target"),
      ("decompose count(court) < 1 by district", "counts no entities of lists"),
      ("decompose court_ratio < 0% by district", "no exits keep this bound"),
      ("decompose court_ratio < 1% by district sort listed", "`sort` needs measures"),
      ("decompose court_ratio < 1% by district with searched sort found", "is not a column"),
      ("decompose court_ratio < 1% by districts", "districts"),
    ])
  func decompositionRefusals(statement: String, message: String) throws {
    let text = try failure(statement)
    #expect(text.contains(message) && text.contains("^"), "\(text)")
  }
}
