import MailDelivery
import Provisioning

/// Mails to render in tests.
enum SampleMail {
    static let link = "https://id.corp.example/welcome?t=dGhpcyBpcyBub3QgYSB0b2tlbi4gcmVhbGx5&v=1"

    /// 26 November 2026, 14:05:59 UTC.
    static let linkEnds = Instant(milliseconds: 1_795_701_959_000)

    /// The variables of a kind: only what each mail has, or everything that it can have.
    static func variables(_ kind: MailKind, full: Bool) -> MailVariables {
        var variables = MailVariables(username: "mcurie", email: "marie@corp.example")
        if kind.hasLink { variables.link = link }
        guard full else { return variables }
        variables.firstName = "Marie"
        variables.lastName = "Curie"
        variables.displayName = "Marie Curie"
        variables.organisation = "Corp"
        variables.support = "helpdesk@corp.example"
        if kind.hasLink { variables.linkEndsAt = linkEnds }
        if kind == .passwordExpiring { variables.expiresOn = "2026-12-01" }
        if kind == .secondFactorChanged { variables.secondFactor = "totp" }
        if kind == .emailChanged { variables.formerEmail = "m.sklodowska@corp.example" }
        return variables
    }

    /// Each kind in each built-in language, bare and full.
    static let all: [(kind: MailKind, language: String, full: Bool)] = MailKind.allCases.flatMap {
        kind in
        ["en", "de"].flatMap { language in [(kind, language, false), (kind, language, true)] }
    }
}
