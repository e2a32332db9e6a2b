import Foundation
import Testing

/// Links, grants and the pause between mails last as long as their limits, and no longer.
@Suite struct LifeLimitTests {
    /// A limit as the configuration writes it, empty for the default, in seconds.
    struct Life: Sendable {
        var setting: String
        var seconds: Int
    }

    /// Seconds that a command may be late, or early, without it mattering.
    private static let slack = 60

    private static func scene(_ settings: String) throws -> MailScene {
        let scene = try MailScene(users: ["ada"])
        scene.workplace.binary = BuiltBinary.optimised
        let limits = settings.isEmpty ? "" : "limits: {\(settings)}\n"
        try scene.workplace.write(
            MailScene.settings + "impersonation: on\n" + limits, to: "muster.yaml")
        try scene.workplace.write("correct horse battery\n", to: "password")
        return scene
    }

    /// Runs a command as it would be so many seconds from now.
    private static func run(
        _ words: [String], after seconds: Int, in scene: MailScene
    ) -> ProcessEnding {
        scene.workplace.meet(["MUSTER_CLOCK": "\(seconds)"])
        defer { scene.workplace.meet([:]) }
        return scene.workplace.start(words).end()
    }

    @Test(arguments: [
        Life(setting: "", seconds: 72 * 3_600),
        Life(setting: "onboarding_link: 2 h", seconds: 7_200),
        Life(setting: "", seconds: 8 * 3_600), Life(setting: "reset_link: 1 h", seconds: 3_600),
    ]) func aLinkLivesAsLongAsItsLimit(life: Life) throws {
        let scene = try Self.scene(life.setting)
        let isReset = life.seconds == 8 * 3_600 || life.seconds == 3_600
        #expect(scene.muster("mail", "deliver", "--transport", "folder:first").status == 0)
        var folder = "first"
        let complete = [
            "onboarding", "complete", "--token-file", "token", "--password-file", "password",
        ]
        if isReset {
            try writeToken(of: folder, scene)
            #expect(scene.workplace.start(complete).end().status == 0)
            #expect(scene.muster("user", "reset-password", "ada", "--quiet").status == 0)
            folder = "second"
            #expect(scene.muster("mail", "deliver", "--transport", "folder:second").status == 0)
            try scene.workplace.write("another horse battery\n", to: "password")
        }
        try writeToken(of: folder, scene)
        #expect(Self.run(complete, after: life.seconds + 1, in: scene).status == 1)
        #expect(Self.run(complete, after: life.seconds - Self.slack, in: scene).status == 0)
    }

    private func writeToken(of folder: String, _ scene: MailScene) throws {
        let mails = try scene.workplace.mails(in: folder)
        let text = mails.map { $0.text.replacing("=\r\n", with: "") }.joined()
        let found = try #require(text.firstMatch(of: /corp\.example\/start\/([A-Za-z0-9_-]+)/))
        try scene.workplace.write(String(found.output.1) + "\n", to: "token")
        scene.workplace.chmod("token", 0o600)
    }

    @Test(arguments: [
        Life(setting: "", seconds: 15 * 60), Life(setting: "impersonation: 1 h", seconds: 3_600),
    ]) func aGrantLivesAsLongAsItsLimit(life: Life) throws {
        let scene = try Self.scene(life.setting)
        let grant = scene.muster("user", "impersonate", "ada", "--reason", "ticket", "--quiet")
        #expect(grant.status == 0, "\(grant.error)")
        try scene.workplace.write(grant.output, to: "grant")
        let check = ["login", "check", "ada", "--impersonation-file", "grant"]
        #expect(Self.run(check, after: life.seconds - Self.slack, in: scene).status == 0)
        #expect(Self.run(check, after: life.seconds + 1, in: scene).status == 1)
    }

    @Test(arguments: [
        Life(setting: "", seconds: 10 * 60), Life(setting: "resend_interval: 2 h", seconds: 7_200),
    ]) func anOnboardingMailIsNotSentTooSoon(life: Life) throws {
        let scene = try Self.scene(life.setting)
        #expect(scene.muster("mail", "deliver", "--transport", "folder:first").status == 0)
        let resend = ["user", "resend-onboarding", "ada", "--quiet"]
        #expect(Self.run(resend, after: life.seconds - Self.slack, in: scene).status == 1)
        #expect(Self.run(resend, after: life.seconds + 1, in: scene).status == 0)
    }
}
