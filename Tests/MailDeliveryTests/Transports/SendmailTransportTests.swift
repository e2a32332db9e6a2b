import Foundation
import MailDelivery
import Testing

/// Mails through a program that speaks as `sendmail` does.
@Suite struct SendmailTransportTests {
    private let folder = TemporaryFolder()

    /// A program of these shell lines; `$FOLDER` is a folder of the test's.
    ///
    /// A child writes it: what this process has open for writing could be inherited by a child that
    /// another test is starting just then, and a program that is open for writing does not start.
    private func program(_ lines: String) -> TransportSettings {
        let writer = Process()
        writer.executableURL = URL(filePath: "/bin/sh")
        writer.arguments = [
            "-c", "printf %s \"$1\" >\"$0\" && chmod 700 \"$0\"", folder.file("sendmail"),
            "#!/bin/sh\nFOLDER=\(folder.path)\n\(lines)\n",
        ]
        do { try writer.run() } catch { preconditionFailure("no shell: \(error)") }
        writer.waitUntilExit()
        return TransportSettings(place: .sendmail(path: folder.file("sendmail")))
    }

    private func content(_ name: String) -> String {
        FileManager.default.contents(atPath: folder.file(name))
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test func programGetsEnvelopeMailAndNothingElse() throws {
        let settings = program(
            """
            printf '%s\\n' "$@" > $FOLDER/arguments
            cat > $FOLDER/mail
            env > $FOLDER/environment
            ls /proc/self/fd > $FOLDER/descriptors
            """)
        #expect(delivery(settings) == "sent 250 program: exit status 0")
        #expect(
            content("arguments") == "-i\n-f\nmuster@corp.example\n--\nuser@corp.example\n")
        let mail = content("mail")
        #expect(!mail.utf8.contains(0x0D))
        #expect(mail.contains("\nTo: \"Una User\" <user@corp.example>\n"))
        #expect(mail.contains("\nhttps://corp.example/start/TOKEN\n"))
        let variables = content("environment").split(separator: "\n")
            .map { $0.prefix { $0 != "=" } }
        #expect(Set(variables).isSubset(of: ["PATH", "LC_ALL", "PWD", "_", "SHLVL", "OLDPWD"]))
        // Standard input, output and error, and the folder that ls reads.
        #expect(content("descriptors") == "0\n1\n2\n3\n")
    }

    @Test(arguments: [
        (0, "sent 250 program"), (64, "refused 550 program"), (65, "refused 550 program"),
        // Said of the recipient.
        (67, "refused 550 RCPT"), (68, "refused 550 RCPT"),
        (77, "refused 550 program"), (69, "deferred 450 program"), (70, "deferred 450 program"),
        (71, "deferred 450 program"), (73, "deferred 450 program"),
        (74, "deferred 450 program"), (75, "deferred 450 program"), (1, "deferred 450 program"),
    ])
    func exitStatusDecides(_ one: (status: Int, outcome: String)) {
        let settings = program(
            "cat > /dev/null; echo 'first \u{1B}[1mline' >&2; echo second >&2; exit \(one.status)")
        #expect(delivery(settings) == "\(one.outcome): first [1mline")
    }

    @Test func programThatReadsNothingBreaksNothing() {
        #expect(delivery(program("exit 75")) == "deferred 450 program: exit status 75")
    }

    @Test func programThatTakesTooLongIsKilled() {
        var times = TransportTimes()
        times.program = .milliseconds(200)
        #expect(
            delivery(program("sleep 600"), times: times)
                == "unknown 450 program: the program did not end within 200 ms")
    }

    @Test func programThatASignalEndsMayHaveSentTheMail() {
        #expect(
            delivery(program("kill -9 $$"))
                == "unknown 450 program: the program was ended by signal 9")
    }

    @Test func programThatCannotStartStopsDelivery() {
        #expect(
            delivery(TransportSettings(place: .sendmail(path: "/nowhere/sendmail")))
                == "halt 74 mail.transport.failed: cannot start /nowhere/sendmail: "
                + "No such file or directory")
        folder.write("no program", to: "text")
        #expect(
            delivery(TransportSettings(place: .sendmail(path: folder.file("text"))))
                .hasPrefix("halt 74 mail.transport.failed: cannot start "))
    }

    @Test func addressThatLooksLikeAnOptionIsNone() {
        let settings = program("printf '%s\\n' \"$@\" > $FOLDER/arguments")
        #expect(delivery(settings, .example(to: "-oQ/tmp@corp.example")).hasPrefix("sent"))
        #expect(
            content("arguments") == "-i\n-f\nmuster@corp.example\n--\n-oQ/tmp@corp.example\n")
    }
}
