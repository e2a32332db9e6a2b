import Provisioning

extension FeedProfile {
    /// `feeds.NAME.guards`: what a file may do before a person has to look.
    static var guardKeys: [ConfigurationKey<FeedProfile>] {
        [
            .section(
                "guards", "Beyond what nothing is applied",
                [
                    limit(
                        .removals,
                        "Users disabled or deleted, leavers among them; a share is of the "
                            + "active users"),
                    .value(
                        GuardName.rejects.rawValue, limitForm, into: \.rejectsLimit,
                        initial: "default", "The same as max_rejects"),
                    limit(.creates, "Users created; a share is of the file's records"),
                    limit(.updates, "Users updated; a share is of the file's records"),
                    limit(
                        .identity,
                        "Existing users whose username, e-mail address or external id "
                            + "changes; a share is of those in the file"),
                    limit(
                        .drift,
                        "Records more or fewer than in the last full file; a share is of "
                            + "those"),
                    .list(
                        GuardName.health.rawValue,
                        of: .word(HealthKind.allCases.map { ($0.rawValue, $0) }),
                        into: \.healthStops, initial: "[]",
                        "Differences from the last accepted file that stop the run"),
                ])
        ]
    }

    private static func limit(_ name: GuardName, _ summary: String) -> ConfigurationKey<FeedProfile>
    {
        .value(name.rawValue, limitForm, into: \.guards[name], initial: "default", summary)
    }

    /// A limit, or `default`.
    static var limitForm: ValueForm<GuardLimit?> {
        ValueForm(allowed: GuardLimit.allowedText, parse: GuardLimit.parse).optional("default")
    }

    /// The limit of rejects under either of its two names: `default` under the one takes nothing
    /// back that was said under the other.
    var rejectsLimit: GuardLimit? {
        get { guards[.rejects] }
        set { if let newValue { guards[.rejects] = newValue } }
    }

    /// Reports a limit that is given under both of its names; where both say `default` they agree.
    func checkGuards(_ path: String, _ reading: ConfigurationReading) {
        let both = ["\(path).max_rejects", "\(path).guards.rejects"]
        if guards[.rejects] != nil, both.allSatisfy(reading.has) {
            reading.reportConflict(
                of: both, "\(both[0]) and \(both[1]) are the same limit: give one of them")
        }
    }
}
