/// How rejected records are written in one of the formats of feeds, so that the file can be fixed
/// and imported as it is.
package protocol RejectsEncoding {
    /// Appends what stands before the first record.
    func begin(to buffer: inout ByteBuffer)

    /// Appends one rejected record with what is wrong with it.
    func append(_ reject: RejectedRecord, to buffer: inout ByteBuffer)

    /// Appends what stands behind the last record; a file that was cut back gets it again.
    func end(to buffer: inout ByteBuffer)
}

/// What stands in place of a secret, in every format.
enum SecretMask {
    static let text: StaticString = "***"
}
