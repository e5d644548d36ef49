#if canImport(Glibc)
  import Glibc
#endif

/// Memory that nobody uses and the program still holds: the room behind the last element of an array that grew, and what
/// was freed but is kept for what is allocated next.
public enum SpareRoom {
  /// Gives back what was freed. It takes some milliseconds for each hundred megabytes, and what is allocated next must
  /// be asked of the system again: worth it once much was made and thrown away.
  public static func giveBackFreed() {
    #if canImport(Glibc)
      _ = trim?(0)
    #endif
  }

  #if canImport(Glibc)
    /// `malloc_trim` of the C library, which its module does not show.
    private static let trim = dlsym(nil, "malloc_trim").map {
      unsafeBitCast($0, to: (@convention(c) (Int) -> Int32).self)
    }
  #endif

  /// Gives back the whole pages of an array's room that hold no element. The array keeps its room and may still grow.
  static func giveBack<Element: BitwiseCopyable>(behind elements: [Element]) {
    #if canImport(Glibc)
      let stride = MemoryLayout<Element>.stride
      let spare = (elements.capacity - elements.count) * stride
      guard spare > 1 << 16 else { return }
      elements.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        // Nobody writes there meanwhile: to append in place an array must be held by one alone, and this one is held here.
        let page = Int(getpagesize())
        let end = start + bytes.count
        let first = UnsafeMutableRawPointer(mutating: end.alignedUp(toMultipleOf: page))
        let length = (end + spare).alignedDown(toMultipleOf: page) - UnsafeRawPointer(first)
        if length > 0 { _ = madvise(first, length, MADV_DONTNEED) }
      }
    #endif
  }
}

extension Buffer {
  /// Gives back the memory behind the last element that was kept for further ones.
  public func giveBackSpareRoom() { SpareRoom.giveBack(behind: owned) }
}

extension Integers {
  /// Gives back the memory behind the last number that was kept for further ones.
  public func giveBackSpareRoom() {
    switch self {
    case .narrow(let cells): cells.giveBackSpareRoom()
    case .medium(let cells): cells.giveBackSpareRoom()
    case .wide(let cells): cells.giveBackSpareRoom()
    case .full(let cells): cells.giveBackSpareRoom()
    }
  }
}

extension Codes {
  fileprivate func giveBackSpareRoom() {
    switch self {
    case .narrow(let codes): codes.giveBackSpareRoom()
    case .medium(let codes): codes.giveBackSpareRoom()
    case .wide(let codes): codes.giveBackSpareRoom()
    }
  }
}

extension TextDictionary {
  fileprivate func giveBackSpareRoom() {
    bytes.giveBackSpareRoom()
    switch offsets {
    case .narrow(let offsets): offsets.giveBackSpareRoom()
    case .wide(let offsets): offsets.giveBackSpareRoom()
    }
  }
}

extension Table {
  /// Gives back the memory behind the last cells that was kept for further ones.
  public func giveBackSpareRoom() {
    for column in columns.compactMap(\.ifMade) {
      switch column.storage {
      case .flags(let flags): flags.words.giveBackSpareRoom()
      case .codes(let codes, let dictionary):
        codes.giveBackSpareRoom()
        dictionary.giveBackSpareRoom()
      case .integers(let integers, _): integers.giveBackSpareRoom()
      case .days(let days): days.giveBackSpareRoom()
      }
      column.known?.words.giveBackSpareRoom()
      column.blank?.words.giveBackSpareRoom()
    }
  }
}
