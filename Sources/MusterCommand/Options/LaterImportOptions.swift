import ArgumentParser
import Muster

/// Options of `muster import` that this version refuses, so that nobody thinks they worked.
struct LaterImportOptions: ParsableArguments {
    @Option(help: .hidden) var report: String?

    /// - Throws: a halt with status 64 that names the first of them that was given.
    func refuse() throws { try Availability.refuse([("--report", report != nil)]) }
}
