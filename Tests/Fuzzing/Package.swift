// swift-tools-version: 6.1
// The fuzzers, a package of their own: the fuzzer sees only what is built with its instrumentation, and the program is
// built without. `Rooms` leads to the program's sources.
import PackageDescription

/// Optimised, with assertions and with the instrumentation that tells the fuzzer which branches an input takes.
let instrumented: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-sanitize=fuzzer", "-enable-testing", "-assert-config", "Debug"]),
]

func room(_ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(
    name: name, dependencies: imports, path: "Rooms/\(name)", resources: resources, swiftSettings: instrumented)
}

func fuzzer(_ name: String, path: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["CLibFuzzer", "Properties"], path: path, swiftSettings: instrumented,
    // The archive that comes with the compiler can't be read by every system's linker.
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

let package = Package(
  name: "fuzzing",
  products: [
    .executable(name: "fuzz-language", targets: ["fuzz-language"]),
    .executable(name: "fuzz-csv", targets: ["fuzz-csv"]),
    .executable(name: "fuzz-sheets", targets: ["fuzz-sheets"]),
    .executable(name: "fuzz-arrow", targets: ["fuzz-arrow"]),
  ],
  dependencies: [.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")],
  targets: [
    room("Values", resources: [.embedInCode("Resources/holidays.csv")]),
    room("Tables", imports: ["Values"]),
    room("Arrow", imports: ["Tables", "Values"]),
    room("Language", imports: ["Values"]),
    .systemLibrary(name: "CZlib", path: "Rooms/CZlib"),
    room(
      "Ingest",
      imports: [
        "Arrow", "CZlib", "Tables", "Values", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    room("Presentation", imports: ["Arrow", "Tables", "Values"]),
    .target(
      name: "Properties", dependencies: ["Arrow", "Ingest", "Language", "Presentation", "Tables", "Values"],
      path: "Properties", swiftSettings: instrumented),
    .target(name: "CLibFuzzer", path: "CLibFuzzer"),
    fuzzer("fuzz-language", path: "FuzzLanguage"),
    fuzzer("fuzz-csv", path: "FuzzCSV"),
    fuzzer("fuzz-sheets", path: "FuzzSheets"),
    fuzzer("fuzz-arrow", path: "FuzzArrow"),
  ]
)
