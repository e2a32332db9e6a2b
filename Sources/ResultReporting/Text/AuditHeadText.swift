package import Provisioning

/// The signed head of the audit log, as programs read it.
package enum AuditHeadText {
    /// Writes an object of entry, code and signature, or null where there is no head.
    package static func write(_ head: AuditHead?, to json: inout JSONWriter) {
        guard let head else { return json.null() }
        json.beginObject()
        json.member("entry", UInt64(max(head.entry, 0)))
        json.member("code", digits(head.code))
        json.member("signature", digits(head.signature))
        json.endObject()
    }

    /// Two lower-case hexadecimal digits a byte.
    private static func digits(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
