import Provisioning

/// Names of the directory in the form in which they are compared.
enum ComparedName {
    /// A username; nil if it is none.
    static func username(_ text: String) -> ByteString? {
        compared(text) { (rules, bytes, scratch) throws(ValueFault) in
            _ = try rules.check(.username, bytes, into: &scratch)
            return try rules.usernameKey(bytes, into: &scratch)
        }
    }

    /// Whether a text is an e-mail address.
    static func isEmail(_ text: String) -> Bool {
        compared(text) { (rules, bytes, scratch) throws(ValueFault) in
            try rules.check(.email, bytes, into: &scratch)
        } != nil
    }

    private static func compared(
        _ text: String,
        _ check: (ColumnRules, UnsafeRawBufferPointer, inout ContiguousArray<UInt8>)
            throws(ValueFault) -> NormalisedValue
    ) -> ByteString? {
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        var scratch: ContiguousArray<UInt8> = []
        return Array(text.utf8).withUnsafeBytes { bytes in
            do throws(ValueFault) {
                switch try check(rules, bytes, &scratch) {
                case .asWritten: return ByteString(bytes)
                case .trimmed(let range): return ByteString(bytes[range])
                case .rewritten: return ByteString(scratch)
                }
            } catch {
                return nil
            }
        }
    }
}
