/// What decides about the users who are missing from a full file, beside those users themselves.
package struct LeaverTerms: Equatable, Sendable {
    package var feed: FeedID
    /// Name of the feed, as results show it.
    package var name: String
    /// Accepted full files in a row from which a user has to be missing before the feed lets go.
    package var filesMin: UInt32
    /// Whether the feed's last accepted full file had the same bytes: that file is not counted twice.
    package var isRepeat: Bool

    package init(feed: FeedID, name: String, filesMin: UInt32, isRepeat: Bool) {
        self.feed = feed
        self.name = name
        self.filesMin = filesMin
        self.isRepeat = isRepeat
    }
}
