import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// One change of each kind, taken back.
struct UndoCase: Sendable, CustomStringConvertible {
    var description: String
    var before: [[String: String]] = []
    var record: [String: String]
    /// What is said to be permanent; empty: nothing, and the user is as before.
    var permanent = ""
    /// What of the user's state is not compared, since it is said to be permanent.
    var forget: @Sendable (inout UserState) -> Void = { _ in }

    init(
        _ description: String, _ record: [String: String], before: [[String: String]] = [],
        permanent: String = "", forget: @escaping @Sendable (inout UserState) -> Void = { _ in }
    ) {
        self.description = description
        self.record = record
        self.before = before
        self.permanent = permanent
        self.forget = forget
    }

    static func update(_ column: String, _ value: String) -> UndoCase {
        UndoCase("update \(column)", ActionCase.record("update", "ada", [column: value]))
    }

    static let columns: [UndoCase] = [
        update("username", "ada-2"), update("username", "ADA"),
        update("email", "ada@example.org"),
        update("email", "Ada@Example.com"), update("external_id", "E-9"),
        update("alternate_email", "a@example.net"), update("first_name", "Augusta"),
        update("last_name", "King"), update("display_name", "A. King"),
        update("phone", "(clear)"), update("phone", "+442079460077"),
        update("employee_id", "77"), update("department", "Sales"), update("job_title", "Lead"),
        update("manager", "bob"), update("start_date", "2026-01-01"),
        update("end_date", "2030-01-01"), update("language", "de"),
        update("timezone", "Europe/Berlin"), update("country", "DE"),
        update("groups", "+sales;-staff"), update("groups", "quite new"),
        update("device_limit", "7"), update("second_factor", "otp-sms"),
        update("attr.costCenter", "0042"), update("apps", "wiki"),
        UndoCase(
            "update enabled", ActionCase.record("update", "ada", ["enabled": "false"]),
            permanent: "links and waiting mails"),
    ]

    static let actions: [UndoCase] = [
        UndoCase("add-to-groups", ActionCase.record("add-to-groups", "ada", ["groups": "x;y"])),
        UndoCase(
            "remove-from-groups",
            ActionCase.record("remove-from-groups", "ada", ["groups": "staff"])),
        UndoCase(
            "set-second-factor",
            ActionCase.record("set-second-factor", "ada", ["second_factor": "otp-sms"])),
        UndoCase(
            "set-password-expiry",
            ActionCase.record("set-password-expiry", "ada", ["password_expires": "2040-01-01"])),
        UndoCase(
            "a later password expiry",
            ActionCase.record("set-password-expiry", "ada", ["password_expires": "2041-01-01"]),
            before: [
                ActionCase.record(
                    "set-password-expiry", "ada", ["password_expires": "2040-01-01"])
            ]),
        UndoCase(
            "set-device-limit",
            ActionCase.record("set-device-limit", "ada", ["device_limit": "9"])),
        UndoCase(
            "register-device", ActionCase.record("register-device", "ada", ["device": "phone"])),
        UndoCase(
            "rename a device",
            ActionCase.record("register-device", "ada", ["device": "phone", "device_name": "New"]),
            before: [
                ActionCase.record(
                    "register-device", "ada", ["device": "phone", "device_name": "Old"])
            ]),
        UndoCase(
            "remove-device", ActionCase.record("remove-device", "ada", ["device": "phone"]),
            before: [
                ActionCase.record(
                    "register-device", "ada", ["device": "phone", "device_name": "Old"])
            ]),
        UndoCase(
            "enrol-second-factor",
            ActionCase.record("enrol-second-factor", "ada", ["second_factor": "push"])),
        UndoCase(
            "enrol totp",
            ActionCase.record("enrol-second-factor", "ada", ["second_factor": "totp"])),
        UndoCase("reset-password", ActionCase.record("reset-password", "ada")),
        UndoCase(
            "generate-backup-code", ActionCase.record("generate-backup-code", "ada", ["count": "2"])
        ),
        UndoCase("enable", ActionCase.record("enable", "dora")),
        UndoCase(
            "disable", ActionCase.record("disable", "ada"), permanent: "links and waiting mails"),
        UndoCase(
            "reset-mfa", ActionCase.record("reset-mfa", "ada", ["reason": "lost"]),
            before: [
                ActionCase.record("enrol-second-factor", "ada", ["second_factor": "push"])
            ], permanent: "enrolments were removed (push)", forget: { $0.enrolments = [] }),
        UndoCase(
            "backup codes in place of others",
            ActionCase.record("generate-backup-code", "ada", ["count": "3"]),
            before: [ActionCase.record("generate-backup-code", "ada", ["count": "2"])],
            permanent: "2 backup codes are void", forget: { $0.access.backupCodes = 0 }),
        UndoCase(
            "remove-identity", ActionCase.record("remove-identity", "ada"),
            permanent: "the password that there was",
            forget: {
                $0.hasPassword = false
                $0.isOnboarded = false
            }),
        UndoCase(
            "impersonate", ActionCase.record("impersonate", "ada", ["reason": "ticket"]),
            permanent: "a token to act as the user was shown"),
        UndoCase(
            "resend-onboarding", ActionCase.record("resend-onboarding", "bob"),
            permanent: "links"),
    ]
}

@Suite struct UndoTableTests {
    static func place(_ before: [[String: String]]) throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure(ActionCase.on)
        try AppCommands(scenario.place, actor: "tester").create("wiki", requiresSecondFactor: false)
        try scenario.load(ActionCase.people)
        for cells in before { _ = try act(cells, in: scenario) }
        return scenario
    }

    static func act(_ cells: [String: String], in scenario: Scenario) throws -> UserActionEnding {
        try UserActionJob(
            cells.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value) },
            in: scenario.place, actor: "tester"
        ).run()
    }

    @Test(arguments: UndoCase.columns + UndoCase.actions)
    func oneChangeIsTakenBack(_ row: UndoCase) throws {
        let scenario = try Self.place(row.before)
        func remembered() throws -> [Remembered] {
            try scenario.snapshot().map {
                var user = $0
                row.forget(&user.state)
                return user
            }
        }
        let before = try remembered()
        let mails = try scenario.mails()
        let ending = try Self.act(row.record, in: scenario)
        #expect(ending.status == .allAccepted, "\(ending.result.issues)")
        #expect(ending.result.outcome != .unchanged)
        let rehearsal = try scenario.undo(ending.run) { $0.isDryRun = true }
        let undone = try scenario.undo(ending.run)
        #expect(rehearsal.results == undone.results)
        #expect(undone.ending.report.status == .allAccepted)
        #expect(try remembered() == before)
        #expect(try scenario.mails() == mails)
        let said = undone.results.map(\.messages).joined()
        if row.permanent.isEmpty {
            #expect(said == "")
        } else {
            #expect(said.contains(row.permanent), "\(said)")
        }
        #expect(throws: RunHalt.self) { try scenario.undo(ending.run) }
        let verdict = try scenario.place.openForReading().run(named: ending.run ?? "")
        #expect(verdict?.state == .undone)
        #expect(verdict?.undoneBy != nil)
    }
}
