// swift-tools-version: 6.1
import PackageDescription

/// Settings that every target of this package shares.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

// Drives the `muster` binary from outside and so depends on nothing, the main package included.
let package = Package(
    name: "muster-benchmarks",
    targets: [
        .target(name: "YardstickFeed", swiftSettings: strict),
        .executableTarget(
            name: "muster-feedgen", dependencies: ["YardstickFeed"], path: "Sources/FeedGenerator",
            swiftSettings: strict),
        .executableTarget(
            name: "muster-bench", dependencies: ["YardstickFeed"], path: "Sources/Bench",
            swiftSettings: strict),
        .testTarget(name: "BenchTests", dependencies: ["muster-bench"], swiftSettings: strict),
        .testTarget(
            name: "YardstickFeedTests", dependencies: ["YardstickFeed"], swiftSettings: strict),
    ]
)
