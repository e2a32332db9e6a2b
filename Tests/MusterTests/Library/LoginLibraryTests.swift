import Foundation
import Muster
import Testing

/// An identity provider asks the library at each sign-in.
@Suite struct LoginLibraryTests {
    let folder: URL
    var directory: MusterDirectory { MusterDirectory(path: folder.path + "/people.sqlite") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try directory.perform(
            "add", on: "ada",
            values: [
                "email": "ada@example.com", "password": "correct horse battery",
                "groups": "staff",
            ])
    }

    @Test func theAnswerSaysWhatTheUserCanGetAt() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var evidence = LoginEvidence()
        evidence.password = "correct horse battery"
        evidence.device = "laptop"
        evidence.startsSession = true
        let answer = try directory.checkLogin(of: "ADA", evidence)
        #expect(answer.isAllowed && answer.advice == nil)
        #expect(answer.user == 1 && answer.username == "ada" && answer.groups == ["staff"])
        #expect(answer.session?.hasPrefix("s-") == true)
        #expect(try directory.checkLogin(of: "ada", evidence).session == answer.session)
    }

    @Test func aReasonComesWithAdviceAndNothingElse() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var evidence = LoginEvidence()
        let missing = try directory.checkLogin(of: "ada", evidence)
        #expect(missing.reason == "password-required" && missing.groups.isEmpty)
        evidence.password = "wrong horse battery"
        #expect(try directory.checkLogin(of: "ada", evidence).reason == "password-wrong")
        let unknown = try directory.checkLogin(of: "eve", evidence)
        #expect(unknown.reason == "unknown-user" && unknown.user == nil)
        #expect(unknown.advice?.contains("eve") == false)
        #expect(!"\(evidence)".contains("horse"))
    }

    @Test func whatCannotBeDecidedIsAnError() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var evidence = LoginEvidence()
        evidence.app = "nothing"
        let error = #expect(throws: MusterError.self) {
            try directory.checkLogin(of: "ada", evidence)
        }
        #expect(error?.status == 1 && error?.code == "policy.app.unknown")
    }
}
