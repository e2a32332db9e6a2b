package import Credentials
package import MailDelivery
package import Provisioning
package import SQLiteDirectory

/// Makes a queued mail into a message: its token, link, Message-ID and words.
package struct MailComposer {
    private let settings: MailSettings
    private let limits: Limits
    private let codes: MailCodes
    private let renderer: MailRenderer
    /// The word of a user's second-factor method.
    private let secondFactor: (UserID) throws(RunHalt) -> String?
    private let domain: String

    package init(
        settings: MailSettings, limits: Limits, key: KeyFile, templates: MailTemplates,
        secondFactor: @escaping (UserID) throws(RunHalt) -> String?
    ) {
        self.settings = settings
        self.limits = limits
        codes = MailCodes(key: key)
        renderer = MailRenderer(templates)
        self.secondFactor = secondFactor
        domain = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
    }

    /// What the outbox needs to know to begin an attempt.
    package func request(for entry: MailQueueEntry) -> MailAttemptRequest {
        MailAttemptRequest(
            entry: entry, digest: token(of: entry)?.digest, life: entry.kind.life(limits))
    }

    /// The message of an attempt that has begun.
    package func message(for attempt: MailAttempt) throws(RunHalt) -> MailMessage {
        let entry = attempt.entry
        var variables = MailVariables(
            username: attempt.user.username, email: attempt.user.email)
        variables.firstName = attempt.user.firstName
        variables.lastName = attempt.user.lastName
        variables.displayName = attempt.user.displayName
        variables.organisation = settings.organisation
        variables.support = settings.support
        if let token = token(of: entry) {
            variables.link = settings.link(token: token.text)
            variables.linkEndsAt = attempt.endsAt
        }
        switch entry.kind {
        case .passwordExpiring: variables.expiresOn = entry.occasion.text
        case .secondFactorChanged: variables.secondFactor = try secondFactor(entry.user)
        case .emailChanged: variables.formerEmail = attempt.address
        default: break
        }
        let mail = renderer.render(
            entry.kind, language: attempt.user.language?.text, fallback: settings.language,
            variables)
        let id = codes.messageID(
            user: entry.user, kind: entry.kind, occasion: entry.occasion.text)
        var message = MailMessage(
            id: "\(id)@\(domain)",
            from: MailAddress(name: settings.fromName, address: ByteString(settings.from)),
            to: MailAddress(name: attempt.user.fullName, address: attempt.address),
            subject: mail.subject, date: attempt.firstAt, language: mail.language, text: mail.text,
            html: mail.html)
        message.replyTo = settings.replyTo.map { MailAddress(address: ByteString($0)) }
        return message
    }

    /// nil: mails of this kind have no link.
    private func token(of entry: MailQueueEntry) -> LinkToken? {
        guard entry.kind.hasLink else { return nil }
        return codes.token(user: entry.user, kind: entry.kind, occasion: entry.occasion.text)
    }
}

extension MailKind {
    /// How long a mail is tried, and its link is good, from the first attempt on.
    func life(_ limits: Limits) -> Duration {
        switch self {
        // At the day a password stops working, whoever is away needs longer than for a reset.
        case .onboarding, .reminder, .passwordExpiring: limits.onboardingLinkLife
        case .passwordReset: limits.resetLinkLife
        default: limits.noticeLife
        }
    }
}

extension MailUser {
    /// The name beside the address; nil: none is known.
    var fullName: String? {
        if let name = displayName { return name.text }
        let parts = [firstName, lastName].compactMap { $0?.text }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension MailSettings {
    /// Where a link with this token leads to.
    func link(token: String) -> String {
        let joins = linkBase.last.map { "/=?#&".contains($0) } ?? false
        return linkBase + (joins ? "" : "/") + token
    }

    /// The token of a link that was pasted as a whole, or what was given.
    func token(in text: String) -> String {
        guard text.hasPrefix(linkBase) else { return text }
        let rest = text.dropFirst(linkBase.count)
        return String(rest.hasPrefix("/") ? rest.dropFirst() : rest)
    }

    /// The keys that still have the placeholder of `muster init`.
    var placeholders: [String] {
        var keys: [String] = []
        if from.hasSuffix("@example.invalid") { keys.append("mail.from") }
        if linkBase.contains("//example.invalid") { keys.append("mail.link_base") }
        return keys
    }
}
