import Tables

/// Rows whose entity is known and not among some of whom everything is known already.
struct UnsettledRows: Sendable {
  /// The entity of each row of a list; below nothing where it can't be identified.
  let entities: Buffer<Int32>
  /// The entities of which no row is wanted, among all there are.
  let settled: Bitmap

  /// Gives the body those of some rows of a stretch.
  /// - Parameters:
  ///   - rows: The rows.
  ///   - start: Where the first of them stands in the list.
  ///   - stretch: The stretch, in words of the rows.
  ///   - body: Is given a bit a row from the stretch's first row on, and the entities from that row on.
  @inline(__always)
  func withWords(
    of rows: Bitmap, from start: Int, in stretch: Range<Int>,
    _ body: (_ words: UnsafeBufferPointer<UInt64>, _ entities: UnsafeBufferPointer<Int32>) -> Void
  ) {
    precondition(start + rows.count <= entities.count, "rows without an entity")
    let end = UInt32(clamping: settled.count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: stretch.count) { words in
      entities.withUnsafeBufferPointer { entities in
        let first = start + stretch.lowerBound * 64
        let entities = UnsafeBufferPointer(rebasing: entities[first..<start + min(stretch.upperBound * 64, rows.count)])
        rows.words.withUnsafeBufferPointer { rows in
          settled.words.withUnsafeBufferPointer { settled in
            for index in words.indices {
              var (left, found) = (rows[stretch.lowerBound &+ index], UInt64(0))
              while left != 0 {
                let bit = UInt64(truncatingIfNeeded: left.trailingZeroBitCount)
                left &= left &- 1
                // Below nothing is past the end.
                let entity = UInt32(bitPattern: entities[index &<< 6 &+ Int(bit)])
                // Foreseen by nobody: so it is reckoned rather than asked.
                found |= entity < end ? (~settled[Int(entity &>> 6)] &>> UInt64(entity & 63) & 1) &<< bit : 0
              }
              words[index] = found
            }
          }
        }
        body(UnsafeBufferPointer(words), entities)
      }
    }
  }
}
