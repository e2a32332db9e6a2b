import Testing

/// What a server answers at each step, or does instead, and what the command makes of it.
@Suite struct MailAnswerTests {
    /// One server: what it does, how the command ends, what it says on standard error, and where the
    /// mails to Ada and Bob, in that order, stand then.
    struct Case: Sendable, CustomTestStringConvertible {
        var script: String
        var status: Int32
        var error: String
        var states: [String]
        var testDescription: String { script }

        /// An answer to a verb, the first time that it comes; with `*` always.
        init(
            _ verb: String, _ reply: String, _ status: Int32, _ error: String = "",
            _ states: String...
        ) {
            let replies = reply.split(separator: "|").map { "\"\($0)\"" }.joined(separator: ",")
            script = "{\"replies\": {\"\(verb)\": [\(replies)]}}"
            self.status = status
            self.error = error
            self.states = states
        }

        /// A connection that is dropped at a verb, the first time.
        init(dropAt verb: String, _ status: Int32, _ error: String = "", _ states: String...) {
            script = "{\"drop\": [\"\(verb)\"], \"drop_times\": 1}"
            self.status = status
            self.error = error
            self.states = states
        }
    }

    static let later =
        " What is queued stays queued; no mail has lost an attempt. "
        + "Run `muster mail deliver` again.\n"

    static func refused(_ finding: String) -> String {
        "muster: the mail server 127.0.0.1:PORT \(finding) [mail.server.refused]\n"
            + "  Ask who runs it whether this machine may send mail there.\(later)"
    }

    static func unreachable(_ finding: String) -> String {
        "muster: the mail server 127.0.0.1:PORT cannot be reached: \(finding) "
            + "[mail.server.unreachable]\n  Check host and port of mail.transport, and that no "
            + "firewall is in between.\(later)"
    }

    static let bob = "bob sent 250 end of mail: 2.0.0 taken"
    static let ends = "end of mail"

    static let cases = [
        Case(
            "GREETING", "421 4.3.2 busy|*", 69, refused("greets with an error: 421 4.3.2 busy"),
            "ada queued", "bob queued"),
        Case(
            "GREETING", "554 5.7.1 no|*", 69, refused("greets with an error: 554 5.7.1 no"),
            "ada queued", "bob queued"),
        Case(
            "EHLO", "421 4.3.2 closing|*", 69, refused("refuses EHLO: 421 4.3.2 closing"),
            "ada queued", "bob queued"),
        Case(
            "EHLO", "550 5.7.1 who|*", 69, refused("refuses EHLO: 550 5.7.1 who"),
            "ada queued", "bob queued"),
        Case("MAIL", "451 4.3.0 later", 1, "", "ada deferred 451 MAIL: 4.3.0 later", bob),
        Case("MAIL", "553 5.1.8 sender", 1, "", "ada failed 553 MAIL: 5.1.8 sender", bob),
        Case("MAIL", "421 4.3.2 closing", 1, "", "ada deferred 421 MAIL: 4.3.2 closing", bob),
        Case("RCPT", "450 4.2.0 greylisted", 1, "", "ada deferred 450 RCPT: 4.2.0 greylisted", bob),
        Case("RCPT", "550 5.1.1 nobody", 1, "", "ada failed 550 RCPT: 5.1.1 nobody", bob),
        Case("RCPT", "421 4.7.0 enough", 1, "", "ada deferred 421 RCPT: 4.7.0 enough", bob),
        Case("DATA", "451 4.3.0 not now", 1, "", "ada deferred 451 DATA: 4.3.0 not now", bob),
        Case("DATA", "554 5.5.1 no", 1, "", "ada failed 554 DATA: 5.5.1 no", bob),
        Case("DATA", "421 4.3.2 closing", 1, "", "ada deferred 421 DATA: 4.3.2 closing", bob),
        Case("END", "452 4.3.1 full", 1, "", "ada deferred 452 \(ends): 4.3.1 full", bob),
        Case("END", "554 5.7.1 spam", 1, "", "ada failed 554 \(ends): 5.7.1 spam", bob),
        Case("END", "421 4.3.2 closing", 1, "", "ada deferred 421 \(ends): 4.3.2 closing", bob),
        Case("END", "250 2.0.0 once", 0, "", "ada sent 250 \(ends): 2.0.0 once", bob),
        Case(
            dropAt: "GREETING", 69, unreachable("the connection broke at greeting"),
            "ada queued", "bob queued"),
        Case(
            dropAt: "EHLO", 69, unreachable("the connection broke at EHLO"),
            "ada queued", "bob queued"),
        Case(dropAt: "MAIL", 1, "", "ada deferred 451 MAIL: the connection broke at MAIL", bob),
        Case(dropAt: "RCPT", 1, "", "ada deferred 451 RCPT: the connection broke at RCPT", bob),
        Case(dropAt: "DATA", 1, "", "ada deferred 451 DATA: the connection broke at DATA", bob),
        Case(
            dropAt: "END", 1, "",
            "ada deferred 451 \(ends): the connection broke at end of mail", bob),
    ]

    @Test(arguments: cases) func eachAnswerHasItsState(_ one: Case) throws {
        let scene = try MailScene()
        let peer = try MailPeer(one.script, in: scene.workplace)
        let ending = scene.deliver(peer)
        #expect(ending.status == one.status)
        #expect(ending.error.replacing("\(peer.port)", with: "PORT") == one.error)
        #expect(try scene.states == one.states)
    }

    /// One way in which a connection is not as it must be, with the settings that ask for it.
    struct Connection: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script: String
        var mail: String
        var status: Int32
        var error: String

        init(
            _ name: String, _ script: String, mail: String, _ status: Int32, _ error: String
        ) {
            testDescription = name
            self.script = script
            self.mail = mail
            self.status = status
            self.error = error
        }
    }

    static let secured = #""starttls": true, "certificate": "FOLDER/server.pem""#
    static let login = "  user: muster\n  password_file: secret"
    static let insecure =
        " [mail.server.insecure]\n  Fix the server, name its authority in mail.ca_file, or set "
        + "mail.starttls to off where nobody else reads the network.\(later)"

    static let connections = [
        Connection(
            "no STARTTLS", "{}", mail: "  starttls: required", 69,
            "muster: the mail server 127.0.0.1:PORT offers no STARTTLS\(insecure)"),
        Connection(
            "STARTTLS refused",
            "{\(secured), \"replies\": {\"STARTTLS\": [\"454 4.7.0 no\", \"*\"]}}",
            mail: "  starttls: required", 69,
            "muster: the mail server 127.0.0.1:PORT refuses STARTTLS: 454 4.7.0 no\(insecure)"),
        Connection(
            "unknown authority", "{\(secured)}", mail: "  starttls: required", 69,
            "muster: no secured connection to the mail server 127.0.0.1:PORT came about: "
                + "SSL certificate problem: self-signed certificate\(insecure)"),
        Connection(
            "login refused", #"{"auth": ["muster", "another"]}"#, mail: login, 78,
            "muster: the mail server 127.0.0.1:PORT does not accept mail.user with its password: "
                + "535 5.7.8 wrong user or password [mail.login.refused]\n"
                + "  Check mail.user and the file of mail.password_file.\n"),
        Connection(
            "no login offered", "{}", mail: login, 78,
            "muster: the mail server 127.0.0.1:PORT offers no way to log in that is known here "
                + "[mail.login.refused]\n  Remove mail.user, or ask for the port where users log "
                + "in, such as 587.\n"),
        Connection(
            "login not now",
            #"{"auth": ["muster", "open sesame"], "replies": {"AUTH": ["454 4.7.0 later", "*"]}}"#,
            mail: login, 69, refused("refuses AUTH: 454 4.7.0 later")),
    ]

    @Test(arguments: connections)
    func connectionThatIsNotAsItMustBeCarriesNoMail(_ one: Connection) throws {
        let scene = try MailScene(one.mail)
        try scene.workplace.write("open sesame\n", to: "secret")
        scene.workplace.chmod("secret", 0o600)
        try MailPeer.makeCertificate(in: scene.workplace)
        let script = one.script.replacing("FOLDER", with: scene.workplace.folder)
        let peer = try MailPeer(script, in: scene.workplace)
        let ending = scene.deliver(peer)
        #expect(ending.status == one.status)
        #expect(ending.error.replacing("\(peer.port)", with: "PORT") == one.error)
        #expect(ending.output.isEmpty && peer.mails.isEmpty)
        #expect(try scene.states == ["ada queued", "bob queued"])
    }

    @Test func trustedCertificateAndRightPasswordCarryMail() throws {
        let scene = try MailScene("  starttls: required\n  ca_file: ca.pem\n\(Self.login)")
        try scene.workplace.write("open sesame\n", to: "secret")
        scene.workplace.chmod("secret", 0o600)
        try MailPeer.makeCertificate(in: scene.workplace)
        let peer = try MailPeer(
            "{\(Self.secured.replacing("FOLDER", with: scene.workplace.folder)), "
                + "\"auth\": [\"muster\", \"open sesame\"]}", in: scene.workplace)
        let ending = scene.deliver(peer)
        #expect(ending.status == 0 && ending.error.isEmpty, "\(ending.error)")
        #expect(peer.mails.count == 2)
    }

    @Test func nobodyAtThePortLeavesAllQueued() throws {
        let scene = try MailScene()
        let port = try MailPeer(in: scene.workplace).port
        let ending = scene.muster("mail", "deliver", "--transport", "smtp://127.0.0.1:\(port)")
        #expect(ending.status == 69 && ending.output.isEmpty)
        #expect(
            ending.error.replacing("\(port)", with: "PORT")
                == Self.unreachable("Connection refused"))
        #expect(try scene.states == ["ada queued", "bob queued"])
    }
}
