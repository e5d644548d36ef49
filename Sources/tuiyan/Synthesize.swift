import ArgumentParser
import Foundation
import Presentation
import Synthesis
import Values
import Workbench

/// A made-up dataset.
struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make lists up: of the shape that a dataset's README describes, at any size, from a seed.",
    discussion: """
      Writes CSV files and a README.md that declares them, so that `load "DIR"` works. Every record is made up; the same \
      shape, size and seed give the same bytes on every machine.
      """)

  @Argument(help: "The dataset: a folder with a README.md that holds a block ```shape, or that file.")
  var dataset: String

  @Option(name: .customLong("out"), help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var folder: String

  @Option(help: "How many entities there are; otherwise as many as the shape says.")
  var entities: Int?

  @Option(help: "What all chance comes from.")
  var seed: UInt64 = 1

  @Option(help: "How many threads work at once; the bytes are the same.")
  var threads = 2

  @Option(help: "The language of messages; otherwise LANG decides.")
  var language: Language?

  func run() throws {
    let tongue = language.flatMap { Tongue(rawValue: $0.rawValue) } ?? CommonOptions.localeTongue
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
