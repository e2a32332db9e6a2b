import Provisioning

/// The templates that are embedded in the program.
///
/// Embedded files are known by their last name alone, so that the language stands in it.
enum BuiltInTemplates {
    static let languages = ["de", "en"]

    static var layout: TemplateFile {
        TemplateFile(builtIn: "layout.html", PackageResources.layout_html)
    }

    static func pair(_ kind: MailKind, _ language: String) -> TemplateCollection.Pair {
        let (text, html) = language == "de" ? german(kind) : english(kind)
        let name = "\(language)/\(kind.word)"
        return TemplateCollection.Pair(
            text: TemplateFile(builtIn: "\(name).txt", text),
            html: TemplateFile(builtIn: "\(name).html", html))
    }

    private typealias Files = PackageResources

    private static func english(_ kind: MailKind) -> ([UInt8], [UInt8]) {
        switch kind {
        case .onboarding: (Files.onboarding_en_txt, Files.onboarding_en_html)
        case .passwordReset: (Files.password_reset_en_txt, Files.password_reset_en_html)
        case .passwordExpiring: (Files.password_expiring_en_txt, Files.password_expiring_en_html)
        case .reminder: (Files.reminder_en_txt, Files.reminder_en_html)
        case .secondFactorChanged:
            (Files.second_factor_changed_en_txt, Files.second_factor_changed_en_html)
        case .passwordChanged: (Files.password_changed_en_txt, Files.password_changed_en_html)
        case .emailChanged: (Files.email_changed_en_txt, Files.email_changed_en_html)
        case .accountDisabled: (Files.account_disabled_en_txt, Files.account_disabled_en_html)
        }
    }

    private static func german(_ kind: MailKind) -> ([UInt8], [UInt8]) {
        switch kind {
        case .onboarding: (Files.onboarding_de_txt, Files.onboarding_de_html)
        case .passwordReset: (Files.password_reset_de_txt, Files.password_reset_de_html)
        case .passwordExpiring: (Files.password_expiring_de_txt, Files.password_expiring_de_html)
        case .reminder: (Files.reminder_de_txt, Files.reminder_de_html)
        case .secondFactorChanged:
            (Files.second_factor_changed_de_txt, Files.second_factor_changed_de_html)
        case .passwordChanged: (Files.password_changed_de_txt, Files.password_changed_de_html)
        case .emailChanged: (Files.email_changed_de_txt, Files.email_changed_de_html)
        case .accountDisabled: (Files.account_disabled_de_txt, Files.account_disabled_de_html)
        }
    }
}
