// swift-tools-version: 6.1
import PackageDescription

// An HTTP service over the library, to copy from. The parent is named, so that a clone may have any
// name; a package of your own names Muster's address instead.
let package = Package(
    name: "provisioning-service",
    dependencies: [
        .package(name: "muster", path: "../.."),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        .executableTarget(
            name: "ProvisioningService",
            dependencies: [
                .product(name: "Muster", package: "muster"),
                .product(name: "FlyingFox", package: "FlyingFox"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
