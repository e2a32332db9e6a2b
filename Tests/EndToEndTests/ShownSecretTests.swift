import Foundation
import Testing

/// Secrets that the program makes are shown once, and stand nowhere else afterwards.
@Suite struct ShownSecretTests {
    static let configuration = "impersonation: on\nbackup_codes: on\n"
    static let feed = """
        action,user,second_factor,count,reason
        enrol-second-factor,ada,totp,,
        generate-backup-code,ada,,3,
        impersonate,ada,,,ticket
        reset-password,ada,,,

        """

    /// Adds the secret that a URI, a code or a token is, by its form.
    static func add(_ text: String, to search: inout SecretSearch) {
        if let uri = text.firstMatch(of: /secret=([A-Z2-7]+)/) {
            search.add("TOTP secret", base32: String(uri.1))
        } else if text.wholeMatch(of: /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/) != nil {
            search.add("backup code", base32: text)
            search.add("backup code without hyphens", text.replacing("-", with: ""))
        } else {
            search.add("token", text)
        }
    }

    /// What is said about a directory by the commands that look at it.
    static func said(of place: Workplace) -> String {
        var said = ""
        for words in [
            ["runs", "list", "--format", "json"], ["audit", "show", "--format", "json"],
            ["users", "export"], ["onboarding", "list"], ["user", "view-apps", "ada"],
            ["import", "actions.csv", "--results", "-", "--verbose", "--show-values"],
        ] {
            let ending = place.start(words).end()
            said += ending.output + ending.error
        }
        return said
    }

    @Test func aFeedsNewSecretsStandInTheSecretsFileAlone() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.workplace.write(Self.feed, to: "actions.csv")
        let ending = place.muster(
            "import", "actions.csv", "--secrets", "secrets.csv", "--results", "r.jsonl",
            "--verbose", "--show-values")
        #expect(ending.status == 0, "\(ending.error)")
        let rows = CSVText.records(try place.workplace.read("secrets.csv"))
        #expect(rows.count == 5)
        var search = SecretSearch()
        for row in rows { Self.add(row["secret"] ?? "", to: &search) }
        #expect(search.found(in: try place.workplace.read("secrets.csv")).count >= 5)
        // The link of a mail is made when it is sent, and given to the mail alone.
        try place.mail(to: "ada")
        Self.add(try place.workplace.read("token"), to: &search)
        let completed = place.muster(
            "onboarding", "complete", "--token-file", "token", "--password-file", "wrong")
        #expect(completed.status == 0, "\(completed.error)")
        let said = [ending.output, ending.error, completed.output, completed.error]
        #expect(search.found(in: said.joined() + Self.said(of: place.workplace)) == [])
        #expect(
            search.found(under: place.workplace.folder, except: ["secrets.csv", "token"]) == [])
    }

    @Test func aCommandsNewSecretsStandInItsOutputAlone() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.workplace.write(Self.feed, to: "actions.csv")
        var search = SecretSearch()
        var errors = ""
        for words in [
            ["enrol-second-factor", "ada", "totp"],
            ["generate-backup-code", "ada", "--count", "2"],
            ["impersonate", "ada", "--reason", "ticket"],
        ] {
            let ending = place.workplace.start(["user"] + words).end()
            #expect(ending.status == 0, "\(ending.error)")
            let secrets = ending.output.matches(
                of: /otpauth:\S+|[A-Z2-7]{4}(-[A-Z2-7]{4}){3}|[A-Za-z0-9_-]{43}/)
            #expect(secrets.count == (words[0] == "generate-backup-code" ? 2 : 1))
            for secret in secrets { Self.add(String(secret.0), to: &search) }
            errors += ending.error
        }
        #expect(search.found(in: errors + Self.said(of: place.workplace)) == [])
        #expect(search.found(under: place.workplace.folder, except: []) == [])
    }
}
