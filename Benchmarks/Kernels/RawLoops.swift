import Synchronization
import Values

/// The same questions answered by loops written for these very arrays: no language, no safety of types, unknowns by
/// hand. What they reach, the language shall come near to.
struct RawLoops {
  let records: Records

  /// A piece of the rows for each thread, and what each gives, in order.
  private func pieces<Result: Sendable>(of count: Int, _ body: @Sendable (Range<Int>) -> Result) -> [Result] {
    let parts = Threads.count
    let results = Mutex([Result?](repeating: nil, count: parts))
    Threads.perform(parts) { part in
      let result = body(count * part / parts..<count * (part + 1) / parts)
      results.withLock { $0[part] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// How many penalties fulfil four conditions surely, and how many perhaps.
  func filter() -> [Int] {
    pieces(of: records.rowCount) { rows in
      var sure = 0
      var may = 0
      records.severity.withUnsafeBufferPointer { severity in
        records.corrected.withUnsafeBufferPointer { corrected in
          records.fine.withUnsafeBufferPointer { fine in
            records.decided.withUnsafeBufferPointer { decided in
              for row in rows {
                let holds = (severity[row] == Records.minor) as Bool
                let cheap = fine[row] <= 50_000_000
                let late = decided[row] >= 18_262
                let rest = (holds ? 1 : 0) & (cheap ? 1 : 0) & (late ? 1 : 0)
                sure &+= rest & (corrected[row] == 1 ? 1 : 0)
                may &+= rest & (corrected[row] != 0 ? 1 : 0)
              }
            }
          }
        }
      }
      return [sure, may]
    }.reduce([0, 0]) { [$0[0] + $1[0], $0[1] + $1[1]] }
  }

  /// For each agency, its penalties that are minor and corrected, surely and perhaps.
  func groups() -> [Int] {
    pieces(of: records.rowCount) { rows in
      var counts = [Int](repeating: 0, count: 2 * Records.agencies.count)
      counts.withUnsafeMutableBufferPointer { counts in
        records.severity.withUnsafeBufferPointer { severity in
          records.corrected.withUnsafeBufferPointer { corrected in
            records.agency.withUnsafeBufferPointer { agency in
              for row in rows where severity[row] == Records.minor {
                let place = 2 * Int(agency[row])
                counts[place] &+= corrected[row] == 1 ? 1 : 0
                counts[place &+ 1] &+= corrected[row] != 0 ? 1 : 0
              }
            }
          }
        }
      }
      return counts
    }.reduce([Int](repeating: 0, count: 2 * Records.agencies.count)) { zip($0, $1).map(+) }
  }

  /// How many entities have a penalty.
  func distinct() -> [Int] {
    let marks = pieces(of: records.rowCount) { rows in
      var marks = [UInt64](repeating: 0, count: records.entityCount / 64 + 1)
      marks.withUnsafeMutableBufferPointer { marks in
        records.entity.withUnsafeBufferPointer { entity in
          for row in rows {
            let place = Int(entity[row])
            marks[place >> 6] |= 1 << UInt64(place & 63)
          }
        }
      }
      return marks
    }
    var count = 0
    for word in marks[0].indices {
      count += marks.reduce(0) { $0 | $1[word] }.nonzeroBitCount
    }
    return [count]
  }

  /// How many cases have two searches without assets surely, and how many perhaps.
  func children() -> [Int] {
    // Each thread counts the searches of its own cases: two threads never write the same count.
    pieces(of: records.caseCount) { cases in
      var without = [UInt8](repeating: 0, count: cases.count)
      var unknown = [UInt8](repeating: 0, count: cases.count)
      var found = (sure: 0, may: 0)
      without.withUnsafeMutableBufferPointer { without in
        unknown.withUnsafeMutableBufferPointer { unknown in
          records.parent.withUnsafeBufferPointer { parent in
            records.found.withUnsafeBufferPointer { assets in
              for row in parent.indices {
                let place = Int(parent[row]) - cases.lowerBound
                guard place >= 0 && place < cases.count else { continue }
                without[place] &+= assets[row] == 0 ? 1 : 0
                unknown[place] &+= assets[row] == 2 ? 1 : 0
              }
            }
          }
          for place in 0..<cases.count {
            found.sure &+= without[place] >= 2 ? 1 : 0
            found.may &+= without[place] &+ unknown[place] >= 2 ? 1 : 0
          }
        }
      }
      return [found.sure, found.may]
    }.reduce([0, 0]) { [$0[0] + $1[0], $0[1] + $1[1]] }
  }

  /// For each agency, the sum of its fines in fen.
  func sums() -> [Int] {
    pieces(of: records.rowCount) { rows in
      var sums = [Int](repeating: 0, count: Records.agencies.count)
      sums.withUnsafeMutableBufferPointer { sums in
        records.fine.withUnsafeBufferPointer { fine in
          records.agency.withUnsafeBufferPointer { agency in
            for row in rows { sums[Int(agency[row])] &+= Int(fine[row]) }
          }
        }
      }
      return sums
    }.reduce([Int](repeating: 0, count: Records.agencies.count)) { zip($0, $1).map(+) }
  }
}
