/// The columns that a rejects file has besides those of the feed: a feed that is fixed and
/// imported again has them too, and they are ignored without a word.
package enum RejectColumns {
    package static let codes = "muster_codes"
    package static let messages = "muster_messages"
    /// A record that could not be read, as it stands in the feed (JSON Lines).
    package static let raw = "muster_raw"
    /// What stands in place of a secret in the copy of a run's folder. In a file with these columns
    /// it keeps what the directory has.
    package static let mask: ByteString = "***"
    package static let all = [codes, messages, raw]
}
