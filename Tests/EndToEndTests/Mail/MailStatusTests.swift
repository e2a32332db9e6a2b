import Testing

/// `muster mail status` and `muster mail retry`.
@Suite struct MailStatusTests {
    /// Ada's mail was sent, Bob's deferred, Cyd's refused; Dan's waits for a day to come.
    static func scene() throws -> MailScene {
        let scene = try MailScene(users: ["ada", "bob", "cyd"])
        let peer = try MailPeer(
            #"{"replies": {"RCPT": [null, "450 4.2.2 mailbox full", "550 5.1.1 no such user"]}}"#,
            in: scene.workplace)
        #expect(scene.deliver(peer).status == 1)
        scene.muster("user", "add", "dan", "dan@dan.example", "--quiet")
        return scene
    }

    @Test func figuresHaveTheirReasons() throws {
        let scene = try Self.scene()
        let text = scene.muster("mail", "status").output
        #expect(
            text.replacing(/[0-9]{4}-[0-9:T-]+Z/, with: "TIME") == """
                Queued     1
                Deferred   1
                Sent       1
                Failed     1
                Due now    1, since TIME
                Due later  1

                Why mails were deferred or failed
                  1 deferred: 450 (RCPT) 4.2.2 mailbox full
                  1 failed: 550 (RCPT) 5.1.1 no such user
                muster mail status --list shows for whom; muster mail retry tries again.

                """)
    }

    @Test func emptyQueueIsSaidToBeEmpty() throws {
        let scene = try MailScene(users: [])
        scene.muster("user", "add", "ada", "ada@ada.example", "--no-mail", "--quiet")
        #expect(
            scene.muster("mail", "status").output
                == "Queued    0\nDeferred  0\nSent      0\nFailed    0\n")
        #expect(scene.muster("mail", "status", "--list").output.isEmpty)
        #expect(scene.muster("mail", "status", "--list", "--format", "json").output == "[]\n")
    }

    /// Options, and the usernames that are listed with them.
    static let filters: [(options: [String], users: [String])] = [
        (["--list"], ["dan", "bob", "cyd", "ada"]),
        (["--list", "--limit", "2"], ["dan", "bob"]),
        (["--state", "queued"], ["dan"]),
        (["--state", "deferred"], ["bob"]),
        (["--state", "failed"], ["cyd"]),
        (["--state", "sent"], ["ada"]),
        (["--state", "withdrawn"], []),
        (["--kind", "onboarding", "--state", "sent"], ["ada"]),
        (["--kind", "reminder"], []),
        (["--user", "cyd@cyd.example"], ["cyd"]),
        (["--user", "cyd", "--state", "sent"], []),
    ]

    @Test func filtersNarrowTheList() throws {
        let scene = try Self.scene()
        for (options, users) in Self.filters {
            let ending = scene.workplace.start(["mail", "status"] + options).end()
            #expect(ending.status == 0)
            let rows = ending.lines.map { $0.split(separator: "\t").map(String.init) }
            #expect(rows.map { $0[2] }.sorted() == users.sorted(), "\(options)")
        }
    }

    @Test func fieldsOfAPipeAreWhole() throws {
        let scene = try Self.scene()
        let line = scene.muster("mail", "status", "--state", "failed").output
        #expect(
            line.replacing(/[0-9]{4}-[0-9:T-]+Z/, with: "TIME")
                == "failed\tonboarding\tcyd\tcyd@cyd.example\tTIME\t1\t"
                + "550 (RCPT) 5.1.1 no such user\n")
    }

    @Test func objectsHaveEveryMember() throws {
        let scene = try Self.scene()
        let objects = try scene.list
        let failed = try #require(objects.first { $0["state"] as? String == "failed" })
        #expect(
            Set(failed.keys) == [
                "state", "kind", "user_id", "username", "to", "due_at", "next_at", "attempts",
                "last_attempt_at", "code", "verb", "answer",
            ])
        #expect(failed["kind"] as? String == "onboarding" && failed["attempts"] as? Int == 1)
        #expect(failed["to"] as? String == "cyd@cyd.example")
        let queued = try #require(objects.first { $0["state"] as? String == "queued" })
        #expect(queued["attempts"] as? Int == 0 && queued["code"] is String == false)
        let figures = scene.muster("mail", "status", "--format", "json").output
        for member in ["due_now", "due_later", "next_due_at", "kinds", "answers"] {
            #expect(figures.contains("\"\(member)\""))
        }
    }

    @Test func disabledUsersGetNothing() throws {
        let scene = try MailScene()
        scene.muster("user", "disable", "ada", "--quiet")
        let peer = try MailPeer(in: scene.workplace)
        #expect(scene.deliver(peer).output == "sent 1\n")
        #expect(peer.mails.map(\.to) == ["bob@bob.example"])
    }

    /// Words, the status, and what standard error has in it.
    static let refusals: [(words: [String], status: Int32, error: String)] = [
        (["status", "--user", "nobody"], 1, "there is nobody of that name [match.user.not-found]"),
        (["retry", "--user", "nobody"], 1, "there is nobody of that name [match.user.not-found]"),
        (
            ["preview", "--user", "nobody"], 1,
            "there is nobody of that name [match.user.not-found]"
        ),
        (
            ["status", "--state", "lost"], 64,
            "  - queued\n  - deferred\n  - sending\n  - sent\n  - failed\n  - withdrawn\n"
        ),
        (["status", "--kind", "spam"], 64, "  - onboarding\n  - password-reset\n"),
        (["status", "--limit", "0"], 64, "--limit is a number from 1 on"),
        (["retry", "--state", "sent"], 64, "one of 'deferred' and 'failed'"),
        (["preview", "spam"], 64, "  - onboarding\n  - password-reset\n"),
        (["status", "--directory", "none.sqlite"], 66, "there is no directory at none.sqlite"),
        (["retry", "--directory", "none.sqlite"], 66, "there is no directory at none.sqlite"),
    ]

    @Test func wrongWordsAreAnsweredWithTheRightOnes() throws {
        let scene = try MailScene(users: ["ada"])
        for (words, status, error) in Self.refusals {
            let ending = scene.workplace.start(["mail"] + words).end()
            #expect(ending.status == status && ending.output.isEmpty, "\(words)")
            #expect(ending.error.contains(error), "\(words): \(ending.error)")
        }
    }

    @Test func retryHasALineInTheHistory() throws {
        let scene = try Self.scene()
        let ending = scene.muster("mail", "retry", "--actor", "grace")
        #expect(
            ending.output == "Due now: 1 that was deferred, 1 that had failed. "
                + "muster mail deliver sends them.\n")
        let newest = try #require(scene.muster("runs", "list").lines.first)
        #expect(newest.contains("\tmail\t") && newest.hasSuffix("\tgrace\t"), "\(newest)")
        #expect(scene.muster("mail", "retry", "--quiet").output.isEmpty)
        #expect(
            scene.muster("mail", "retry", "--format", "json").output
                == "{\n  \"deferred\": 0,\n  \"failed\": 0\n}\n")
    }
}
