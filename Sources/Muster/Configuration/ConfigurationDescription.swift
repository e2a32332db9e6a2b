import Provisioning

/// One key that the configuration file may have.
package struct DescribedKey: Equatable, Sendable {
    /// Names from the top, such as `policy.gateways.sms`; `NAME` and `COLUMN` stand for names
    /// that the user chooses.
    package var path: String
    /// The default as the file would say it; empty for a section.
    package var initial: String

    /// Describes one key.
    package init(path: String, initial: String) {
        self.path = path
        self.initial = initial
    }
}

/// What the configuration file may say, for documents and tests.
package enum ConfigurationDescription {
    /// Every key of this version, section by section.
    package static var keys: [DescribedKey] {
        described(MusterConfiguration.keys, "")
            + described(FeedProfile.keys, "feeds.NAME.")
            + described(Derivation.keys, "feeds.NAME.derive.COLUMN.")
    }

    private static func described<Target>(
        _ keys: [ConfigurationKey<Target>], _ prefix: String
    ) -> [DescribedKey] {
        keys.flatMap { key -> [DescribedKey] in
            switch key.kind {
            case .unavailable: return []
            case .value: return [DescribedKey(path: prefix + key.name, initial: key.initial)]
            case .section(let inner):
                let path = prefix + key.name
                return [DescribedKey(path: path, initial: "")] + described(inner, path + ".")
            }
        }
    }
}
