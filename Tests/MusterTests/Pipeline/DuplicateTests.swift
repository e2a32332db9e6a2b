import Provisioning
import Testing

/// Several records of one file on one user.
@Suite struct DuplicateTests {
    static let feed = """
        username,email,external_id,first_name
        ada,ada@example.com,E1,First
        ADA,other@example.com,E2,Second
        bob,ADA@example.com,E3,Third
        cyd,cyd@example.com,E1,Fourth
        dan,dan@example.com,E5,Fifth
        """

    @Test func firstWinsAndTheOthersNameIt() throws {
        let imported = try Scenario().load(Self.feed)
        #expect(
            imported.words == [
                "created", "rejected:duplicate.username.in-file",
                "rejected:duplicate.email.in-file", "rejected:duplicate.external-id.in-file",
                "created",
            ])
        #expect(imported.results[1].messages.contains("record 1"))
    }

    @Test func secondImportRejectsTheSameRecordsWithTheSameCodes() throws {
        let scenario = try Scenario()
        let first = try scenario.load(Self.feed)
        let second = try scenario.load(Self.feed)
        #expect(second.words == first.words.map { $0 == "created" ? "unchanged" : $0 })
    }

    @Test func lastWinsWhenAsked() throws {
        let imported = try Scenario().load(
            "username,email\nada,a1@example.com\nada,a2@example.com\nbob,bob@example.com\n"
        ) { $0.onDuplicate = .last }
        #expect(
            imported.words == ["rejected:duplicate.username.in-file", "created", "created"])
        #expect(imported.results[0].messages.contains("record 2"))
    }

    @Test func allOfThemAreRefusedWhenAsked() throws {
        let imported = try Scenario().load(
            "username,email\nada,a1@example.com\nada,a2@example.com\nbob,bob@example.com\n"
        ) { $0.onDuplicate = .reject }
        #expect(
            imported.words == [
                "rejected:duplicate.username.in-file", "rejected:duplicate.username.in-file",
                "created",
            ])
    }

    @Test func faultyRecordClaimsNoKey() throws {
        let imported = try Scenario().load(
            "username,email,phone\nada,ada@example.com,nonsense\nada,ada@example.com,\n")
        #expect(imported.words == ["rejected:field.phone.malformed", "created"])
    }

    @Test func actionsMayNameAUserAnyNumberOfTimes() throws {
        let scenario = try Scenario()
        let imported = try scenario.load(
            """
            action,username,email,device_limit,groups
            add,ada,ada@example.com,2,staff
            set-device-limit,ada,,5,
            set-device-limit,ada,,5,
            disable,ada,,,
            enable,ada,,,
            add-to-groups,ada,,,ops;staff
            remove-from-groups,ada,,,staff
            set-device-limit,ada,,default,
            """)
        #expect(
            imported.words == [
                "created:policy.group.created", "applied", "unchanged", "disabled", "enabled",
                "applied:policy.group.created", "applied", "applied",
            ])
        let lines = try scenario.export()
        #expect(lines.count == 1)
    }
}
