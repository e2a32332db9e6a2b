import Foundation
import Glibc

/// The `muster` that was built beside these tests.
enum BuiltBinary {
    static let path: String = {
        // Depending on the runner, the bundle is this very executable or an argument of it.
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let candidates = [running].compactMap { $0 } + CommandLine.arguments
        for candidate in candidates {
            let folder = URL(filePath: candidate).deletingLastPathComponent().path
            let path = folder + "/muster"
            if access(path, X_OK) == 0 { return path }
        }
        preconditionFailure("there is no muster beside \(candidates)")
    }()

    /// The optimised one, for tests of a size that would take too long with the other: that of
    /// `MUSTER_OPTIMISED`, which `make test` sets, or that beside these tests.
    static let optimised = ProcessInfo.processInfo.environment["MUSTER_OPTIMISED"] ?? path

    /// Where the optimised one is, for the search path of a shell.
    static let folder = URL(filePath: optimised).deletingLastPathComponent().path
}
