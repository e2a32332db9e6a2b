/// The keyed codes of the audit log, with the key file behind them.
package protocol AuditSeal: Sendable {
    /// The code of an entry, which covers the code of the entry before it: 32 bytes.
    ///
    /// `previous` is empty for the first entry; `entry` is everything that the entry says.
    func link(after previous: [UInt8], _ entry: UnsafeRawBufferPointer) -> [UInt8]

    /// The digest of a before-image: 32 bytes. It stays in the log when the image is erased.
    func digest(ofPayload payload: UnsafeRawBufferPointer) -> [UInt8]

    /// The signature of the log's head: 32 bytes.
    func sign(head: UnsafeRawBufferPointer) -> [UInt8]

    /// What stands for a deleted user's name: 16 bytes, the same for the same compared form.
    func pseudonym(of usernameKey: ByteString) -> [UInt8]
}

/// How far the audit log goes: its last entry, signed.
package struct AuditHead: Equatable, Sendable {
    /// Number of the last entry, from 1; 0: there is none.
    package var entry: Int64
    /// The code of that entry; empty: there is none.
    package var code: [UInt8]
    /// Signature of both under the key file.
    package var signature: [UInt8]

    package init(entry: Int64, code: [UInt8], signature: [UInt8]) {
        self.entry = entry
        self.code = code
        self.signature = signature
    }
}
