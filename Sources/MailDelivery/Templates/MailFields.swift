import Mustache
import Provisioning

/// The values of one mail as its templates see them, escaped for one kind of text.
///
/// Values escape themselves, whatever tag asks for them: `{{{name}}}` puts no markup into a mail.
final class MailFields: MustacheParent, MustacheCustomRenderable {
    private let values: [MailVariable: String]
    private let isHTML: Bool

    private init(_ values: [MailVariable: String], isHTML: Bool) {
        self.values = values
        self.isHTML = isHTML
    }

    /// Values for plain text; a variable that the kind of mail does not know has none.
    convenience init(_ variables: MailVariables, kind: MailKind, language: String) {
        let words = MailWords(language: language)
        let firstName = Self.text(variables.firstName)
        let lastName = Self.text(variables.lastName)
        let username = Self.text(variables.username)
        let fullName = [firstName, lastName].compactMap { $0 }.joined(separator: " ")
        var values: [MailVariable: String] = [:]
        values.reserveCapacity(MailVariable.allCases.count)
        values[.username] = username
        values[.email] = Self.text(variables.email)
        values[.firstName] = firstName
        values[.lastName] = lastName
        values[.name] =
            Self.text(variables.displayName) ?? (fullName.isEmpty ? username : fullName)
        values[.organisation] = Self.text(variables.organisation)
        values[.support] = Self.text(variables.support)
        values[.language] = language
        if kind.hasLink {
            values[.link] = Self.text(variables.link)
            values[.linkEnds] = variables.linkEndsAt.map(words.instant)
        }
        switch kind {
        case .passwordExpiring:
            values[.expiresOn] = Self.text(variables.expiresOn).map(words.day)
        case .secondFactorChanged:
            values[.secondFactor] = Self.text(variables.secondFactor).map(words.secondFactor)
        case .emailChanged: values[.formerEmail] = Self.text(variables.formerEmail)
        default: break
        }
        self.init(values, isHTML: false)
    }

    /// The same values for HTML.
    var escaped: MailFields { MailFields(values, isHTML: true) }

    /// The variables that there are.
    var variables: Set<MailVariable> { Set(values.keys) }

    func value(of variable: MailVariable) -> MailValue? {
        values[variable].map { MailValue(text: $0, isHTML: isHTML) }
    }

    func child(named name: String) -> Any? {
        MailVariable(rawValue: name).flatMap { value(of: $0) }
    }

    var renderText: String { "" }
    var isNull: Bool { false }

    private static func text(_ value: ByteString?) -> String? { text(value?.text) }

    /// The value on one line and without blanks around it; nil where nothing is left.
    private static func text(_ value: String?) -> String? {
        guard let value else { return nil }
        let line = value.onOneLine
        return line.isEmpty ? nil : line
    }
}
