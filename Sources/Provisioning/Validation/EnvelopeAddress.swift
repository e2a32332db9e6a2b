/// An address that mail can be sent to or from, as it stands in an envelope: checked, and with its
/// domain in the form that mail systems exchange.
///
/// There is no other way to make one, so that an address with a line end, a space or an angle
/// bracket in it never reaches a mail server.
package struct EnvelopeAddress: Equatable, Sendable {
    /// `local@domain`; bytes beyond ASCII are in the local part alone (RFC 6531).
    package let text: String

    /// - Throws: what is wrong with the address, in the words of a refused cell.
    package init(_ address: ByteString, limits: Limits = Limits()) throws(ValueFault) {
        text = try address.bytes.withUnsafeBytes { Self.checked($0, limits) }.get()
    }

    private static func checked(
        _ bytes: UnsafeRawBufferPointer, _ limits: Limits
    ) -> Result<String, ValueFault> {
        var scratch = ContiguousArray<UInt8>()
        do throws(ValueFault) {
            _ = try EmailRule.check(bytes, codes: .primary, limits: limits, into: &scratch)
            guard let at = bytes.firstIndex(of: 0x40) else {
                throw ValueFault(.fieldEmailMalformed, "is not an e-mail address")
            }
            let domain = try EmailDomain.ascii(
                CellBytes.part(bytes, at + 1..<bytes.count), code: .fieldEmailMalformed)
            return .success(String(decoding: Array(bytes[...at]) + domain, as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }

    /// Whether every mail server can take the address; others have to offer SMTPUTF8.
    package var isASCII: Bool { text.utf8.allSatisfy { $0 < 0x80 } }
}
