import Foundation
import Presentation
import Synchronization
import Terminal
import Values

/// One line on standard error that tells how far long work has come: how much, how fast, how long yet.
///
/// It rewrites itself, and is gone before anything else is written. Nothing is shown of work that is over soon, nor where
/// standard error is no terminal that can take a line back.
public final class ProgressLine: Sendable {
  private struct Line {
    var start = ContinuousClock.now
    var isDrawn = false
  }

  private let line = Mutex(Line())
  private let isShown: Bool

  /// Work that takes no longer shows nothing.
  private static let patience = Duration.milliseconds(300)

  /// The line of standard error.
  public init() { isShown = isTerminal(STDERR_FILENO) }

  /// Runs something and tells how far it has come; the line is gone afterwards.
  public func telling<Result>(in tongue: Tongue, _ body: () throws -> Result) rethrows -> Result {
    guard isShown else { return try body() }
    erase()
    defer { erase() }
    return try WorkProgress.watched(by: { self.show($0, in: tongue) }, body)
  }

  /// Takes the line away, so that something else can be written; what follows has time of its own.
  /// - Returns: Whether it was there.
  @discardableResult
  func erase() -> Bool {
    line.withLock { line -> Bool in
      let wasDrawn = line.isDrawn
      if wasDrawn { ProgressLine.write("\r\u{1B}[K") }
      line = Line()
      return wasDrawn
    }
  }

  private func show(_ report: WorkProgress.Report, in tongue: Tongue) {
    guard !report.isLast else {
      erase()
      return
    }
    line.withLock { line in
      guard ContinuousClock.now - line.start >= ProgressLine.patience else { return }
      let columns = TerminalSize.current(of: STDERR_FILENO)?.columns ?? 80
      let text = TextWidth.truncated(VisibleText.line(report.phrase.text(in: tongue)), to: columns - 1)
      ProgressLine.write("\r" + text + "\u{1B}[K")
      line.isDrawn = true
    }
  }

  private static func write(_ text: String) {
    // There is nowhere left to say that standard error is gone.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

extension WorkProgress.Report {
  /// What is done of how much, how fast, how long it will yet take at this pace.
  var phrase: Phrase {
    var parts = [amount]
    let seconds = elapsed / .seconds(1)
    if seconds > 0, unit != .steps { parts.append(pace(Double(done) / seconds)) }
    if let total, done > 0, done < total {
      parts.append(timeLeft(Int((seconds * Double(total - done) / Double(done)).rounded(.up))))
    }
    return title + .same(" ") + parts.dropFirst().reduce(parts[0]) { $0 + .same(" · ") + $1 }
  }

  private var amount: Phrase {
    guard let total, total > 0 else { return .same(unit == .bytes ? "\(done / 1_000_000) MB" : count(done)) }
    let share = "\(min(100, done * 100 / total))%"
    return .same(unit == .steps ? "\(count(done))/\(count(total)) \(share)" : share)
  }

  private func pace(_ perSecond: Double) -> Phrase {
    switch unit {
    case .bytes: Phrase("\(Int(perSecond / 1_000_000)) MB/s", "\(Int(perSecond / 1_000_000)) MB/秒")
    case .rows, .steps: Phrase("\(count(Int(perSecond))) rows/s", "\(count(Int(perSecond))) 行/秒")
    }
  }

  private func timeLeft(_ seconds: Int) -> Phrase {
    guard seconds >= 60 else { return Phrase("\(seconds) s left", "还需 \(seconds) 秒") }
    let (minutes, rest) = (seconds / 60, seconds % 60)
    return Phrase("\(minutes) min \(rest) s left", "还需 \(minutes) 分 \(rest) 秒")
  }

  private func count(_ number: Int) -> String { DecimalNotation.text(ofCount: number) }
}
