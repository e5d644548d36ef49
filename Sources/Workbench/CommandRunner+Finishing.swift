import Foundation
import Snapshots
import Terminal
import Values

// What goes on behind the answers, and is to be done when the program ends.
extension CommandRunner {
  /// Waits for loaded datasets that are being written for the next time. Ctrl-C gives them up: all answers are there.
  public static func finish(tongue: Tongue) {
    guard let snapshots else { return }
    let console = Console(format: .table, isInteractive: false, wantsColour: false)
    if InterruptFlag.isRaised { snapshots.stop() }
    if !snapshots.wait(seconds: 0.3) {
      takeInterrupts()
      if isatty(STDERR_FILENO) == 1 {
        console.report(
          Phrase(
            "writing the dataset's snapshot for the next load; Ctrl-C leaves at once",
            "正在写入数据集快照，供下次载入；按 Ctrl-C 立即退出"), tongue: tongue)
      }
      while !snapshots.wait(seconds: 0.05) {
        if InterruptFlag.isRaised { snapshots.stop() }
      }
    }
    for note in snapshots.takeNotes() { console.report(note, tongue: tongue) }
  }
}
