import MailDelivery
import Provisioning
import Testing

/// The built-in mails: complete, well formed, and honest about their link.
@Suite struct BuiltInMailTests {
    static let templates = Result { try MailTemplates(overrides: nil) }

    static func mail(_ kind: MailKind, _ language: String, full: Bool) throws -> RenderedMail {
        try templates.get().render(
            kind, language: language, fallback: "en", SampleMail.variables(kind, full: full))
    }

    @Test(arguments: SampleMail.all)
    func textHasNoGapAndNoStrayMark(kind: MailKind, language: String, full: Bool) throws {
        let mail = try Self.mail(kind, language, full: full)
        #expect(mail.language == language)
        for text in [mail.subject, mail.text] {
            let flaws = text.matches(
                of: /\n\n\n|  | [.,:;!?]|[.,:;]{2}|\(\)|[{}]|[ \t]\n|Optional/)
            #expect(flaws.map { String($0.output) } == [])
        }
        #expect(mail.text.hasPrefix(language == "de" ? "Guten Tag " : "Hello "))
        #expect(mail.text.hasSuffix(".\n"))
        #expect(!mail.subject.isEmpty)
        #expect(mail.subject == mail.subject.split(separator: "\n").joined())
    }

    @Test(arguments: SampleMail.all)
    func htmlIsWholeAndLoadsNothing(kind: MailKind, language: String, full: Bool) throws {
        let mail = try Self.mail(kind, language, full: full)
        let html = try #require(mail.html)
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language)\">"))
        #expect(html.hasSuffix("</html>\n"))
        #expect(html.contains("<title>\(mail.subject)</title>"))
        #expect(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"))
        for word in ["{{", "}}", "<img", "<script", "<link", "<table", "url(", "src=", "@import"] {
            #expect(!html.contains(word), "\(word)")
        }
        let flaws = html.matches(
            of: /<(?:p|h1|a|title|strong)\b[^>]*>\s*<\/|[^ \n] {2}| [.,:;!?]<|[.,]{2}|Optional/)
        #expect(flaws.map { String($0.output) } == [])
        for element in ["p", "h1", "div", "a", "strong", "title", "style", "head", "body"] {
            let opened = html.matches(of: try Regex("<\(element)[ >]")).count
            #expect(opened == html.matches(of: try Regex("</\(element)>")).count, "\(element)")
        }
    }

    @Test(arguments: SampleMail.all)
    func linkStandsWholeAndAlone(kind: MailKind, language: String, full: Bool) throws {
        let mail = try Self.mail(kind, language, full: full)
        let html = try #require(mail.html)
        let lines = mail.text.split(separator: "\n").map(String.init)
            .filter { $0.contains("://") }
        let inHTML = SampleMail.link.replacing("&", with: "&amp;")
        if kind.hasLink {
            #expect(lines == [SampleMail.link])
            #expect(html.contains("href=\"\(inHTML)\""))
            #expect(html.contains(">\(inHTML)</a>"))
            #expect(html.matches(of: /href=/).count == 2)
        } else {
            #expect(lines == [])
            #expect(!html.contains("href="))
        }
    }

    @Test(arguments: MailKind.allCases)
    func noticesNeverShowALink(kind: MailKind) throws {
        var variables = SampleMail.variables(kind, full: true)
        variables.link = SampleMail.link
        for language in ["en", "de"] {
            let mail = try Self.templates.get().render(
                kind, language: language, fallback: "en", variables)
            #expect((mail.text + (mail.html ?? "")).contains("href") == kind.hasLink)
            #expect(mail.text.contains("://") == kind.hasLink)
        }
    }

    @Test(arguments: SampleMail.all)
    func bothPartsSayWhatMatters(kind: MailKind, language: String, full: Bool) throws {
        let mail = try Self.mail(kind, language, full: full)
        let html = try #require(mail.html)
        let never = language == "de" ? "Niemand wird Sie je nach" : "Nobody will ever ask you"
        var words = [never, "mcurie", "marie@corp.example"]
        if full {
            words += ["Marie Curie", "helpdesk@corp.example", "Corp"]
            let isGerman = language == "de"
            if kind.hasLink {
                words.append(
                    isGerman ? "26. November 2026, 14:05 Uhr UTC" : "26 November 2026, 14:05 UTC")
            }
            switch kind {
            case .passwordExpiring:
                words.append(isGerman ? "1. Dezember 2026" : "1 December 2026")
            case .secondFactorChanged: words.append("uthenticator")
            case .emailChanged: words.append("m.sklodowska@corp.example")
            default: break
            }
        }
        for word in words {
            #expect(mail.text.contains(word), "\(word)")
            #expect(html.contains(word), "\(word)")
        }
    }

    @Test(arguments: SampleMail.all.filter { $0.language == "en" })
    func englishTextIsASCIIInShortLines(kind: MailKind, language: String, full: Bool) throws {
        let mail = try Self.mail(kind, language, full: full)
        #expect((mail.subject + mail.text).utf8.allSatisfy { $0 < 0x80 })
        let long = mail.text.split(separator: "\n").map(String.init).filter { $0.count > 72 }
        #expect(long.allSatisfy { $0 == SampleMail.link })
    }

    @Test(arguments: SecondFactorMethod.allCases)
    func eachSecondFactorHasWords(method: SecondFactorMethod) throws {
        var variables = SampleMail.variables(.secondFactorChanged, full: true)
        variables.secondFactor = method.word
        for language in ["en", "de"] {
            let mail = try Self.templates.get().render(
                .secondFactorChanged, language: language, fallback: "en", variables)
            let line = mail.text.split(separator: "\n").first { $0.contains("econd step is now: ") }
            if let line { #expect(line.count <= 72 && !line.hasSuffix(": ")) }
            #expect(!mail.text.contains(": \(method.word)\n") || method == .none)
        }
    }
}
