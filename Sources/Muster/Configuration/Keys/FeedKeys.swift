import Provisioning

extension MusterConfiguration {
    /// `feeds`: a profile by name of the feed.
    static var feedsKey: ConfigurationKey<MusterConfiguration> {
        .custom("feeds", initial: "{}", "Profiles of feeds, by name of the feed") {
            node, path, reading, configuration in
            guard let entries = NamedEntries.read(node, path, reading, of: feedName) else { return }
            for (name, value) in entries {
                var profile = configuration.newProfile
                profile.feed = name
                ConfigurationSection(FeedProfile.keys)
                    .read(value, "\(path).\(name)", reading, into: &profile)
                profile.checkTogether("\(path).\(name)", reading)
                configuration.feeds[name] = profile
            }
        }
    }

    private static var feedName: ValueForm<String> {
        .text("letters, digits, hyphens, underscores and dots, 64 at most, as the name of a feed") {
            $0.utf8.count <= 64
                && $0.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                        || (0x61...0x7A).contains(byte) || "-_.".utf8.contains(byte)
                }
        }
    }
}

extension FeedProfile {
    /// Every key of a profile, in the order in which it is written and read.
    static var keys: [ConfigurationKey<FeedProfile>] {
        fileKeys + rowKeys + columnKeys + valueKeys + recordKeys
            + safetyKeys + guardKeys
            + [
                .unavailable("timezone"), .unavailable("attributes"),
            ]
    }

    private static var recordKeys: [ConfigurationKey<FeedProfile>] {
        [
            .value(
                "default_action", .word([("upsert", .upsert), ("add", .add), ("update", .update)]),
                into: \.defaultAction, initial: "upsert", "Action of a record that names none"),
            .custom(
                "match", initial: "[external_id, username, email]",
                "Columns that find a record's user, in order"
            ) {
                guard let keys = ValueForm<MatchKey>.word.readList($0, $1, $2) else { return }
                if keys.isEmpty || Set(keys).count < keys.count {
                    $2.reportValue(
                        of: $1, at: $0,
                        "is empty or names a column twice; it takes some of "
                            + MatchKey.allCases.map(\.rawValue).joined(separator: ", "))
                }
                $3.matchOrder = keys
            },
            .value(
                "on_duplicate", .word, into: \.onDuplicate, initial: "first",
                "Which of several records on one user counts"),
            .section(
                "groups", "The column groups",
                [
                    .value(
                        "mode", .word, into: \.groupsMode, initial: "add",
                        "What a bare name does: it is added, or the bare names replace all others"),
                    .value(
                        "unknown", .word, into: \.unknownGroups, initial: "create",
                        "As groups.unknown, for this feed"),
                ]),
            .section(
                "mail", "Mail to this feed's users",
                [
                    .value(
                        "onboarding", ValueForm<Bool>.toggle.optional("default"), into: \.mail,
                        initial: "default", "As mail.onboarding, for this feed"),
                    .value(
                        "notices", ValueForm<Bool>.toggle.optional("default"), into: \.notices,
                        initial: "default", "As mail.notices, for this feed"),
                ]),
            .value(
                "max_rejects", limitForm, into: \.rejectsLimit, initial: "default",
                "Rejected records beyond which nothing is applied; by default 10%, from 100 "
                    + "rejected records on"),
            .settled(
                "passwords", "keep", unavailable: ["overwrite"],
                "What becomes of the password of a user who exists"),
        ]
    }
}

extension ConfigurationKey {
    /// A key that has one meaning in this version, and more in a later one.
    static func settled(
        _ name: String, _ word: String, unavailable: [String], _ summary: String
    ) -> Self {
        .custom(name, initial: word, summary) { node, path, reading, _ in
            _ = ValueForm<Bool>.word([(word, true)], unavailable: unavailable)
                .read(node, path, reading)
        }
    }
}

extension ValueForm {
    /// The same form with a word for "no value of its own".
    func optional(_ word: String) -> ValueForm<Value?> {
        ValueForm<Value?>(
            allowed: "\(allowed), or \(word)", words: words.isEmpty ? [] : words + [word],
            unavailable: unavailable
        ) { text in
            if text == word { return .some(nil) }
            guard let value = parse(text) else { return nil }
            return .some(value)
        }
    }
}
