import Provisioning

/// The bounds of a whole feed, which all readers keep alike.
struct FeedBounds {
    private static let advice = "Split the file, or raise the limit in the configuration."

    let name: String
    let limits: Limits

    /// Refuses a file whose length is known to be too great before anything of it is read.
    func check(length: UInt64?) throws(RunHalt) {
        guard let length, length > limits.fileBytesMax else { return }
        throw RunHalt(
            .malformedFile, .feedFileTooLarge,
            "\(name) has \(length) bytes; the limit for a feed is \(limits.fileBytesMax)",
            advice: Self.advice)
    }

    /// Refuses to go on behind so many bytes.
    func check(bytesRead: UInt64) throws(RunHalt) {
        guard bytesRead > limits.fileBytesMax else { return }
        throw RunHalt(
            .malformedFile, .feedFileTooLarge,
            "\(name) is longer than \(limits.fileBytesMax) bytes, the limit for a feed",
            advice: Self.advice)
    }

    /// Refuses to go on behind so many records.
    func check(records: UInt32) throws(RunHalt) {
        guard records > limits.recordsMax else { return }
        throw RunHalt(
            .malformedFile, .feedRecordsTooMany,
            "\(name) has more than \(limits.recordsMax) records, the limit for a feed",
            advice: Self.advice)
    }
}
