import Foundation
import Glibc
import Testing

/// `muster mail deliver` as its user meets it.
@Suite struct MailDeliverTests {
    @Test func whatWasDeferredIsSentAgainAsTheSameMail() throws {
        let scene = try MailScene(users: ["ada"])
        let peer = try MailPeer(
            #"{"replies": {"END": ["451 4.3.0 later"]}}"#, in: scene.workplace)
        #expect(scene.deliver(peer).status == 1)
        // It is not due for some minutes.
        let early = scene.deliver(peer)
        #expect(
            early.status == 0 && early.output.hasPrefix("Nothing is due.\nThe next mail is due at"))
        let retried = scene.muster("mail", "retry")
        #expect(
            retried.output
                == "Due now: 1 that was deferred, 0 that had failed. muster mail deliver sends them.\n"
        )
        let second = scene.deliver(peer)
        #expect(second.output == "sent 1\n" && second.status == 0 && second.error.isEmpty)
        let mails = peer.mails
        try #require(mails.count == 2)
        #expect(mails[0].withoutBoundary == mails[1].withoutBoundary)
        #expect(mails[0].messageID?.hasSuffix("@corp.example>") == true)
        let token = try #require(mails[0].token)
        #expect(token.count >= 43)
        try scene.workplace.write(token, to: "token")
        try scene.workplace.write("a long enough password", to: "password")
        let completed = scene.muster(
            "onboarding", "complete", "--token-file", "token", "--password-file", "password")
        #expect(completed.output == "applied ada: password set, onboarding complete\n")
    }

    @Test func whatHadFailedIsSentOnRequest() throws {
        let scene = try MailScene()
        let peer = try MailPeer(
            #"{"replies": {"RCPT": ["550 5.1.1 nobody", "450 4.2.2 full"]}}"#, in: scene.workplace)
        #expect(
            scene.deliver(peer).output
                == """
                sent 0, deferred 1, failed 1
                  1 x 450 (RCPT)
                  1 x 550 (RCPT)
                The next mail is due at TIME.
                muster mail status says why, and for whom.

                """.replacing("TIME", with: try Self.next(scene)))
        #expect(
            scene.muster("mail", "retry", "--state", "failed").output.contains("1 that had failed"))
        #expect(
            try scene.states == [
                "ada deferred 550 RCPT: 5.1.1 nobody", "bob deferred 450 RCPT: 4.2.2 full",
            ])
        #expect(scene.deliver(peer).output.hasPrefix("sent 1\n"))
        #expect(peer.mails.map(\.to) == ["ada@ada.example"])
        #expect(scene.muster("mail", "retry", "--user", "bob", "--kind", "onboarding").status == 0)
        #expect(scene.deliver(peer).output == "sent 1\n")
        #expect(
            scene.muster("mail", "retry").output
                == "Nothing to try again: no such mail is deferred or failed.\n")
        #expect(scene.muster("mail", "retry", "--user", "nobody").status == 1)
    }

    private static func next(_ scene: MailScene) throws -> String {
        let ending = scene.muster("mail", "status", "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
        return try #require((object as? [String: Any])?["next_due_at"] as? String)
    }

    @Test func tenRefusalsInARowStopAndFailNoMail() throws {
        let users = (1...12).map { "user\($0)" }
        for reply in ["550 5.1.8 sender it@corp.example refused", "451 4.7.1 not now"] {
            let scene = try MailScene(users: users)
            let peer = try MailPeer(
                "{\"replies\": {\"MAIL\": [\"\(reply)\", \"*\"]}}", in: scene.workplace)
            let ending = scene.deliver(peer)
            #expect(ending.status == 69 && ending.output.isEmpty)
            #expect(
                ending.error == """
                    muster: the server takes none of 10 mails in a row: \
                    \(reply.replacing("it@corp.example", with: "(address)")) (MAIL) \
                    [mail.server.refused]
                      Those 10 are tried again later, and the others are untouched. Look at mail.from \
                    and at what the server says.

                    """)
            #expect(try scene.counts == ["queued 2", "deferred 10"])
            let good = try MailPeer(in: scene.workplace)
            #expect(scene.deliver(good).output.hasPrefix("sent 2\n"))
            #expect(scene.muster("mail", "retry").status == 0)
            #expect(scene.deliver(good).output == "sent 10\n")
        }
    }

    @Test func quietSaysWhatWasNotTaken() throws {
        let scene = try MailScene(users: ["ada"])
        let peer = try MailPeer(
            #"{"replies": {"MAIL": ["550 5.1.8 ada@ada.example"]}}"#, in: scene.workplace)
        let ending = scene.deliver(peer, "--quiet")
        #expect(ending.status == 1 && ending.output.isEmpty)
        #expect(
            ending.error == """
                muster: 0 deferred, 1 failed, mostly 550 (MAIL); muster mail status says why, and for \
                whom

                """)
    }

    @Test func limitAndRateAreKept() throws {
        let scene = try MailScene(users: (1...5).map { "user\($0)" })
        let peer = try MailPeer(in: scene.workplace)
        let first = scene.deliver(peer, "--limit", "2", "--rate", "2/s")
        #expect(first.output == "sent 2\nMore mail is due; muster mail deliver goes on with it.\n")
        #expect(first.status == 0)
        let rest = scene.deliver(peer, "--rate", "2/s", "--quiet")
        #expect(rest.output.isEmpty && rest.error.isEmpty && rest.status == 0)
        #expect(Set(peer.mails.map(\.to)).count == 5)
    }

    @Test func answerForProgramsHasEachFigure() throws {
        let scene = try MailScene()
        let peer = try MailPeer(
            #"{"replies": {"RCPT": ["550 5.1.1 ada@ada.example is nobody"]}}"#,
            in: scene.workplace)
        let ending = scene.deliver(peer, "--format", "json", "--quiet")
        #expect(ending.status == 1 && ending.error.isEmpty)
        #expect(
            ending.output == """
                {
                  "sent": 1,
                  "deferred": 0,
                  "failed": 1,
                  "withdrawn": 0,
                  "postponed": 0,
                  "interrupted": false,
                  "next_due_at": null,
                  "answers": [
                    {
                      "code": 550,
                      "verb": "RCPT",
                      "mails": 1
                    }
                  ]
                }

                """)
    }

    @Test func watchSendsWhatIsQueuedMeanwhileAndEndsOnASignal() throws {
        let scene = try MailScene(users: ["ada"])
        let peer = try MailPeer(in: scene.workplace)
        let relay = scene.workplace.start(
            ["mail", "deliver", "--transport", peer.transport, "--watch"])
        #expect(Self.wait { peer.mails.count == 1 })
        try scene.add(["bob"])
        #expect(Self.wait { peer.mails.count == 2 })
        kill(relay.id, SIGTERM)
        let ending = relay.end()
        #expect(ending.status == 0 && ending.error.isEmpty)
        #expect(ending.output == "sent 2\n")
        #expect(peer.mails.map(\.to) == ["ada@ada.example", "bob@bob.example"])
    }

    @Test func watchOutlivesAServerThatIsAway() throws {
        let scene = try MailScene(users: ["ada"])
        let peer = try MailPeer(
            #"{"replies": {"GREETING": ["421 4.3.2 restarting"]}}"#, in: scene.workplace)
        let relay = scene.workplace.start(
            ["mail", "deliver", "--transport", peer.transport, "--watch"])
        #expect(Self.wait { peer.mails.count == 1 })
        kill(relay.id, SIGTERM)
        let ending = relay.end()
        #expect(ending.status == 0 && ending.output == "sent 1\n")
        #expect(
            ending.error.replacing("\(peer.port)", with: "PORT")
                == """
                muster: the mail server 127.0.0.1:PORT greets with an error: 421 4.3.2 restarting \
                [mail.server.refused]
                  What is queued stays queued; trying again in 5 s.

                """)
    }

    @Test func twoAtOnceSendEachMailOnce() throws {
        let scene = try MailScene(users: (1...120).map { "user\($0)" })
        let peer = try MailPeer(in: scene.workplace)
        let words = ["mail", "deliver", "--transport", peer.transport, "--rate", "none"]
        let relays = [scene.workplace.start(words), scene.workplace.start(words)]
        for relay in relays { #expect(relay.end().status == 0) }
        #expect(peer.mails.count == 120)
        #expect(Set(peer.mails.compactMap(\.messageID)).count == 120)
        #expect(try scene.counts == ["sent 120"])
    }

    @Test func nothingSecretOrPersonalStandsInTheHistoryOrLog() throws {
        let scene = try MailScene()
        let peer = try MailPeer(
            #"{"replies": {"END": ["554 5.7.1 ada@ada.example is blocked", "*"]}}"#,
            in: scene.workplace)
        let ending = scene.deliver(peer, "--verbose")
        #expect(!(ending.output + ending.error).contains("ada@ada"))
        let token = try #require(peer.mails.first?.token)
        for name in scene.workplace.names where name.hasPrefix("muster.sqlite") {
            let data = try Data(contentsOf: URL(filePath: scene.workplace.path(name)))
            #expect(data.range(of: Data(token.utf8)) == nil, "\(name)")
        }
    }

    /// Waits, at most two minutes.
    static func wait(_ condition: () -> Bool) -> Bool {
        for _ in 0..<6_000 {
            if condition() { return true }
            usleep(20_000)
        }
        return false
    }
}
