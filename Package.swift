// swift-tools-version: 6.1
import PackageDescription

/// Settings that every Swift target of this package shares.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// Set while the fuzz targets are built, by Tests/Fuzz/fuzz.sh alone: this package's own code then
/// counts which edges were taken, and checks its accesses to memory; an executable over the targets
/// takes the place of their tests. The dependencies are built as they are: the sanitizer follows what
/// they allocate, and instrumenting them too would take ten times as long.
let isFuzzing = Context.environment["MUSTER_FUZZ"] != nil
let swiftSettings = strict + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])
let cSettings: [CSetting] =
    isFuzzing ? [.unsafeFlags(["-fsanitize=fuzzer-no-link", "-fsanitize=address"])] : []

/// Everything that reads what others wrote, with what the targets need to feed it.
let fuzzed: [Target.Dependency] = [
    "Provisioning", "FeedFormats", "Credentials", "MailDelivery", "ResultReporting", "Muster",
    "CZlib",
    "CZstd",
]
let fuzzFiles = ["Dictionaries", "Findings", "Seeds", "fuzz.sh"]
let fuzzTarget: Target =
    isFuzzing
    ? .executableTarget(
        name: "muster-fuzz", dependencies: fuzzed, path: "Tests/Fuzz",
        exclude: fuzzFiles + ["Tests"],
        sources: ["Main", "Targets"], swiftSettings: swiftSettings,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
    : .testTarget(
        name: "FuzzTests", dependencies: fuzzed, path: "Tests/Fuzz", exclude: fuzzFiles + ["Main"],
        sources: ["Targets", "Tests"], swiftSettings: swiftSettings)

let package = Package(
    name: "muster",
    products: [
        .executable(name: "muster", targets: ["MusterCommand"]),
        .library(name: "Muster", targets: ["Muster"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // System libraries, one folder each.
        .systemLibrary(
            name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CUnistring", providers: [.apt(["libunistring-dev"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),

        // libxml2's headers bring those of ICU, which Foundation has too: C code alone sees them.
        .target(name: "CXMLEvents", dependencies: ["CLibXML2"], cSettings: cSettings),

        // libcurl is loaded when a mail is sent, so that no other command pays for its libraries: a
        // system library target would link it.
        .target(
            name: "CMailTransfer", cSettings: cSettings, linkerSettings: [.linkedLibrary("dl")]),

        // The core: no other target of ours but the system shims.
        .target(
            name: "Provisioning", dependencies: ["CIDN2", "CUnistring"],
            swiftSettings: swiftSettings),

        // The edges: each depends on the core alone.
        .target(
            name: "FeedFormats", dependencies: ["Provisioning", "CXMLEvents", "CZlib", "CZstd"],
            swiftSettings: swiftSettings),
        .target(
            name: "Credentials",
            dependencies: [
                "Provisioning", "CArgon2", "CCrypt",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SQLiteDirectory",
            dependencies: ["Provisioning", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: swiftSettings),
        .target(
            name: "MailDelivery",
            dependencies: [
                "Provisioning", "CMailTransfer",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Resources")], swiftSettings: swiftSettings),
        .target(
            name: "ResultReporting", dependencies: ["Provisioning"],
            resources: [.embedInCode("Resources")], swiftSettings: swiftSettings),

        // The wiring, and the thin executable over it.
        .target(
            name: "Muster",
            dependencies: [
                "Provisioning", "FeedFormats", "Credentials", "SQLiteDirectory",
                "MailDelivery", "ResultReporting", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "MusterCommand",
            dependencies: [
                "Muster", "Provisioning", "ResultReporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Rainbow", package: "Rainbow"),
            ],
            swiftSettings: swiftSettings),

        .testTarget(
            name: "ProvisioningTests", dependencies: ["Provisioning"], swiftSettings: swiftSettings),
        .testTarget(
            name: "FeedFormatsTests", dependencies: ["FeedFormats", "Provisioning"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "CredentialsTests", dependencies: ["Credentials", "Provisioning"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SQLiteDirectoryTests",
            dependencies: [
                "SQLiteDirectory", "Provisioning", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailDeliveryTests", dependencies: ["MailDelivery", "Provisioning"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ResultReportingTests", dependencies: ["ResultReporting", "Provisioning"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MusterTests",
            dependencies: [
                "Muster", "Provisioning", "SQLiteDirectory", "MailDelivery", "Credentials",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "MusterCommand", "Muster", "Provisioning", "SQLiteDirectory", "Credentials",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            // What each command's help has to be, read where it stands.
            exclude: ["Help"], swiftSettings: swiftSettings),
        fuzzTarget,
        .testTarget(
            name: "RepositoryTests", dependencies: ["Provisioning"], swiftSettings: swiftSettings),
    ]
)
