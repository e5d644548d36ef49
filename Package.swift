// swift-tools-version: 6.1
import PackageDescription

/// Settings shared by every Swift target: Swift 6 language mode with the checks that later versions will require.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A room of the house: a target whose imports point downwards only (see Documentation/Architecture.md).
func room(_ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: imports, resources: resources, swiftSettings: settings)
}

/// The tests of one room.
func tests(_ room: String, also dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(room)Tests", dependencies: [.init(stringLiteral: room)] + dependencies, resources: resources,
    swiftSettings: settings)
}

let package = Package(
  name: "tuiyan",
  products: [
    .executable(name: "tuiyan", targets: ["tuiyan"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    room("Values", resources: [.embedInCode("Resources/holidays.csv")]),
    room("Tables", imports: ["Values"]),
    room("Arrow", imports: ["Tables", "Values"]),
    room("Language", imports: ["Values"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    room(
      "Ingest",
      imports: [
        "Arrow", "CZlib", "Tables", "Values", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    room("Presentation", imports: ["Arrow", "Tables", "Values"]),
    room(
      "Documents",
      imports: ["Language", "Values", .product(name: "Crypto", package: "swift-crypto")]),
    room("Synthesis", imports: ["Documents", "Language", "Values"]),
    room("Evaluation", imports: ["Tables", "Language", "Values"]),
    room(
      "Snapshots",
      imports: ["Arrow", "Evaluation", "Tables", "Values", .product(name: "Crypto", package: "swift-crypto")]),
    room("Simulation", imports: ["Evaluation", "Tables", "Language", "Values"]),
    .target(
      name: "CLibEdit",
      linkerSettings: [.linkedLibrary("edit")]),
    room("Terminal", imports: ["CLibEdit"]),
    room(
      "Workbench",
      imports: [
        "Simulation", "Snapshots", "Evaluation", "Documents", "Presentation", "Ingest", "Language", "Tables", "Values",
        "Terminal",
        .product(name: "HashTreeCollections", package: "swift-collections"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      resources: [
        "tour.md", "tour.zh.md", "city/README.md", "city/policy.md", "city/registry.csv", "city/court.csv",
        "city/searches.csv", "city/tax.csv",
      ].map { .embedInCode("Resources/tour/\($0)") }),
    .executableTarget(
      name: "tuiyan",
      dependencies: [
        "Workbench", "Synthesis", "Terminal", "Presentation", "Values",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "make-nanjing", path: "Sources/MakeNanjing", swiftSettings: settings),
    tests("Values"),
    tests("Tables", also: ["Values"]),
    tests("Arrow", also: ["Tables", "Values"]),
    tests(
      "Ingest", also: ["Tables", "Values", .product(name: "GRDB", package: "GRDB.swift")],
      resources: [.copy("Fixtures")]),
    tests("Presentation", also: ["Tables", "Values"]),
    tests("Language", also: ["Values"]),
    tests("Documents", also: ["Values"]),
    tests("Synthesis", also: ["Language", "Tables", "Values", "Workbench"]),
    tests(
      "Evaluation",
      also: ["Arrow", "Language", "Snapshots", "Tables", "Values", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("Simulation", also: ["Evaluation", "Language", "Tables", "Values"]),
    tests("Terminal"),
    tests(
      "Workbench",
      also: [
        "Documents", "Language", "Presentation", "Snapshots", "Tables", "Terminal", "Values",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], resources: [.copy("Errors"), .copy("Policies/Cases")]),
    .testTarget(
      name: "FuzzingTests", dependencies: ["Arrow", "Ingest", "Language", "Presentation", "Tables", "Values"],
      path: "Tests/Fuzzing",
      exclude: [
        "Corpus", "CLibFuzzer", "FuzzArrow", "FuzzCSV", "FuzzLanguage", "FuzzSheets", "Package.swift", "Rooms",
      ],
      sources: ["CorpusTests.swift", "Properties"], swiftSettings: settings),
    .testTarget(
      name: "CommandTests",
      dependencies: ["tuiyan", "make-nanjing", .product(name: "GRDB", package: "GRDB.swift")], exclude: ["City"],
      swiftSettings: settings),
  ]
)

// Runs under a sanitizer build the rooms that it is for, and nothing above them: `make sanitize`. What else they would
// stand on would be built with the sanitizer too, for longer than all the rest.
if let sanitizer = Context.environment["TUIYAN_SANITIZER"] {
  let readsFiles = sanitizer == "address"
  let rooms =
    ["Values", "Tables", "Language", "Evaluation", "Simulation"] + (readsFiles ? ["Arrow", "CZlib", "Ingest"] : [])
  package.products = []
  package.targets.removeAll { target in !rooms.contains { target.name == $0 || target.name == "\($0)Tests" } }
  for tests in package.targets where tests.name == "EvaluationTests" {
    tests.exclude = ["ManifestTests.swift", "MappedGraphTests.swift"]
    tests.dependencies = ["Evaluation", "Language", "Tables", "Values"]
    if readsFiles {
      tests.dependencies.append(.product(name: "GRDB", package: "GRDB.swift"))
    } else {
      tests.exclude += ["OracleTests.swift", "SampleWorld.swift", "SubresultCacheTests.swift", "TruthPassTests.swift"]
      package.dependencies = []
    }
  }
}
