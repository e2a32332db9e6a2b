import Provisioning

/// Dates and methods in the words of a language, without the tables of ICU.
struct MailWords: Sendable {
    private enum Form { case english, german, other }
    private let form: Form

    /// - Parameter language: a BCP 47 tag, of which the first part counts.
    init(language: String) {
        switch language.split(separator: "-").first?.lowercased() {
        case "en": form = .english
        case "de": form = .german
        default: form = .other
        }
    }

    /// An instant in UTC, to the minute before it, such as `26 November 2026, 14:05 UTC`.
    func instant(_ instant: Instant) -> String {
        let text = instant.utcText
        let day = day(String(text.prefix(10)))
        let time = text.dropFirst(11).prefix(5)
        return switch form {
        case .english: "\(day), \(time) UTC"
        case .german: "\(day), \(time) Uhr UTC"
        case .other: "\(day) \(time) UTC"
        }
    }

    /// A day written `YYYY-MM-DD`, such as `26 November 2026`; what is no day stays as it is.
    func day(_ text: String) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard form != .other, parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return text }
        return form == .german
            ? "\(day). \(Self.germanMonths[month - 1]) \(parts[0])"
            : "\(day) \(Self.englishMonths[month - 1]) \(parts[0])"
    }

    /// A second-factor method, such as `one-time code by e-mail`; where the language has no words
    /// here, or the method is unknown, its word in feeds.
    func secondFactor(_ word: String) -> String {
        guard let method = SecondFactorMethod(word: word) else { return word }
        return switch form {
        case .english: Self.english(method)
        case .german: Self.german(method)
        case .other: word
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private static let germanMonths = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ]

    private static func english(_ method: SecondFactorMethod) -> String {
        switch method {
        case .otpEmail: "one-time code by e-mail"
        case .otpSMS: "one-time code by text message"
        case .otpEmailSMS: "one-time code by e-mail and text message"
        case .emailLink: "link by e-mail"
        case .smsLink: "link by text message"
        case .phoneCall: "phone call"
        case .totp: "code from an authenticator app"
        case .push: "confirmation on the phone"
        case .softToken: "soft token"
        case .qrCode: "QR code"
        case .hardwareToken: "hardware token"
        case .securityQuestions: "security questions"
        case .webauthn: "passkey or security key"
        case .gridPattern: "pattern on a grid"
        case .none: "none"
        }
    }

    private static func german(_ method: SecondFactorMethod) -> String {
        switch method {
        case .otpEmail: "Einmalcode per E-Mail"
        case .otpSMS: "Einmalcode per SMS"
        case .otpEmailSMS: "Einmalcode per E-Mail und SMS"
        case .emailLink: "Link per E-Mail"
        case .smsLink: "Link per SMS"
        case .phoneCall: "Anruf"
        case .totp: "Code aus einer Authenticator-App"
        case .push: "Bestätigung auf dem Telefon"
        case .softToken: "Software-Token"
        case .qrCode: "QR-Code"
        case .hardwareToken: "Hardware-Token"
        case .securityQuestions: "Sicherheitsfragen"
        case .webauthn: "Passkey oder Sicherheitsschlüssel"
        case .gridPattern: "Muster auf einem Raster"
        case .none: "keiner"
        }
    }
}
