package import Provisioning

extension SampleFeed {
    /// The sample in the terms of a feed of the configuration at `place`.
    ///
    /// Without a `feed` it is in those of a feed without a profile; `format` is `csv`, `xml` or
    /// `jsonl`, nil the profile's, or CSV. Throws a halt with status 64 for a format that there is
    /// not, or 78 where the configuration cannot be read or has no such feed.
    package static func text(
        feed: String?, format: String?, at place: DirectoryPlace
    ) throws(RunHalt) -> String {
        guard let feed else { return try text(format: format) }
        let configuration = try place.loadConfiguration()
        guard configuration.feeds[feed] != nil || feed == MusterConfiguration.defaultFeed else {
            throw RunHalt(
                .configuration, .configProfileUnknown,
                "the configuration has no feed \"\(MessageText.quoted(feed))\"",
                advice: "Add it under feeds in \(place.configuration), or correct the name.")
        }
        return try text(format: format, profile: configuration.profile(of: feed))
    }
}
