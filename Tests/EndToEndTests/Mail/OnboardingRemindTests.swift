import Foundation
import Testing

/// `muster onboarding remind`, and what `muster onboarding list` says of mails.
@Suite struct OnboardingRemindTests {
    static let reminded = "muster mail deliver sends them.\n"

    private func send(_ scene: MailScene) {
        #expect(scene.muster("mail", "deliver", "--transport", "folder:out").status == 0)
    }

    @Test func importNowAndMailLater() throws {
        let scene = try MailScene(users: [])
        scene.workplace.muster(
            "import", "-", "--quiet", "--no-mail", "--input-format", "csv",
            input: "username,email\nada,ada@ada.example\nbob,bob@bob.example\n")
        let none = scene.muster("onboarding", "remind")
        #expect(
            none.output == "No reminders queued; left out: 2 never mailed "
                + "(--never-mailed is for them).\n")
        let first = scene.muster("onboarding", "remind", "--never-mailed", "--limit", "1")
        #expect(
            first.output
                == "1 onboarding mail queued; left out: 1 beyond --limit.\n\(Self.reminded)")
        #expect(try scene.states == ["ada queued"])
        let second = scene.muster("onboarding", "remind", "--never-mailed")
        #expect(
            second.output
                == "1 onboarding mail queued; left out: 1 whose mail is queued already.\n"
                + Self.reminded)
        #expect(
            scene.muster("onboarding", "remind", "--never-mailed").output
                == "No onboarding mails queued; left out: 2 whose mail is queued already.\n")
        send(scene)
        #expect(
            scene.muster("onboarding", "remind", "--never-mailed").output
                == "No onboarding mails queued.\n")
    }

    @Test func spacingAndCapAreKept() throws {
        let scene = try MailScene("  reminders:\n    cap: 2\n    spacing: 3 d", users: ["ada"])
        send(scene)
        for number in 1...2 {
            #expect(
                scene.muster("onboarding", "remind").output
                    == "No reminders queued; left out: 1 mailed too recently or about to be.\n")
            try scene.age(days: 4)
            #expect(
                scene.muster("onboarding", "remind").output
                    == "1 reminder queued.\n\(Self.reminded)")
            send(scene)
            #expect(try scene.counts == ["sent \(number + 1)"])
        }
        try scene.age(days: 4)
        #expect(
            scene.muster("onboarding", "remind").output
                == "No reminders queued; left out: 1 had all their reminders.\n")
        // Each has a link of its own.
        let mails = try scene.workplace.mails(in: "out")
        #expect(Set(mails.compactMap(\.token)).count == 3)
        #expect(Set(mails.compactMap(\.messageID)).count == 3)
    }

    @Test func whoIsDoneDisabledOrRefusedIsLeftOut() throws {
        let scene = try MailScene(users: ["ada", "bob", "cyd", "dan"])
        let peer = try MailPeer(
            #"{"replies": {"RCPT": [null, null, "550 5.1.1 no such user"]}}"#,
            in: scene.workplace)
        #expect(scene.deliver(peer).status == 1)
        try scene.workplace.write(try #require(peer.mails.first?.token), to: "token")
        try scene.workplace.write("a long enough password", to: "password")
        scene.muster(
            "onboarding", "complete", "--token-file", "token", "--password-file", "password")
        scene.muster("user", "disable", "bob", "--quiet")
        try scene.age(days: 10)
        let dry = scene.muster("onboarding", "remind", "--dry-run")
        #expect(
            dry.output
                == "1 reminder would be queued; left out: 1 whose last mail was refused.\n")
        #expect(try scene.counts == ["sent 3", "failed 1"])
        #expect(scene.muster("onboarding", "remind").output.hasPrefix("1 reminder queued;"))
        #expect(try scene.states.contains("dan queued"))
    }

    @Test func onlyWhoHasWaitedSoLong() throws {
        let scene = try MailScene(users: ["ada"])
        send(scene)
        try scene.age(days: 5)
        try scene.add(["bob"])
        #expect(
            scene.muster("onboarding", "remind", "--older-than", "6d").output
                == "No reminders queued.\n")
        #expect(
            scene.muster("onboarding", "remind", "--older-than", "4d").output
                == "1 reminder queued.\n\(Self.reminded)")
        for word in ["3", "soon", "-1d"] {
            let ending = scene.muster("onboarding", "remind", "--older-than=\(word)")
            #expect(ending.status == 64)
            #expect(ending.error.contains("it takes a number with min, h or d, such as 3d or 12h"))
        }
    }

    @Test func answerForProgramsSaysWhoWasLeftOut() throws {
        let scene = try MailScene(users: ["ada"])
        #expect(
            scene.muster("onboarding", "remind", "--format", "json", "--dry-run").output == """
                {
                  "queued": 0,
                  "dry_run": true,
                  "too_recent": 1,
                  "waiting": 0,
                  "at_cap": 0,
                  "refused": 0,
                  "never_mailed": 0,
                  "beyond_limit": 0
                }

                """)
        #expect(scene.muster("onboarding", "remind", "--quiet").output.isEmpty)
        let newest = try #require(scene.muster("runs", "list").lines.first)
        #expect(newest.contains("\tonboarding\t"))
    }

    @Test func twoAtOnceQueueOneEach() throws {
        let scene = try MailScene(users: (1...40).map { "user\($0)" })
        send(scene)
        try scene.age(days: 4)
        let commands = (0..<3).map { _ in scene.workplace.start(["onboarding", "remind"]) }
        for command in commands { #expect(command.end().status == 0) }
        #expect(try scene.counts == ["queued 40", "sent 40"])
    }

    @Test func listShowsWhatTheServerAnswered() throws {
        let scene = try MailScene(users: ["ada", "bob", "cyd"])
        let peer = try MailPeer(
            #"{"replies": {"RCPT": ["550 5.1.1 no such user", "450 4.2.2 full"]}}"#,
            in: scene.workplace)
        #expect(scene.deliver(peer).status == 1)
        let rows = scene.muster("onboarding", "list").lines.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        try #require(rows.count == 3)
        #expect(rows.map { $0[4].split(separator: " ")[0] } == ["failed", "deferred", "sent"])
        #expect(rows.map { $0[6] } == ["550 5.1.1 no such user", "450 4.2.2 full", ""])
        let json = scene.muster("onboarding", "list", "--format", "json").output
        let objects = try #require(
            JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(objects[0]["last_mail"] as? String == "failed")
        #expect(objects[0]["last_mail_reply"] as? String == "550 5.1.1 no such user")
        #expect(objects[2]["last_mail_reply"] is NSNull)
    }

    @Test func replacedLinkSaysSo() throws {
        let scene = try MailScene(users: ["ada"])
        send(scene)
        let mail = try #require(try scene.workplace.mails(in: "out").first)
        try scene.workplace.write(try #require(mail.token), to: "token")
        try scene.workplace.write("a long enough password", to: "password")
        try scene.age(days: 1)
        #expect(scene.muster("user", "resend-onboarding", "ada").status == 0)
        let ending = scene.muster(
            "onboarding", "complete", "--token-file", "token", "--password-file", "password")
        #expect(ending.status == 1 && ending.output == "rejected\n")
        #expect(
            ending.error
                == "muster: error: the link is not one that works: it was used, replaced by "
                + "that of a newer mail, or mistyped; resend-onboarding and reset-password send a new "
                + "one [policy.link.invalid]\n")
    }
}
