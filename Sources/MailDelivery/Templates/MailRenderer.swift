package import Provisioning

/// Renders many mails: each template once for each set of variables that mails have, then by filling
/// in values, which takes a tenth of the time.
///
/// The mails are those that `MailTemplates` renders. Used from one thread.
package final class MailRenderer {
    private struct Form: Hashable {
        var kind: MailKind
        var language: String
        var variables: Set<MailVariable>
    }

    private struct FlatMail {
        var subject: FlatText
        var text: FlatText
        var html: FlatText?
    }

    /// Forms that are kept; there are few, whatever comes.
    private static let formsMax = 256

    private let templates: MailTemplates
    /// nil in a place: the template has to be rendered each time.
    private var forms: [Form: FlatMail?] = [:]

    package init(_ templates: MailTemplates) { self.templates = templates }

    /// What `MailTemplates.render` gives.
    package func render(
        _ kind: MailKind, language: String?, fallback: String, _ variables: MailVariables
    ) -> RenderedMail {
        let template = templates.template(kind, language: language, fallback: fallback)
        let fields = MailFields(variables, kind: kind, language: template.language)
        guard let flat = flatMail(template, fields) else { return template.render(variables) }
        return RenderedMail(
            subject: flat.subject.filled(fields).onOneLine, text: flat.text.filled(fields),
            html: flat.html?.filled(fields.escaped), language: template.language)
    }

    private func flatMail(_ template: MailTemplate, _ fields: MailFields) -> FlatMail? {
        let form = Form(
            kind: template.kind, language: template.language, variables: fields.variables)
        if let known = forms[form] { return known }
        if forms.count >= Self.formsMax { forms.removeAll() }
        let made = Self.flatMail(template, form.variables)
        forms[form] = .some(made)
        return made
    }

    private static func flatMail(
        _ template: MailTemplate, _ variables: Set<MailVariable>
    ) -> FlatMail? {
        guard let subject = FlatText(rendering: { template.subject.render($0) }, of: variables),
            let text = FlatText(rendering: { template.text.render($0) }, of: variables)
        else { return nil }
        guard let html = template.html else { return FlatMail(subject: subject, text: text) }
        let render = { (marks: MarkedFields) in html.render(marks, library: template.library) }
        guard let html = FlatText(rendering: render, of: variables) else { return nil }
        return FlatMail(subject: subject, text: text, html: html)
    }
}
