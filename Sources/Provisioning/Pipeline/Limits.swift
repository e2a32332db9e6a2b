/// Bounds that hold against hostile and mistaken files, in one place, with their units.
///
/// Each bites at n + 1 and not at n, and each can be configured.
package struct Limits: Equatable, Sendable {
    /// Bytes of a feed, after decompression: 10 GiB.
    package var fileBytesMax: UInt64 = 10 << 30
    /// Records of a feed: also bounds record numbers to 32 bits.
    package var recordsMax: UInt32 = 50_000_000
    /// Bytes of one field, unescaped: 64 KiB.
    package var fieldBytesMax = 64 << 10
    /// Bytes of one CSV record: 1 MiB.
    package var recordBytesMax = 1 << 20
    /// Columns of a feed; in XML and JSON the different names of its values.
    package var columnsMax = 256
    /// Bytes that a compressed feed may inflate to, for each of its own.
    package var inflationMax: UInt64 = 100
    /// Bytes from one `<` of an XML feed to the next: 64 KiB.
    package var xmlTextBytesMax = 64 << 10
    /// Bytes of one XML start tag: 4 KiB.
    package var xmlTagBytesMax = 4 << 10
    /// Attributes of one XML start tag.
    package var xmlAttributesMax = 64
    /// Different names of elements and attributes of an XML feed.
    package var xmlNamesMax = 256
    /// Elements of an XML feed, or objects and arrays of a JSON record, within each other.
    package var depthMax = 16
    /// Octets of an e-mail address's local part (RFC 5321, 4.5.3.1.1).
    package var emailLocalPartBytesMax = 64
    /// Octets of an e-mail address (RFC 5321, 4.5.3.1.3, less the angle brackets).
    package var emailBytesMax = 254
    /// Octets of a username in its compared form.
    package var usernameBytesMax = 255
    /// Digits of a phone number (ITU-T E.164).
    package var phoneDigitsMax = 15
    /// Bytes of a password, at least and at most.
    package var passwordBytesMin = 8
    package var passwordBytesMax = 1_024
    /// Devices that a user may be allowed.
    package var deviceLimitMin: UInt16 = 1
    package var deviceLimitMax: UInt16 = 100
    /// Bytes of a password that is the only factor, at least (NIST SP 800-63B-4, 3.1.1.2).
    package var passwordAloneBytesMin = 15
    /// Life of a mailed link, from the first attempt to send it.
    package var onboardingLinkLife: Duration = .seconds(72 * 3_600)
    package var resetLinkLife: Duration = .seconds(8 * 3_600)
    /// How long a mail without a link is tried, from the first attempt.
    package var noticeLife: Duration = .seconds(72 * 3_600)
    /// Life of a grant to act as a user.
    package var impersonationLife: Duration = .seconds(15 * 60)
    /// Time from one onboarding mail to the next that a user may be sent.
    package var resendInterval: Duration = .seconds(10 * 60)
    /// Bytes that a reader asks its input for at once, and about the raw size of a chunk.
    package var chunkBytes = 1 << 20
    /// Records of one chunk, and so of one transaction.
    package var chunkRecordsMax = 8_192

    package init() {}
}
