import Foundation
import Testing

/// Where mail goes other than to a server, and settings that cannot be used.
@Suite struct MailTransportTests {
    @Test func folderHoldsOneFileForEachMail() throws {
        let scene = try MailScene()
        let ending = scene.muster("mail", "deliver", "--transport", "folder:out")
        #expect(
            ending.output
                == "sent 2\nThey are in out and count as sent: nobody else got them.\n")
        #expect(ending.error.isEmpty && ending.status == 0)
        let mails = try scene.workplace.mails(in: "out")
        #expect(
            mails.compactMap { $0.header("To") }.sorted()
                == ["\"Ada\" <ada@ada.example>", "\"Bob\" <bob@bob.example>"])
        for (name, mail) in zip(scene.workplace.names(in: "out"), mails) {
            #expect(scene.workplace.mode(of: "out/\(name)") == 0o600)
            #expect(mail.messageID == "<\(name.dropLast(4))>")
            #expect(mail.link?.hasPrefix("https://id.corp.example/start/") == true)
        }
        #expect(try scene.states.allSatisfy { $0.contains(" sent 250 folder: ") })
    }

    @Test func folderTakesMailWithPlaceholders() throws {
        let place = try Workplace()
        place.muster("init")
        place.muster("user", "add", "ada", "ada@ada.example", "--mail", "--quiet")
        #expect(place.muster("mail", "deliver", "--transport", "folder:out").status == 0)
        #expect(try place.mails(in: "out").count == 1)
    }

    /// An exit status of a program in place of sendmail, and what becomes of the mail.
    static let programs: [(script: String, state: String, status: Int32)] = [
        ("cat > mail; echo \"$@\" > arguments", "ada sent 250 program: exit status 0", 0),
        ("echo no such user >&2; exit 67", "ada failed 550 RCPT: no such user", 1),
        (
            "echo mail system is busy >&2; exit 75",
            "ada deferred 450 program: mail system is busy", 1
        ),
        ("exit 1", "ada deferred 450 program: exit status 1", 1),
        ("kill -9 $$", "ada deferred 450 program: the program was ended by signal 9", 1),
    ]

    @Test(arguments: programs)
    func programDecidesByItsStatus(script: String, state: String, status: Int32) throws {
        let scene = try MailScene("  transport: sendmail:bin/send", users: ["ada"])
        try scene.workplace.makeFolder("bin")
        try scene.workplace.write(program: "#!/bin/sh\n\(script)\n", to: "bin/send")
        #expect(scene.muster("mail", "deliver").status == status)
        #expect(try scene.states == [state])
        guard status == 0 else { return }
        #expect(
            try scene.workplace.read("arguments") == "-i -f it@corp.example -- ada@ada.example\n")
        #expect(try scene.workplace.read("mail").contains("https://id.corp.example/start/"))
    }

    @Test func pathsOfTheConfigurationAreRelativeToIt() throws {
        let scene = try MailScene(users: ["ada"])
        try scene.workplace.makeFolder("etc")
        try scene.workplace.write(
            MailScene.settings + "  transport: folder:out\n", to: "etc/muster.yaml")
        let ending = scene.muster("mail", "deliver", "--config", "etc/muster.yaml")
        #expect(ending.output.hasPrefix("sent 1\nThey are in etc/out"))
        #expect(try scene.workplace.mails(in: "etc/out").count == 1)
        // One of the command line is relative to where it is typed.
        try scene.add(["bob"])
        scene.muster("mail", "deliver", "--config", "etc/muster.yaml", "--transport", "folder:out")
        #expect(try scene.workplace.mails(in: "out").count == 1)
    }

    /// Settings, options, status and standard error of what cannot be used.
    static let refusals: [(mail: String, options: [String], status: Int32, error: String)] = [
        (
            "", [], 78,
            """
            muster: nothing says how mail is to be sent [mail.transport.missing]
              Set mail.transport in muster.yaml, or give --transport: smtp://HOST:PORT, \
            smtps://HOST:PORT, sendmail:PATH or folder:PATH.

            """
        ),
        (
            "  transport: folder:no/such/folder", [], 74,
            """
            muster: cannot create no/such/folder: No such file or directory [mail.transport.failed]
              The folder of `folder:PATH` has to be one that this user can write to.

            """
        ),
        (
            "  transport: folder:muster.yaml", [], 74,
            """
            muster: cannot open muster.yaml: Not a directory [mail.transport.failed]
              The folder of `folder:PATH` has to be one that this user can write to.

            """
        ),
        (
            "  transport: sendmail:no-such-program", [], 74,
            """
            muster: cannot start no-such-program: No such file or directory [mail.transport.failed]
              The path of `sendmail:PATH` is often /usr/sbin/sendmail; a mail system such as postfix \
            or msmtp-mta brings it.

            """
        ),
        (
            "  transport: smtp://127.0.0.1:1\n  user: muster", [], 78,
            """
            muster: mail.user has no password [config.value.invalid]
              Name the file with the password: mail.password_file.

            """
        ),
        (
            "  transport: smtp://127.0.0.1:1\n  user: muster\n  password_file: missing", [], 78,
            """
            muster: cannot read missing: No such file or directory [config.file.unreadable]
              mail.password_file names it.

            """
        ),
        (
            "  transport: smtp://127.0.0.1:1\n  user: muster\n  password_file: open", [], 78,
            """
            muster: others may read open, which has a password in it [directory.file.mode]
              chmod 600 open

            """
        ),
        (
            "", ["--transport", "folder:out", "--directory", "none.sqlite"], 66,
            """
            muster: there is no directory at none.sqlite [directory.file.missing]
              muster import FILE makes one, and so does muster init; another one is named with --directory FILE.

            """
        ),
        (
            "", ["--transport", "ftp://corp.example"], 64,
            """
            Error: The value 'ftp://corp.example' is invalid for '--transport <transport>': it takes \
            smtp://HOST:PORT, smtps://HOST:PORT, sendmail:PATH or folder:PATH (user and password \
            stand in mail.user and mail.password_file)

            """
        ),
        (
            "", ["--rate", "5"], 64,
            """
            Error: The value '5' is invalid for '--rate <rate>': it takes a number of mails per s, \
            min or h, such as 10/s, or none

            """
        ),
        ("", ["--limit", "0"], 64, "Error: --limit is a number from 1 on\n"),
    ]

    @Test(arguments: refusals)
    func whatCannotBeUsedIsRefused(
        mail: String, options: [String], status: Int32, error: String
    ) throws {
        let scene = try MailScene(mail)
        try scene.workplace.write("open sesame\n", to: "open")
        scene.workplace.chmod("open", 0o644)
        let ending = scene.workplace.start(["mail", "deliver"] + options).end()
        #expect(ending.status == status && ending.output.isEmpty)
        if status == 64 {
            #expect(ending.error.hasPrefix(error), "\(ending.error)")
        } else {
            #expect(ending.error == error)
        }
        #expect(try scene.states == ["ada queued", "bob queued"])
    }

    @Test func placeholdersDoNotReachPeople() throws {
        let place = try Workplace()
        place.muster("init")
        let ending = place.muster("mail", "deliver", "--transport", "smtp://127.0.0.1:1")
        #expect(ending.status == 78)
        #expect(
            ending.error == """
                muster: mail.from and mail.link_base are placeholders, and people would get such \
                mail [mail.setting.placeholder]
                  Write your own values into muster.yaml, beginning with mail.from; folder:PATH works \
                without.

                """)
    }
}
