package import Provisioning

/// What `muster.yaml` says, with the defaults where it says nothing.
package struct MusterConfiguration: Equatable, Sendable {
    /// Name of the feed that is meant where none is named, and whose profile serves feeds
    /// without one.
    package static let defaultFeed = "default"

    /// Rules of the directory.
    package var policy = DirectoryPolicy()
    /// Bounds of files and values.
    package var limits = Limits()
    /// How mail will be sent.
    package var mail = MailSettings()
    /// How long `sweep` keeps what has no effect any more.
    package var sweepKeeps = Duration.seconds(90 * 86_400)
    /// What becomes of an unknown group in feeds whose profile does not say.
    package var unknownGroups: UnknownGroupRule = .create
    /// Which raw records the run folder keeps.
    package var keptInput = KeptInput.rejected
    /// How long a sweep keeps run folders; nil: for ever.
    package var runsKept: Duration?
    /// Profiles by name of the feed.
    package var feeds: [String: FeedProfile] = [:]
    /// SHA-256 of the file's bytes in lower-case hexadecimal; empty when there is no file.
    package var configurationHash = ""
    var basis = ConfigurationBasis()

    /// Makes the configuration of a directory without a file.
    package init() {}

    /// The profile of a feed: its own, else that of the feed `default`, else the built-in one.
    package func profile(of feed: String) -> FeedProfile {
        var profile = feeds[feed] ?? feeds[Self.defaultFeed] ?? newProfile
        profile.feed = feed
        return profile
    }

    /// What this configuration adds to the basis of a feed's fingerprints.
    ///
    /// It moves when a setting moves that decides what becomes of the feed's rows (profile,
    /// policy, groups, limits), and stays for comments, order, mail and other feeds' profiles.
    package func basis(of feed: String) -> UInt64 {
        basis.feeds[feed] ?? basis.feeds[Self.defaultFeed] ?? basis.common
    }

    /// A profile that says nothing of its own.
    var newProfile: FeedProfile {
        var profile = FeedProfile()
        profile.unknownGroups = unknownGroups
        return profile
    }
}

extension MusterConfiguration {
    /// A warning where a feed is named that has no profile, while others have: a slip of the pen
    /// would import with the default profile.
    ///
    /// See `naming` for a file that could not be read at all for that reason.
    func doubts(about feed: String) -> [RecordIssue] {
        guard feed != Self.defaultFeed, feeds[feed] == nil, !feeds.isEmpty else { return [] }
        let names = feeds.keys.sorted().map { MessageText.quoted($0) }.joined(separator: ", ")
        return [
            RecordIssue(
                .configProfileUnknown,
                finding: "the configuration has no profile for the feed"
                    + " \"\(MessageText.quoted(feed))\", so the default one applies; it has \(names)",
                severity: .warning)
        ]
    }

    /// The halt of a file that cannot be read, with the doubt about its feed: the profile that is not
    /// there would have said how.
    func naming(_ feed: String, in halt: RunHalt) -> RunHalt {
        guard halt.status == .malformedFile, let doubt = doubts(about: feed).first else {
            return halt
        }
        var halt = halt
        let sentence = doubt.messageWithoutValue
        halt.advice = [halt.advice, sentence.prefix(1).uppercased() + sentence.dropFirst() + "."]
            .compactMap { $0 }.joined(separator: "\n  ")
        return halt
    }
}
