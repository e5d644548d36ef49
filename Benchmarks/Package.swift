// swift-tools-version: 6.1
// The kernels beside raw loops, a package of its own: whoever builds the program builds nothing of it. `Rooms` leads to
// the program's sources.
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

func room(_ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(
    name: name, dependencies: imports, path: "Rooms/\(name)", resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "benchmarks",
  products: [.executable(name: "kernels", targets: ["kernels"])],
  targets: [
    room("Values", resources: [.embedInCode("Resources/holidays.csv")]),
    room("Tables", imports: ["Values"]),
    room("Language", imports: ["Values"]),
    room("Evaluation", imports: ["Tables", "Language", "Values"]),
    .executableTarget(
      name: "kernels", dependencies: ["Evaluation", "Tables", "Language", "Values"], path: "Kernels",
      swiftSettings: settings),
  ]
)
