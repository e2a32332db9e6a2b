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
    /// What becomes of an unknown group in feeds whose profile does not say.
    package var unknownGroups: UnknownGroupRule = .create
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
