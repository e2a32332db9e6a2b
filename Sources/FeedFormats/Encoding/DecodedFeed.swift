package import Provisioning

/// A feed that a reader can be made for: UTF-8 bytes, and what is known of how they are written.
package struct DecodedFeed {
    /// The bytes as UTF-8; the raw input itself where nothing has to be decoded.
    package let input: any FeedInput
    package let format: FeedFormat
    /// How the file is read; delimiter and its reason are left to the reader.
    package let reading: FeedReading
    /// What is doubtful about the encoding; warnings.
    package let notices: [RecordIssue]
}
