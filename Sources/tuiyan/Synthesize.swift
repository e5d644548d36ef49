import ArgumentParser
import Foundation
import Presentation
import Synthesis
import Values
import Workbench

/// A made-up dataset.
struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase(
      "Make lists up: of the shape that a dataset's README describes, at any size, from a seed.",
      "按数据集 README 所述形状，由种子虚构任意规模的名单。"
    ).said,
    discussion: Phrase(
      """
      Writes CSV files and a README.md that declares them, so that `load "DIR"` works. Every record is made up; the same \
      shape, size and seed give the same bytes on every machine.
      """,
      """
      写出 CSV 文件及声明它们的 README.md，可用“导入 "文件夹"”导入。所有记录均为虚构；形状、规模和种子相同，在任何机器上结果逐字节相同。
      """
    ).said)

  @Argument(
    help: ArgumentHelp(
      Phrase(
        "The dataset: a folder with a README.md that holds a block ```shape, or that file.",
        "数据集：其 README.md 含 ```shape 代码块的文件夹，或该文件。"),
      value: Phrase("dataset", "数据集")))
  var dataset: String

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(Phrase("The folder to write to.", "输出文件夹。"), value: Phrase("dir", "文件夹")))
  var folder: String

  @Option(
    help: ArgumentHelp(
      Phrase("How many entities there are; otherwise as many as the shape says.", "主体数；不写时依形状。"),
      value: Phrase("number", "数")))
  var entities: Int?

  @Option(help: ArgumentHelp(Phrase("What all chance comes from.", "随机种子。"), value: Phrase("number", "数")))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      Phrase("How many threads work at once; the bytes are the same.", "同时使用的线程数，不影响结果。"), value: Phrase("number", "数"))
  )
  var threads = 2

  @Option(
    help: ArgumentHelp(
      Phrase("The language of messages; otherwise LANG decides.", "提示语言；不写时依 LANG。"),
      value: CommonOptions.languageValue))
  var language: Language?

  func run() throws {
    let tongue = CommonOptions.tongue
    do {
      let path = try readme()
      guard
        URL(fileURLWithPath: folder).standardizedFileURL
          != URL(fileURLWithPath: path).deletingLastPathComponent().standardizedFileURL
      else {
        throw Failure(
          .commandLine, Phrase("the made-up lists would take the place of the dataset's own", "输出文件夹不能是数据集自身所在处"))
      }
      guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
      else {
        throw Failure(.data, Phrase("can't read `\(path)`", "无法读取“\(path)”"))
      }
      let start = ContinuousClock.now
      CommandRunner.takeInterrupts()
      let report = try ProgressLine().telling(in: tongue) {
        try Synthesis(readme: text, name: path).write(
          to: folder, entities: entities, seed: seed, threads: max(1, min(threads, 64)))
      }
      say(summary(report, since: start), tongue)
    } catch let failure as Failure {
      say(.same(DiagnosticRenderer(tongue: tongue).text(of: failure)), tongue)
      throw ExitCode(failure.exitCode)
    }
  }

  private func readme() throws(Failure) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: dataset, isDirectory: &isFolder) else {
      throw Failure(.data, Phrase("there is no dataset `\(dataset)`", "没有数据集“\(dataset)”"))
    }
    return isFolder.boolValue ? "\(dataset)/README.md" : dataset
  }

  private func summary(_ report: SynthesisReport, since start: ContinuousClock.Instant) -> Phrase {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let rows = report.lists.map { "\($0.name) \($0.count.rows)" }.joined(separator: " · ")
    let megabytes = Double(report.bytes) / 1_000_000
    let pace = String(format: "%.1f MB, %.1f s, %.0f MB/s", megabytes, seconds, megabytes / max(seconds, 0.001))
    return Phrase("\(folder): \(rows) rows; \(pace)", "\(folder)：\(rows) 行；\(pace)")
  }

  private func say(_ message: Phrase, _ tongue: Tongue) {
    // There is nowhere left to say that standard error is gone.
    try? FileHandle.standardError.write(contentsOf: Data((message.text(in: tongue) + "\n").utf8))
  }
}
