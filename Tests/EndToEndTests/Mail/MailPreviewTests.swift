import Foundation
import Testing

/// `muster mail preview`, `muster mail templates`, and an administrator's own templates.
@Suite struct MailPreviewTests {
    static let kinds = [
        "onboarding", "password-reset", "password-expiring", "reminder", "second-factor-changed",
        "password-changed", "email-changed", "account-disabled",
    ]

    @Test(arguments: kinds) func everyKindIsShownInEachLanguage(kind: String) throws {
        let place = try Workplace()
        for (language, greeting) in [("en", "Hello"), ("de", "Guten Tag"), ("de-AT", "Guten Tag")] {
            let ending = place.start(["mail", "preview", kind, "--language", language]).end()
            #expect(ending.status == 0 && ending.error.isEmpty)
            #expect(ending.output.contains("\n\(greeting) Ada Lovelace,\n"), "\(ending.output)")
            #expect(ending.output.contains("Language  \(language.prefix(2))\n"))
            #expect(!ending.output.contains("{{"))
        }
        #expect(place.names.isEmpty)
    }

    @Test func partsAreForPeopleProgramsAndBrowsers() throws {
        let scene = try MailScene(users: ["bob"])
        let shown = scene.muster("mail", "preview", "reminder", "--user", "bob", "--html", "r.html")
        #expect(
            shown.output.hasPrefix(
                "From      it@corp.example\nTo        bob@bob.example\nSubject   "))
        #expect(
            shown.output.contains("https://id.corp.example/start/TOKEN-ONLY-IN-THE-REAL-MAIL"))
        let html = try scene.workplace.read("r.html")
        #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("Bob"))
        let json = scene.muster("mail", "preview", "--format", "json").output
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["from", "to", "subject", "language", "text", "html"])
        // Nothing was queued or begun by it.
        #expect(try scene.states == ["bob queued"])
    }

    @Test func languageOfTheUserIsTheMails() throws {
        let scene = try MailScene(users: [])
        scene.muster("user", "add", "eva", "eva@eva.example", "--language", "de", "--quiet")
        #expect(scene.muster("mail", "preview", "--user", "eva").output.contains("Guten Tag eva"))
        scene.muster("mail", "deliver", "--transport", "folder:out")
        let mail = try #require(try scene.workplace.mails(in: "out").first)
        #expect(mail.header("Content-Language") == "de")
    }

    @Test func ownTemplatesGoBeforeTheBuiltInOnes() throws {
        let scene = try MailScene(users: ["ada"])
        try scene.configure("  templates: own")
        #expect(
            scene.muster("mail", "templates", "own").output
                == "Wrote the built-in templates to own; set mail.templates to use them.\n")
        let before = scene.muster("mail", "preview").output
        #expect(before.contains("Hello Ada Lovelace,"))
        scene.workplace.remove("own/en/onboarding.html")
        try scene.workplace.write(
            "Subject: Welcome {{name}}\n\nGood day,\n{{link}}\n", to: "own/en/onboarding.txt")
        #expect(scene.muster("mail", "preview").output.contains("Good day,"))
        #expect(scene.muster("mail", "deliver", "--transport", "folder:out").status == 0)
        let mail = try #require(try scene.workplace.mails(in: "out").first)
        #expect(mail.header("Subject") == "Welcome Ada" && mail.text.contains("Good day,"))
        #expect(scene.muster("mail", "templates", "own").status == 73)
    }

    /// Commands that read the configuration.
    static let readers: [[String]] = [
        ["import", "people.csv"], ["import", "people.csv", "--dry-run"],
        ["mail", "deliver", "--transport", "folder:out"],
        ["mail", "preview"], ["onboarding", "remind"],
    ]

    @Test(arguments: readers) func brokenTemplateIsRefusedWithFileAndLine(words: [String]) throws {
        let scene = try MailScene(users: ["ada"])
        try scene.workplace.makeFolder("own/en")
        try scene.workplace.write(
            "Subject: Welcome\n\nGood day {{nmae}},\n{{link}}\n", to: "own/en/onboarding.txt")
        try scene.workplace.write("username,email\nbob,bob@bob.example\n", to: "people.csv")
        try scene.configure("  templates: own")
        let ending = scene.workplace.start(words).end()
        #expect(ending.status == 78 && ending.output.isEmpty)
        #expect(
            ending.error.hasPrefix(
                "muster: own/en/onboarding.txt:3: {{nmae}} names no variable, "
                    + "did you mean \"name\"?"))
        #expect(ending.error.contains("[mail.template.invalid]"))
        try scene.configure("")
        #expect(try scene.states == ["ada queued"])
    }

    @Test func brokenTemplateKeepsNobodyFromSigningInOrBeingLockedOut() throws {
        let place = try SignInPlace()
        try place.workplace.write("mail:\n  templates: missing\n", to: "muster.yaml")
        #expect(place.check().output == "allowed ada\n")
        #expect(place.muster("user", "disable", "ada").status == 0)
        #expect(place.muster("mail", "preview").status == 78)
    }
}
