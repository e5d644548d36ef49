import Synchronization

/// What can be kept between questions.
protocol Keepable: Sendable {
  /// How many bytes it holds that would be free without it.
  var byteCount: Int { get }
}

/// Parts of answers, kept for the next question up to a number of bytes; the one least lately used goes first.
///
/// A part is found by what it is computed from, structure and versions alike, so that an answer is the same with every
/// bound, also with none kept. Parts of lists that were replaced are never found again and go as others come.
public final class SubresultCache: Sendable {
  /// What is kept and how often it was of use.
  public struct Statistics: Sendable, Hashable {
    /// How many parts are kept.
    public var entries = 0
    /// How many bytes they hold.
    public var bytes = 0
    /// How often a part was found.
    public var hits = 0
    /// How often one had to be computed.
    public var misses = 0
  }

  /// How many bytes are kept unless another bound is set.
  public static let defaultLimit = 256 << 20

  private let contents: Mutex<Contents>

  /// An empty cache.
  /// - Parameter limit: The most bytes that it keeps; 0 for none.
  public init(limit: Int = SubresultCache.defaultLimit) {
    contents = Mutex(Contents(limit: max(0, limit)))
  }

  /// The most bytes that are kept. What is more goes at once.
  public var limit: Int {
    get { contents.withLock { $0.limit } }
    set {
      contents.withLock {
        $0.limit = max(0, newValue)
        $0.shrink()
      }
    }
  }

  /// What is kept and how often it was of use.
  public var statistics: Statistics { contents.withLock { $0.statistics } }

  /// Forgets everything.
  public func removeAll() {
    contents.withLock { $0 = Contents(limit: $0.limit) }
  }

  func value(for key: SubresultKey) -> (any Keepable)? { contents.withLock { $0.value(for: key) } }

  func keep(_ value: any Keepable, for key: SubresultKey) { contents.withLock { $0.keep(value, for: key) } }
}

/// The parts in a ring, from the one used last to the one used least lately.
private struct Contents: Sendable {
  private struct Entry: Sendable {
    let key: SubresultKey
    var value: any Keepable
    var bytes: Int
    var newer: Int
    var older: Int
  }

  var limit: Int
  private(set) var statistics = SubresultCache.Statistics()
  private var places: [SubresultKey: Int] = [:]
  private var entries: [Entry?] = []
  private var free: [Int] = []
  private var newest = -1
  private var oldest = -1

  init(limit: Int) { self.limit = limit }

  mutating func value(for key: SubresultKey) -> (any Keepable)? {
    guard let place = places[key], let entry = entries[place] else {
      statistics.misses += 1
      return nil
    }
    statistics.hits += 1
    if place != newest {
      unlink(place)
      linkAsNewest(place)
    }
    return entry.value
  }

  mutating func keep(_ value: any Keepable, for key: SubresultKey) {
    let bytes = value.byteCount + key.byteCount + MemoryLayout<Entry?>.stride
    // Two threads may have computed the same part: it is the same, and kept once.
    guard bytes <= limit, places[key] == nil else { return }
    let entry = Entry(key: key, value: value, bytes: bytes, newer: -1, older: -1)
    let place: Int
    if let unused = free.popLast() {
      entries[unused] = entry
      place = unused
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[key] = place
    statistics.entries += 1
    statistics.bytes += bytes
    linkAsNewest(place)
    shrink()
  }

  mutating func shrink() {
    while statistics.bytes > limit, oldest >= 0, let entry = entries[oldest] {
      let place = oldest
      unlink(place)
      places[entry.key] = nil
      entries[place] = nil
      free.append(place)
      statistics.entries -= 1
      statistics.bytes -= entry.bytes
    }
  }

  private mutating func unlink(_ place: Int) {
    guard let entry = entries[place] else { return }
    if entry.newer >= 0 { entries[entry.newer]?.older = entry.older } else { newest = entry.older }
    if entry.older >= 0 { entries[entry.older]?.newer = entry.newer } else { oldest = entry.newer }
  }

  private mutating func linkAsNewest(_ place: Int) {
    entries[place]?.newer = -1
    entries[place]?.older = newest
    if newest >= 0 { entries[newest]?.newer = place }
    newest = place
    if oldest < 0 { oldest = place }
  }
}
