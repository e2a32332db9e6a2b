import Mustache
import Provisioning

/// The templates of one kind of mail in one language, parsed.
struct MailTemplate: Sendable {
    let kind: MailKind
    let language: String
    let subject: MustacheTemplate
    let text: MustacheTemplate
    let html: MustacheTemplate?
    /// Knows the layout by its name.
    let library: MustacheLibrary

    func render(_ variables: MailVariables) -> RenderedMail {
        let fields = MailFields(variables, kind: kind, language: language)
        return RenderedMail(
            subject: subject.render(fields).onOneLine, text: text.render(fields),
            html: html?.render(fields.escaped, library: library), language: language)
    }
}
