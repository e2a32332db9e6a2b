import Provisioning

extension MusterConfiguration {
    /// What housekeeping removes.
    static var sweepKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "keep", .duration(upToDays: 3_650), into: \.sweepKeeps, initial: "90 d",
                "How long dead links, ended grants and what became of mails stay")
        ]
    }
}
