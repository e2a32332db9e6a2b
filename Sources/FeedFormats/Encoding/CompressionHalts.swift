import Provisioning

extension RunHalt {
    private static let transferAdvice =
        "Transfer the file again, and compare its length with the sender's."

    /// A compressed file that is not what its format asks for, from the byte `offset` of the file
    /// on or a little before it.
    static func damaged(_ name: String, _ kind: String, at offset: UInt64) -> RunHalt {
        RunHalt(
            .malformedFile, .feedCompressionMalformed,
            "the \(kind) data of \(name) is damaged at or before byte \(offset) of the file",
            advice: transferAdvice)
    }

    /// A compressed file of which the end is missing.
    static func truncated(_ name: String, _ kind: String, at offset: UInt64) -> RunHalt {
        RunHalt(
            .malformedFile, .feedCompressionMalformed,
            "\(name) ends after \(offset) bytes, in the middle of its \(kind) data",
            advice: transferAdvice)
    }
}
