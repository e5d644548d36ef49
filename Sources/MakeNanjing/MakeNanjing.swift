import Foundation

/// Writes the made-up lists of `Datasets/nanjing-2022`: the same bytes for the same seed, on every machine.
@main
struct MakeNanjing {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let request = Request(arguments) else {
      complain("usage: make-nanjing OUTPUT_DIRECTORY [--seed 1]")
      exit(2)
    }
    do {
      try FileManager.default.createDirectory(at: request.directory, withIntermediateDirectories: true)
      for file in files(seed: request.seed) {
        guard let bytes = file.form.bytes(of: file.sheet) else {
          complain("\(file.name) holds a character that its encoding has no form for")
          exit(4)
        }
        try bytes.write(to: request.directory.appendingPathComponent(file.name))
        print("\(file.name): \(file.sheet.rows.count) rows, \(bytes.count) bytes")
      }
    } catch {
      complain("can't write to \(request.directory.path): \(error.localizedDescription)")
      exit(5)
    }
  }

  private struct File {
    let name: String
    let sheet: Sheet
    var form = FileForm()
  }

  private static func files(seed: UInt64) -> [File] {
    var book = EnterpriseBook(seed: seed)
    let members = SeriousMembers(seed: seed, book: &book)
    let court = CourtList(seed: seed, members: members.court, book: &book)
    let searches = SearchList(seed: seed, records: court.records)
    let tax = TaxList(seed: seed, members: members.tax, book: &book)
    let procurement = ProcurementList(seed: seed, members: members.procurement)
    let penalties = PenaltyList(seed: seed, dishonest: members.standing, book: &book)
    return [
      File(name: "registry.csv", sheet: Registry(seed: seed, book: book).sheet),
      File(name: "court.csv", sheet: court.sheet(seed: seed), form: .gb18030),
      File(name: "searches.csv", sheet: searches.sheet),
      File(name: "tax.csv", sheet: tax.sheet(seed: seed), form: .excel),
      File(name: "procurement.csv", sheet: procurement.sheet(seed: seed)),
      File(name: "penalties.csv", sheet: penalties.sheet(seed: seed)),
      File(name: "leniency.csv", sheet: LeniencyList(seed: seed).sheet),
    ]
  }

  private static func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }
}

/// What the command line asks for.
private struct Request {
  let directory: URL
  var seed: UInt64 = 1

  /// Nil if the arguments make no sense.
  init?(_ arguments: [String]) {
    var directory: String?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--seed" {
        guard let value = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
        seed = value
      } else if argument.hasPrefix("-") || directory != nil {
        return nil
      } else {
        directory = argument
      }
    }
    guard let directory else { return nil }
    self.directory = URL(fileURLWithPath: directory, isDirectory: true)
  }
}
