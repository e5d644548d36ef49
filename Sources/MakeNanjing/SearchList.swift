/// The courts' searches for property (查控): children of the cases, by case number.
struct SearchList: Sendable {
  private struct Search: Sendable {
    let number: String
    let date: DateCell
    let result: String

    var row: [String] { [number, date.text(), result] }
  }

  /// Distinct rows in all.
  private static let total = 19_804
  /// Of the searches without a result, those where the clerk typed a word for nothing instead of leaving a blank.
  private static let wordsForNothing = ["暂无", "暂无", "暂无", "暂无", "暂无", "暂无", "/", "/", "/", "/", "— —", "— —"]

  private var searches: [Search] = []
  private var again: [Search] = []
  private var random: SplitMix64

  init(seed: UInt64, records: [CourtRecord]) {
    random = SplitMix64(seed: seed, stream: "searches")
    for record in records { add(record) }
    addLater(for: records)
    addStrays()
    addRepeats(for: records)
    fill(with: records)
  }

  var sheet: Sheet {
    var random = random
    return Sheet("案号,查控时间,发现可供执行财产", rows: random.shuffled((searches + again).map(\.row)))
  }

  private mutating func add(_ record: CourtRecord) {
    if record.number == CaseBook.showcase {
      searches.append(Search(number: record.number, date: .day(Day(2022, 3, 8)), result: "否"))
      return
    }
    let days = days(of: record)
    for (day, result) in zip(days, record.evidence.results) {
      searches.append(Search(number: record.number, date: .day(day), result: result.rawValue))
    }
  }

  /// As many different days as there are results, in order. A surveyed case had its last search in the campaign.
  private mutating func days(of record: CourtRecord) -> [Day] {
    let count = record.evidence.results.count
    var last = record.searchable.upperBound
    var days: Set<Day> = []
    if record.isSurveyed, count > 1 {
      let final = random.day(max(Moment.campaignStart, record.searchable.lowerBound + count), Moment.asOf)
      days.insert(final)
      last = final - 1
    }
    // The first search follows the filing at once.
    if days.count < count {
      let first = record.searchable.lowerBound
      days.insert(random.day(first, min(first + 20, last - count)))
    }
    while days.count < count {
      days.insert(random.day(record.searchable.lowerBound, last))
    }
    return days.sorted()
  }

  /// Searches after the as-of date: known when the searches were drawn, and not to be seen as of then.
  ///
  /// For 32 entities that were searched once they would make the second.
  private mutating func addLater(for records: [CourtRecord]) {
    let once = SearchList.searchedOnce(records)
    let plain = random.shuffled(records.filter { $0.isPlain && $0.evidence.clues == "有" })
    for (index, record) in (once.prefix(32) + plain.prefix(28)).enumerated() {
      // The first falls on the day after, the second on the day of drawing.
      let day =
        index == 0
        ? Moment.asOf + 1
        : index == 1 ? Moment.searchesDrawn : random.day(Moment.asOf + 2, Moment.searchesDrawn)
      searches.append(Search(number: record.number, date: .day(day), result: "否"))
    }
  }

  /// Surveyed cases that one search more would take off the list, but for the showcase.
  private static func searchedOnce(_ records: [CourtRecord]) -> [CourtRecord] {
    records.filter {
      $0.isSurveyed && $0.evidence.clues == "无" && $0.evidence.results == [.notFound]
        && $0.number != CaseBook.showcase
    }
  }

  /// Nine searches of cases that the court's list doesn't hold, and words for nothing in place of twelve blanks.
  private mutating func addStrays() {
    for serial in 1...9 {
      let number = "（2021）苏01\(random.pick(["02", "06", "13", "15"]))执\(20_000 + serial * 137)号"
      searches.append(
        Search(number: number, date: .day(random.day(Day(2021, 3, 1), Moment.asOf)), result: "否"))
    }
    let unrecorded = searches.indices.filter { searches[$0].result.isEmpty }
    for (index, word) in zip(random.shuffled(unrecorded), SearchList.wordsForNothing) {
      searches[index] = Search(number: searches[index].number, date: searches[index].date, result: word)
    }
  }

  /// Eight rows that came twice. Five are the one search of an entity that a second would take off the list.
  private mutating func addRepeats(for records: [CourtRecord]) {
    let once = SearchList.searchedOnce(records)
    let numbers = Set(once.suffix(5).map(\.number))
    again = searches.filter { numbers.contains($0.number) } + searches.suffix(3)
  }

  /// Tops the searches up to their total, on cases whose creditors gave clues, so that no outcome hangs on
  /// them. Three bear a day that no calendar has.
  private mutating func fill(with records: [CourtRecord]) {
    let open = random.shuffled(records.filter { $0.isPlain && $0.evidence.clues == "有" })
    for (record, day) in zip(open, ["2022-06-31", "2022-04-31", "2021-02-29"]) {
      searches.append(Search(number: record.number, date: .typed(day), result: "否"))
    }
    var days: [String: Set<Day>] = [:]
    for search in searches {
      if case .day(let day) = search.date { days[search.number, default: []].insert(day) }
    }
    while searches.count < SearchList.total {
      for record in open.dropFirst(3) where searches.count < SearchList.total {
        guard days[record.number, default: []].count < 4 else { continue }
        let day = random.day(record.searchable.lowerBound, record.searchable.upperBound)
        guard days[record.number, default: []].insert(day).inserted else { continue }
        searches.append(Search(number: record.number, date: .day(day), result: random.chance(700) ? "否" : "是"))
      }
    }
  }
}
