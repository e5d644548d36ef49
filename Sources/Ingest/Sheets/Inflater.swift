import CZlib

/// Decompresses the raw deflate format that zip packages hold.
struct Inflater: ~Copyable {
  /// zlib keeps the stream's address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// What a step did.
  struct Step {
    let read: Int
    let written: Int
    let state: State
  }

  enum State {
    case goesOn
    case ended
    case damaged
  }

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Negative window bits: no header of zlib's own around the data.
    let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has no memory for its window")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Decompresses from some bytes into a range, as far as both go.
  func inflate(_ input: Span<UInt8>, into space: inout MutableSpan<UInt8>, _ range: Range<Int>) -> Step {
    input.withUnsafeBufferPointer { input in
      space.withUnsafeMutableBufferPointer { space in
        let room = UnsafeMutableBufferPointer(rebasing: space[range])
        // zlib only reads from there; its type says otherwise.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let state: State =
          switch status {
          case Z_STREAM_END: .ended
          case Z_OK, Z_BUF_ERROR: .goesOn
          default: .damaged
          }
        return Step(
          read: input.count - Int(stream.pointee.avail_in), written: room.count - Int(stream.pointee.avail_out),
          state: state)
      }
    }
  }
}

/// The checksum of some bytes behind others, as zip packages state it.
func checksum(_ bytes: Span<UInt8>, after before: UInt32) -> UInt32 {
  bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(before), $0.baseAddress, $0.count)) }
}
