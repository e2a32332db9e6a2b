/// The columns that a rejects file has besides those of the feed: a feed that is fixed and
/// imported again has them too, and they are ignored without a word.
package enum RejectColumns {
    package static let codes = "muster_codes"
    package static let messages = "muster_messages"
    package static let all = [codes, messages]
}
