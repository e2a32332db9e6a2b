package import Provisioning

/// Commands and options that are planned, and that this version refuses.
package enum Availability {
    /// The halt for a command or option called `name` that this version does not have.
    package static func refusal(_ name: String) -> RunHalt {
        RunHalt(
            .usage, .usageCommandUnavailable, "\(name) is not available in this version",
            advice: "muster --help lists what there is.")
    }

    /// Refuses the options that were given, so that nobody thinks they worked.
    /// - Parameter options: names with whether they were given.
    /// - Throws: a halt with status 64 for the first that was.
    package static func refuse(_ options: [(name: String, isGiven: Bool)]) throws(RunHalt) {
        if let first = options.first(where: \.isGiven) { throw refusal(first.name) }
    }
}
