package import Provisioning

/// A name that templates may use, such as `{{username}}`.
package enum MailVariable: String, CaseIterable, Sendable {
    case username, email
    case firstName = "first_name"
    case lastName = "last_name"
    case name, organisation, support, language, link
    case linkEnds = "link_ends"
    case expiresOn = "expires_on"
    case secondFactor = "second_factor"
    case formerEmail = "former_email"

    /// The kinds of mail that know the variable.
    package var kinds: [MailKind] {
        switch self {
        case .username, .email, .firstName, .lastName, .name, .organisation, .support, .language:
            MailKind.allCases
        case .link, .linkEnds: MailKind.allCases.filter(\.hasLink)
        case .expiresOn: [.passwordExpiring]
        case .secondFactor: [.secondFactorChanged]
        case .formerEmail: [.emailChanged]
        }
    }

    /// The variables that a kind of mail knows, in the order of the table in the documents.
    package static func known(to kind: MailKind) -> [MailVariable] {
        allCases.filter { $0.kinds.contains(kind) }
    }
}
