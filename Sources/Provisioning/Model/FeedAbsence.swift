/// That a user is missing from the full files of one of their feeds.
package struct FeedAbsence: Equatable, Sendable {
    /// Accepted full files in a row from which they are missing.
    package var files: UInt32
    /// Start of the run that missed them first.
    package var since: Instant
    /// When the feed let go of them; nil: they are being waited for.
    package var leftAt: Instant?

    package init(files: UInt32, since: Instant, leftAt: Instant? = nil) {
        self.files = files
        self.since = since
        self.leftAt = leftAt
    }
}

/// What a record, or its absence, changes about a user's absence from a feed.
package struct AbsenceChange: Equatable, Sendable {
    package var feed: FeedID
    /// nil: they were not missing.
    package var before: FeedAbsence?
    /// nil: they are not missing any more.
    package var after: FeedAbsence?

    package init(feed: FeedID, before: FeedAbsence?, after: FeedAbsence?) {
        self.feed = feed
        self.before = before
        self.after = after
    }

    /// Whether this is the moment at which the feed lets go of the user.
    package var letsGo: Bool { before?.leftAt == nil && after?.leftAt != nil }
}
