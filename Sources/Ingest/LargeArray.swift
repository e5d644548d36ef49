#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An array of one value again and again, or of the beginning of another array and then that value.
///
/// A large one asks for large pages before it is first touched: tables that are read all over the place spend half
/// their time on finding pages otherwise.
func largeArray<Element: BitwiseCopyable>(
  of value: Element, count: Int, beginningWith beginning: [Element] = []
) -> [Element] {
  Array(unsafeUninitializedCapacity: count) { space, initialized in
    let kept = min(beginning.count, count)
    adviseLargePages(UnsafeMutableRawBufferPointer(space))
    _ = UnsafeMutableBufferPointer(rebasing: space[..<kept]).initialize(fromContentsOf: beginning[..<kept])
    space[kept...].initialize(repeating: value)
    initialized = count
  }
}

/// Asks for large pages where a space is large enough to hold some. It is advice: nothing depends on its being taken.
private func adviseLargePages(_ space: UnsafeMutableRawBufferPointer) {
  #if canImport(Glibc)
    let page = 1 << 21
    guard space.count >= 2 * page, let start = space.baseAddress else { return }
    let aligned = start.alignedUp(toMultipleOf: page)
    let rest = space.count - (aligned - start)
    _ = madvise(aligned, rest / page * page, MADV_HUGEPAGE)
  #endif
}
