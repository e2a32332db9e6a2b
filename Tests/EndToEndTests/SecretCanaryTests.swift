import Foundation
import Testing

/// Secrets of feeds and commands stand where they were given or are shown, and nowhere else.
@Suite struct SecretCanaryTests {
    static let password = "canary-horse battery 1"
    static let totp = "KRSXG5BAMNQW4YLSPEQHI3DBMNQWC4TF"
    /// A hash that the directory keeps until it is upgraded.
    static let hash =
        "$6$canarysalt$" + String(repeating: "canaryhash", count: 8) + "canary"
    static let feedNames: Set = ["users.csv", "users.xml", "users.jsonl", "rejects.out"]

    static let feeds: [(file: String, text: String)] = [
        (
            "users.csv",
            """
            username,email,password,password_hash,totp_secret
            ada,ada@example.com,\(password),,\(totp)
            bob,bob@example.com,,\(hash),
            cyd,bad@@,\(password),,\(totp)
            dan,dan@example.com,\(password),\(hash),\(totp)
            eve,eve@example.com,,,\(totp)0

            """
        ),
        (
            "users.xml",
            """
            <users>
            <user><username>ada</username><email>ada@example.com</email>
              <password>\(password)</password><totp_secret>\(totp)</totp_secret></user>
            <user><username>bob</username><email>bob@example.com</email>
              <password_hash>\(hash)</password_hash></user>
            <user><username>cyd</username><email>bad@@</email><password>\(password)</password></user>
            <user><username>eve</username><email>eve@example.com</email>
              <totp_secret>\(totp)0</totp_secret></user>
            </users>
            """
        ),
        (
            "users.jsonl",
            """
            {"username":"ada","email":"ada@example.com","password":"\(password)","totp_secret":"\(totp)"}
            {"username":"bob","email":"bob@example.com","password_hash":"\(hash)"}
            {"username":"cyd","email":"bad@@","password":"\(password)","password_hash":"\(hash)"}
            {"username":"eve","email":"eve@example.com","totp_secret":"\(totp)0"}

            """
        ),
    ]

    static var search: SecretSearch {
        var search = SecretSearch()
        search.add("password", password)
        search.add("TOTP secret", base32: totp)
        return search
    }

    @Test(arguments: feeds.map(\.file), [false, true]) func aFeedsSecretsStayInTheFeed(
        file: String, namesOutputs: Bool
    ) throws {
        let feed = try #require(Self.feeds.first { $0.file == file })
        let place = try WatchedPlace()
        try place.workplace.write(feed.text, to: file)
        var words = ["import", file, "--max-rejects", "none", "--verbose", "--show-values"]
        if namesOutputs {
            words += ["--results", "results.jsonl", "--rejects", "rejects.out"]
        }
        var search = Self.search
        let imported = try place.run(words, search)
        #expect(imported.status == 1, "\(imported.error)")
        var said = [imported]
        let run = try #require(
            place.workplace.muster("runs", "list").lines.first?.split(separator: "\t").first)
        for words in [
            ["runs", "show", String(run), "--format", "json"], ["runs", "list"],
            ["audit", "show", "--format", "json"], ["users", "export"], ["users", "list"],
            ["user", "view-sessions", "ada", "--format", "json"],
            ["login", "check", "ada", "--format", "json"],
            ["import", file, "--max-rejects", "none", "--results", "-", "--dry-run"],
            ["import", file, "--max-rejects", "none", "--verbose", "--show-values"],
        ] { said.append(try place.run(words, search)) }
        #expect(search.found(under: place.workplace.folder, except: Self.feedNames) == [])
        // A hash is kept as it came: the directory alone has it, and no command shows it.
        search.add("password hash", Self.hash)
        for ending in said {
            #expect(search.found(in: ending.output + ending.error) == [], "\(ending.output)")
        }
        let directory: Set = ["muster.sqlite", "muster.sqlite-wal"]
        #expect(
            search.found(
                under: place.workplace.folder, except: Self.feedNames.union(directory)) == [])
    }

    @Test func standardInputLeavesNoCopyWithSecrets() throws {
        let place = try WatchedPlace()
        let ending = place.workplace.muster(
            "import", "-", "--max-rejects", "none", "--verbose", "--show-values",
            input: Self.feeds[0].text)
        #expect(ending.status == 1, "\(ending.error)")
        #expect(Self.search.found(in: ending.output + ending.error) == [])
        #expect(Self.search.found(under: place.workplace.folder, except: []) == [])
    }

    @Test func secretsOfCommandsAreInTheirFilesAlone() throws {
        let place = try WatchedPlace()
        let files = ["password": Self.password, "hash": Self.hash, "totp": Self.totp]
        for (name, text) in files { try place.workplace.write(text + "\n", to: name) }
        try place.workplace.write("canary code 1\n", to: "code")
        var search = Self.search
        search.add("code", "canary code 1")
        let shows = ["--verbose", "--show-values"]
        for words in [
            ["user", "add", "ada", "ada@example.com", "--password-file", "password"] + shows,
            ["user", "update", "ada", "--password-file", "password"] + shows,
            ["user", "add", "bob", "bad@@", "--password-file", "password"] + shows,
            ["user", "add", "cyd", "cyd@example.com", "--password-hash-file", "hash"] + shows,
            ["user", "add", "dan", "dan@example.com", "--password-file", "hash"] + shows,
            ["user", "add", "eve", "eve@example.com", "--totp-secret-file", "totp"] + shows,
            ["user", "add", "fay", "fay@example.com", "--totp-secret-file", "password"] + shows,
            ["user", "add", "gus", "gus@example.com", "--password-hash-file", "password"] + shows,
            ["login", "check", "ada", "--password-file", "password", "--code-file", "code"],
            ["login", "check", "ada", "--impersonation-file", "code", "--format", "json"],
            ["onboarding", "complete", "--token-file", "code", "--password-file", "password"],
            ["audit", "show", "--format", "json"], ["users", "export"],
        ] {
            let ending = try place.run(words, search)
            #expect(
                search.found(in: ending.output + ending.error) == [],
                "\(words): \(ending.output)\(ending.error)")
        }
        #expect(
            search.found(
                under: place.workplace.folder, except: ["password", "hash", "totp", "code"])
                == [])
    }
}
