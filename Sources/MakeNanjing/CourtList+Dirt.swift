/// What is wrong with the court's sheet, in modest numbers, and the days that fall on a boundary.
///
/// Dirt falls on plain records only: on entities that no rule moves and that stood on both dates.
extension CourtList {
  /// Sets some dates on the days at which a record begins or ceases to stand.
  mutating func placeOnBoundaries() {
    func isDay(_ cell: DateCell, in range: ClosedRange<Day>) -> Bool {
      guard case .day(let day) = cell else { return false }
      return range.contains(day)
    }
    let thisYear = Moment.newYear...Moment.asOf
    let gone = records.indices.filter { isDay(records[$0].left, in: thisYear) }
    let before = records.indices.filter { isDay(records[$0].left, in: Day(2021, 7, 1)...Day(2021, 10, 31)) }
    let come = records.indices.filter {
      isDay(records[$0].listed, in: Day(2022, 6, 1)...Moment.asOf)
    }
    // Left on the as-of date: stands no more. Left on New Year's Day: stood at the year's end.
    for index in gone.prefix(4) { records[index].left = .day(Moment.asOf) }
    for index in gone.dropFirst(4).prefix(4) { records[index].left = .day(Moment.newYear) }
    for index in before.prefix(3) { records[index].left = .day(Moment.lastYearEnd) }
    for index in come.prefix(3) { records[index].listed = .day(Moment.asOf) }
  }

  mutating func addDirt() {
    var random = SplitMix64(seed: random.next())
    var plain = random.shuffled(records.indices.filter { records[$0].isPlain })
    func deal(_ count: Int) -> [Int] {
      defer { plain.removeLast(count) }
      return plain.suffix(count)
    }
    func spoil(_ values: KeyValuePairs<String, Int>, _ change: (inout CourtRecord, String) -> Void) {
      for (value, count) in values {
        for index in deal(count) { change(&records[index], value) }
      }
    }

    // A day that no calendar has, or a word in a date's place: whether the record stands is unknown.
    spoil(["2022-09-31": 3, "2022-02-30": 1, "待核": 2, "已履行完毕": 1]) { $0.left = .typed($1) }
    spoil(["2021-02-29": 1, "2020-11-31": 1]) { $0.listed = .typed($1) }
    spoil(["2021-06-31": 3]) { $0.filed = .typed($1) }
    spoil(["2022-09-31": 2, "2022-08-12": 4, "2022-09-02": 2]) { $0.bankruptcy = .typed($1) }

    // Words for nothing, and far days for never.
    spoil(["9999-12-31": 14]) { $0.left = .typed($1) }
    spoil(["— —": 9, "/": 8, "暂无": 6, "无": 3]) { $0.left = .typed($1) }
    spoil(["/": 18, "无": 14, "— —": 8]) { $0.bankruptcy = .typed($1) }
    spoil(["暂无": 25, "/": 6]) { $0.performance = $1 }
    spoil(["— —": 12, "无": 5]) { $0.debtor.representative = $1 }

    // Wide spaces around a name.
    spoil(["\u{3000}": 25]) { $0.debtor.name = random.chance(600) ? $1 + $0.debtor.name : $0.debtor.name + $1 }

    addConflicts(at: deal(5))
  }

  /// Four case numbers that stand twice with different content: three entered anew, one with a second debtor.
  private mutating func addConflicts(at places: [Int]) {
    for place in places.prefix(3) {
      var again = records[place]
      again.performance = again.performance == "部分未履行" ? "全部未履行" : "部分未履行"
      again.evidence.results = []
      records.append(again)
    }
    guard let first = places.dropFirst(3).first, let second = places.last else { return }
    var joint = records[first]
    joint.debtor = records[second].debtor
    joint.evidence.results = []
    records.append(joint)
  }
}
