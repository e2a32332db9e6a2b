/// The words of the `second_factor` column.
package enum SecondFactorWord {
    /// What a cell asks for.
    package enum Choice: Equatable, Sendable {
        case method(SecondFactorMethod)
        /// No own method: the group's or the global default.
        case followsDefault

        /// The canonical word.
        var word: String {
            switch self {
            case .method(let method): method.word
            case .followsDefault: "default"
            }
        }
    }

    /// What a cell names, in any case, with spaces, hyphens and underscores treated alike; nil:
    /// nothing.
    package static func parse(_ bytes: UnsafeRawBufferPointer) -> Choice? {
        let range = CellBytes.trimmedRange(bytes)
        return table.meaning(of: CellBytes.part(bytes, range))
    }

    /// Words of other systems, listed in `docs/validation.md`.
    private static let aliases: [(String, SecondFactorMethod)] = [
        ("sms", .otpSMS), ("text", .otpSMS), ("sms-otp", .otpSMS), ("otp-over-sms", .otpSMS),
        ("email", .otpEmail), ("mail", .otpEmail), ("email-otp", .otpEmail),
        ("otp-over-email", .otpEmail), ("sms-and-email", .otpEmailSMS),
        ("otp-sms-email", .otpEmailSMS), ("otp-over-sms-and-email", .otpEmailSMS),
        ("voice", .phoneCall), ("call", .phoneCall), ("phone", .phoneCall),
        ("authenticator", .totp), ("authenticator-app", .totp), ("google-authenticator", .totp),
        ("push-notification", .push), ("qr", .qrCode), ("yubikey", .hardwareToken),
        ("token", .hardwareToken), ("kba", .securityQuestions), ("fido", .webauthn),
        ("fido2", .webauthn), ("passkey", .webauthn), ("security-key", .webauthn),
        ("grid", .gridPattern), ("off", .none),
    ]

    private static let table = WordTable<Choice>(
        SecondFactorMethod.allCases.map { ($0.word, .method($0)) }
            + [("default", .followsDefault)] + aliases.map { ($0.0, .method($0.1)) })

    /// Checks a method without surrounding spaces; the value is its canonical word.
    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let choice = table.meaning(of: bytes) else {
            let words = SecondFactorMethod.allCases.map(\.word).joined(separator: ", ")
            throw ValueFault(
                .fieldSecondFactorUnknown,
                "is not a second factor; these are: \(words), and default")
        }
        return .word(choice.word, for: bytes, into: &scratch)
    }
}
