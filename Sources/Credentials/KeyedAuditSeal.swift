import Crypto
package import Provisioning

/// The codes of the audit log under the key file: HMAC-SHA-256 (RFC 2104), one label a purpose.
package struct KeyedAuditSeal: AuditSeal {
    private let key: SymmetricKey

    /// Derives the key of the log.
    package init(key: KeyFile) { self.key = SymmetricKey(data: key.key(for: .audit)) }

    package func link(after previous: [UInt8], _ entry: UnsafeRawBufferPointer) -> [UInt8] {
        var code = labelled("link", previous)
        code.update(data: entry)
        return Array(code.finalize())
    }

    package func digest(ofPayload payload: UnsafeRawBufferPointer) -> [UInt8] {
        var code = labelled("payload")
        code.update(data: payload)
        return Array(code.finalize())
    }

    package func sign(head: UnsafeRawBufferPointer) -> [UInt8] {
        var code = labelled("head")
        code.update(data: head)
        return Array(code.finalize())
    }

    package func pseudonym(of usernameKey: ByteString) -> [UInt8] {
        var code = labelled("pseudonym")
        usernameKey.bytes.withUnsafeBytes { code.update(data: $0) }
        return Array(Array(code.finalize()).prefix(16))
    }

    /// A code that begins with a label and a part, each with its length before it.
    private func labelled(_ label: String, _ part: [UInt8] = []) -> HMAC<SHA256> {
        var code = HMAC<SHA256>(key: key)
        code.update(data: [UInt8(label.utf8.count)] + Array(label.utf8))
        // What a changed log claims can be of any length.
        if let length = UInt8(exactly: part.count), length < .max {
            code.update(data: [length])
        } else {
            code.update(data: [.max])
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { code.update(data: $0) }
        }
        code.update(data: part)
        return code
    }
}
