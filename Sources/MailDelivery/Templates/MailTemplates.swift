package import Provisioning

/// The templates of all kinds of mail in all languages, parsed once.
package struct MailTemplates: Sendable {
    /// The language that is complete, and used where nothing else is there.
    package static let lastLanguage = "en"

    /// By language tag in lower case; at the place of each kind, its templates.
    private let byLanguage: [String: [MailTemplate?]]
    private let last: [MailTemplate]

    /// Tags of the languages that have a template, in order.
    package let languages: [String]

    /// Loads the built-in templates, and over them those of an administrator's folder.
    ///
    /// - Parameter folder: holds `layout.html` and, by language, `de/onboarding.txt` and
    ///   `de/onboarding.html`; nil: the built-in ones alone.
    /// - Throws: a halt with status 78 that lists all faults, with file and line.
    package init(overrides folder: String?) throws(RunHalt) {
        let files = folder.map(TemplateCollection.init(folder:)) ?? TemplateCollection()
        var parsing = TemplateParsing(layout: files.layout)
        var byLanguage: [String: [MailTemplate?]] = [:]
        var tags: [String] = []
        for (key, pairs) in files.languages.sorted(by: { $0.key < $1.key }) {
            let tag = LanguageTag(key)?.text ?? key
            tags.append(tag)
            byLanguage[key] = MailKind.allCases.map { kind in
                guard let pair = pairs[kind], let text = pair.text else { return nil }
                return parsing.template(kind, language: tag, text: text, html: pair.html)
            }
        }
        let faults = files.faults + parsing.faults
        guard faults.isEmpty else { throw TemplateFault.halt(faults) }
        self.byLanguage = byLanguage
        last = (byLanguage[Self.lastLanguage] ?? []).compactMap { $0 }
        precondition(last.count == MailKind.allCases.count, "a built-in template is missing")
        languages = tags
    }

    /// Renders a mail in the nearest language that has a template of its kind.
    ///
    /// `de-AT` looks for itself, then for `de` (RFC 4647, 3.4), then in the same way for the
    /// fallback, and last for English.
    ///
    /// - Parameters:
    ///   - kind: what the mail is for.
    ///   - language: the user's, a BCP 47 tag; nil if it is not known.
    ///   - fallback: the language for users without one, or with one that there is not.
    ///   - variables: what it can say.
    /// - Returns: the mail; the language is that of the template.
    package func render(
        _ kind: MailKind, language: String?, fallback: String, _ variables: MailVariables
    ) -> RenderedMail {
        template(kind, language: language, fallback: fallback).render(variables)
    }

    /// The template that `render` uses.
    func template(_ kind: MailKind, language: String?, fallback: String) -> MailTemplate {
        let place = Self.place(of: kind)
        for wanted in [language, fallback] {
            guard let wanted else { continue }
            for key in LanguageTag.lookup(wanted) {
                if let template = byLanguage[key]?[place] { return template }
            }
        }
        return last[place]
    }

    private static func place(of kind: MailKind) -> Int { Int(kind.rawValue) - 1 }
}
