import ArgumentParser
import Muster

/// Options of `muster import` that this version refuses, so that nobody thinks they worked.
struct LaterImportOptions: ParsableArguments {
    @Option(help: .hidden) var mode: String = "delta"
    @Flag(help: .hidden) var atomic = false
    @Option(help: .hidden) var allow: [String] = []
    @Option(help: .hidden) var report: String?
    @Option(help: .hidden) var metrics: String?

    mutating func validate() throws {
        guard ["delta", "full"].contains(mode) else {
            throw ValidationError("--mode takes delta or full")
        }
    }

    /// - Throws: a halt with status 64 that names the first of them that was given.
    func refuse() throws {
        try Availability.refuse([
            ("--mode full", mode == "full"), ("--atomic", atomic), ("--allow", !allow.isEmpty),
            ("--report", report != nil), ("--metrics", metrics != nil),
        ])
    }
}
