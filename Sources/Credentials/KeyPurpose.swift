/// What a key derived from the key file is for.
///
/// The raw value is the label of the derivation, so that keys of different purposes say nothing
/// about each other. It is never renamed: what was made with a key could not be recognised again.
package enum KeyPurpose: String, CaseIterable, Sendable {
    /// Fingerprints of feed rows in the directory.
    case rowFingerprint = "row-fingerprint"
    /// Short hashes of identity keys in the duplicate tables of a run.
    case dedupe
    /// Hashes by which a second reading of a chunk is recognised.
    case chunkContent = "chunk-content"
    /// Chained codes of the audit log.
    case audit
    /// Tokens in mailed links.
    case mailToken = "mail-token"
    /// Message-IDs of mails.
    case messageID = "message-id"
    /// Seals of plan files.
    case plan
    /// Encryption of TOTP secrets.
    case totpSecret = "totp-secret"
}
