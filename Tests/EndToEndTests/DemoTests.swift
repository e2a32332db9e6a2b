import Foundation
import Testing

/// The demonstrations end well; they check each of their steps themselves.
@Suite struct DemoTests {
    @Test func demoGoesThrough() throws {
        let ending = try demo("demo.sh")
        #expect(ending.status == 0, "\(ending.output)\n\(ending.error)")
    }

    @Test(.enabled(if: hasMailServer, "there is no python3-aiosmtpd"))
    func onboardingIsCompletedWithTheLinkOfADeliveredMail() throws {
        let ending = try demo("demo-mail.sh")
        #expect(ending.status == 0, "\(ending.output)\n\(ending.error)")
        #expect(ending.output.contains("applied ada.lovelace: password set"))
    }

    private static var hasMailServer: Bool {
        let ending = ChildProcess(
            "/usr/bin/python3", ["-c", "import aiosmtpd"], folder: "/", environment: [:]
        ).end()
        return ending.status == 0
    }

    /// Runs a demonstration that leaves its folder within one that is gone with the test.
    private func demo(_ name: String) throws -> ProcessEnding {
        let place = try Workplace()
        place.environment["TMPDIR"] = place.folder
        return ChildProcess(
            "/bin/bash", [SampleTests.folder + "/" + name, BuiltBinary.path],
            folder: place.folder, environment: place.environment
        ).end()
    }
}
