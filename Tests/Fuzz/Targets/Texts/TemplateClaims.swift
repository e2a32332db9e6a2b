import Glibc
import MailDelivery
import Provisioning

/// Templates of an administrator, and values that nobody has thought of: a value adds words and
/// nothing else.
///
/// The input is text, page, layout and value, with a zero byte between them.
enum TemplateClaims {
    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        let parts = FuzzBytes(input).parts(4)
        let places = ["en/onboarding.txt", "en/onboarding.html", "layout.html"]
        FuzzFolder.put([], at: "templates/none")
        FuzzFolder.put(nil, at: "templates/none")
        FuzzFolder.put([], at: "templates/en/.none")
        for (place, part) in zip(places, parts) {
            FuzzFolder.put(part.isEmpty ? nil : part, at: "templates/" + place)
        }
        let templates: MailTemplates
        do throws(RunHalt) {
            templates = try MailTemplates(overrides: FuzzFolder.path + "/templates")
        } catch {
            try claim(error.status == .configuration, "the status is \(error.status)")
            try claimIsHarmless(error)
            return
        }
        let value = String(decoding: parts[3], as: UTF8.self)
        // What there is of a value decides which sections show.
        guard value.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { return }
        for kind in [MailKind.onboarding, .emailChanged] {
            let plain = mail(templates, kind, "word")
            let hostile = mail(templates, kind, value)
            try compare(plain, hostile)
        }
    }

    private static func mail(
        _ templates: MailTemplates, _ kind: MailKind, _ value: String
    ) -> RenderedMail {
        let bytes = ByteString(value)
        var variables = MailVariables(username: bytes, email: bytes)
        variables.firstName = bytes
        variables.lastName = bytes
        variables.displayName = bytes
        variables.organisation = value
        variables.support = value
        variables.link = "https://corp.example/?a=b&c=d"
        variables.linkEndsAt = Instant(milliseconds: 1_795_662_900_000)
        variables.formerEmail = bytes
        return templates.render(kind, language: "en", fallback: "en", variables)
    }

    private static func compare(
        _ plain: RenderedMail, _ hostile: RenderedMail
    ) throws(BrokenClaim) {
        try claim(
            hostile.subject.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
            "a subject has a control character")
        try claim(
            count("\n", in: plain.text) == count("\n", in: hostile.text),
            "a value adds a line to a text")
        guard let page = plain.html, let other = hostile.html else { return }
        for sign in ["<", ">", "\"", "'", "\n"] as [Unicode.Scalar] {
            try claim(
                count(sign, in: page) == count(sign, in: other),
                "a value adds \(sign.escaped(asASCII: true)) to a page")
        }
    }

    private static func count(_ sign: Unicode.Scalar, in text: String) -> Int {
        text.unicodeScalars.count { $0 == sign }
    }
}
