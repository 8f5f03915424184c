// swift-tools-version: 6.2
import PackageDescription

/// The settings of every room: Swift 6, imports internal unless said otherwise, no warnings.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A room of the house; it may import only what it names here.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one room.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "solum",
  products: [
    .executable(name: "solum", targets: ["solum"]),
    .executable(name: "solum-bench", targets: ["Benchmarks"]),
    // Preloaded into what the tests run.
    .library(name: "Faults", type: .dynamic, targets: ["Faults"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // C doors
    .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // Values
    room("Checksums", ["CCrypto"]),
    room("Grids"),
    room("Statistics"),
    room("Ledger", ["Checksums"]),

    // Kernels
    room("Terrain", ["Grids", "Statistics"]),
    room("Learning", ["Statistics"]),
    room("MassBalance", ["Grids", "Statistics"]),
    room("Calibration", ["Statistics"]),

    // Doors to the world, and machinery that knows no soil
    room("Geodata", ["CGDAL", "Grids", "Checksums"]),
    room("Metadata", ["CXML2"]),
    room("Figures", ["CCairo", "Grids"]),
    room("Manifests", ["Ledger", "Checksums", .product(name: "Yams", package: "Yams")]),
    room("Engine", ["Ledger", "Checksums"]),

    // Bytes from the world, the synthetic plateau, the release
    room("Acquisition", ["CCurl", "Engine", "Checksums"]),
    room("Twin", ["Terrain", "MassBalance", "Grids", "Statistics"]),
    room("Packaging", ["Metadata", "Ledger", "Checksums"]),

    // Where they meet; what judges the result
    room(
      "Stages",
      [
        "Acquisition", "Twin", "Packaging", "Terrain", "Learning", "MassBalance", "Calibration", "Geodata",
        "Metadata", "Figures", "Manifests", "Engine", "Grids", "Statistics", "Ledger", "Checksums",
      ]),
    room("Verification", ["Geodata", "Metadata", "Ledger", "Checksums", "Grids", "Statistics"]),

    .executableTarget(
      name: "solum",
      dependencies: [
        "Stages", "Verification", "Acquisition", "Twin", "Manifests", "Engine", "Ledger", "Geodata", "Terrain",
        "Learning", "MassBalance", "Calibration", "Grids", "Statistics", "Checksums", "Metadata", "Packaging",
        "Figures", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // What the rooms cost
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Terrain", "Learning", "MassBalance", "Calibration", "Geodata", "Twin", "Manifests", "Engine", "Ledger",
        "Grids",
        "Statistics", "Checksums",
      ],
      swiftSettings: settings),

    // What the tests kill, starve and run twice
    .executableTarget(
      name: "ToyRun", dependencies: ["Engine", "Ledger", "Checksums"], path: "Tests/ToyRun", swiftSettings: settings),

    // What the tests confront solum with
    .target(name: "Faults", path: "Tests/Faults"),
    .target(name: "Adversity", path: "Tests/Adversity", swiftSettings: settings),

    // Tests, one target a room
    tests("Checksums", []),
    tests("Grids", []),
    tests("Statistics", [], resources: [.copy("Fixtures")]),
    tests("Ledger", ["Checksums"]),
    tests("Terrain", ["Grids", "Geodata", "Statistics"], resources: [.copy("Fixtures")]),
    tests("Learning", ["Statistics"], resources: [.copy("Fixtures")]),
    tests("MassBalance", ["Grids", "Statistics"], resources: [.copy("Fixtures")]),
    tests("Calibration", ["Grids", "Statistics", "MassBalance"], resources: [.copy("Fixtures")]),
    tests("Geodata", ["Grids", "Checksums"], resources: [.copy("Fixtures")]),
    tests("Metadata", []),
    tests("Figures", ["Grids"]),
    tests("Manifests", ["Ledger", "Checksums"]),
    tests("Engine", ["Adversity", "ToyRun", "Ledger", "Checksums"]),
    tests("Acquisition", ["Adversity", "Engine", "Checksums"]),
    tests("Twin", ["Grids", "MassBalance"]),
    tests("Packaging", ["Metadata", "Ledger", "Checksums"]),
    tests("Verification", ["Ledger", "Checksums", "Geodata", "Grids"]),
    tests(
      "Stages",
      [
        "Manifests", "Engine", "Ledger", "Geodata", "Grids", "Checksums", "Terrain", "Learning", "MassBalance",
        "Calibration", "Statistics", "Twin", "Packaging",
      ], resources: [.copy("Fixtures")]),
    tests("solum", ["Adversity", "Geodata", "Grids", "Ledger", "Checksums"]),
  ],
  swiftLanguageModes: [.v6]
)
