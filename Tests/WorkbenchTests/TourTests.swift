import Documents
import Foundation
import Testing
import Values

@testable import Workbench

@Suite("The tour") struct TourTests {
  @Test("Every statement of the tour gives what stands below it", arguments: Values.Tongue.allCases)
  func results(tongue: Values.Tongue) throws {
    let folder = try Tour.unpack()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workbench = Workbench(tongue: tongue, writableFolders: [folder])
    let check = try DocumentSession(file: "\(folder)/\(Tour.name(in: tongue))", workbench: workbench).check()
    #expect(check.differences == [])
    #expect(check.compared >= 12)
    #expect(FileManager.default.fileExists(atPath: "\(folder)/my-session.md"), "what it saves is there")
  }

  @Test("The tour has the same stops in both tongues")
  func stops() throws {
    let folder = try Tour.unpack()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let documents = try Values.Tongue.allCases.map { tongue in
      try Document(contentsOf: "\(folder)/\(Tour.name(in: tongue))", name: tongue.rawValue)
    }
    #expect(documents[0].blocks.map(\.kind) == documents[1].blocks.map(\.kind))
  }
}
