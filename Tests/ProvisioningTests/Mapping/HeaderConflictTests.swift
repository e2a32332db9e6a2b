import Provisioning
import Testing

/// Several headers for one column, and what a person wishes.
@Suite struct HeaderConflictTests {
    private func halt(
        _ header: [String], profile: FeedProfile = FeedProfile(),
        options: [ColumnAssignment] = []
    ) -> RunHalt? {
        do {
            _ = try HeaderMapping(
                header: header.map { ByteString($0) }, profile: profile, options: options)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ["username", "E-Mail", "email"], ["username", "EMAIL", "Email [Required]"],
        ["username", "job_title", "jobTitle"], ["username", "attr.x", "custom:x"],
        ["username", "phone", "Phone"],
    ])
    func twoHeadersOfOneAliasAreRefusedByName(header: [String]) {
        let halt = halt(header)
        #expect(halt?.code == .feedColumnColliding)
        #expect(halt?.status == .malformedFile)
        #expect(halt?.message.contains("\"\(header[1])\"") == true)
        #expect(halt?.message.contains("\"\(header[2])\"") == true)
    }

    @Test(arguments: [
        (["mail", "email"], "email", "mail"),
        (["uid", "login", "username"], "username", "login"),
        (["username", "mobile", "mobilePhone"], "mobilePhone", "mobile"),
        (
            ["username", "division", "Org Unit Path [Required]"], "Org Unit Path [Required]",
            "division"
        ),
        (["username", "title", "job_title"], "job_title", "title"),
        (["username", "title", "jobTitle"], "title", "jobTitle"),
        (["username", "suspended", "active"], "active", "suspended"),
    ])
    func firstAliasOfTheListWinsAndTheOthersAreReported(
        header: [String], winner: String, unused: String
    ) throws {
        let mapping = try FeedSample(header, []).mapping()
        #expect(mapping.target(of: winner) != nil)
        #expect(mapping.target(of: unused) == nil)
        let notice = mapping.notices.first { $0.column == unused }
        #expect(notice?.code == .feedColumnUnused)
        #expect(notice?.severity == .warning)
        #expect(notice?.finding.contains("\"\(winner)\"") == true)
    }

    @Test func costCentreIsKeptApartFromTheDepartment() throws {
        let mapping = try FeedSample(["username", "Cost Center", "Department"], []).mapping()
        #expect(mapping.targets == ["username", "attr.costCenter", "department"])
    }

    @Test func repeatedGroupColumnsFeedOneSlot() throws {
        let mapping = try FeedSample(["username", "GroupCode", "GroupCode"], []).mapping()
        #expect(mapping.targets == ["username", "groups", "groups"])
        #expect(mapping.sources[1].role == mapping.sources[2].role)
    }

    @Test func wishGoesBeforeAliases() throws {
        var sample = FeedSample(["username", "email", "Contact=Mail"], [])
        sample.options = [try ColumnAssignment(option: "Contact=Mail=email")]
        let mapping = try sample.mapping()
        #expect(mapping.targets == ["username", nil, "email"])
        #expect(mapping.notices.map(\.code) == [.feedColumnUnused])
    }

    @Test func optionGoesBeforeTheProfile() throws {
        var profile = FeedProfile()
        profile.columns = ["A": "email", "B": "phone"]
        var sample = FeedSample(["username", "A", "B"], [], profile: profile)
        sample.options = [try ColumnAssignment(option: "B = email")]
        #expect(try sample.mapping().targets == ["username", nil, "email"])
    }

    @Test func wishKeepsTheReadingOfItsHeader() throws {
        var sample = FeedSample(["username", "enabled", "Suspended"], [])
        sample.options = [try ColumnAssignment(option: "suspended=enabled")]
        let mapping = try sample.mapping()
        #expect(mapping.targets == ["username", nil, "enabled"])
        #expect(mapping.sources[2].reading == .inverted)
    }

    @Test func wishForAnAbsentHeaderIsRefused() throws {
        let option = try ColumnAssignment(option: "Nope=email")
        let found = halt(["username"], options: [option])
        #expect(found?.code == .feedColumnNotMapped)
        #expect(found?.status == .malformedFile)
        #expect(found?.message.contains("Nope") == true)
    }

    @Test func wishForAnUnknownColumnListsTheColumns() {
        let option = #expect(throws: RunHalt.self) { try ColumnAssignment(option: "A=mail") }
        #expect(option?.status == .usage)
        #expect(option?.code == .feedColumnMapInvalid)
        #expect(option?.advice?.contains("alternate_email") == true)

        var profile = FeedProfile()
        profile.columns = ["A": "attr."]
        let found = halt(["username", "A"], profile: profile)
        #expect(found?.status == .configuration)
        #expect(found?.code == .feedColumnMapInvalid)
    }

    @Test(arguments: ["A", "=email", " = email", "A="])
    func malformedWishIsAUsageFault(text: String) {
        let halt = #expect(throws: RunHalt.self) { try ColumnAssignment(option: text) }
        #expect(halt?.status == .usage)
    }

    @Test func twoWishesForOneColumnAreRefused() throws {
        let options = [
            try ColumnAssignment(option: "A=email"), try ColumnAssignment(option: "B=email"),
        ]
        #expect(halt(["username", "A", "B"], options: options)?.code == .feedColumnMapInvalid)
    }

    @Test func headerWithoutAnyKeyIsRefusedWithItsColumns() {
        let found = halt(["WorkerID", "FirstName"])
        #expect(found?.code == .feedKeysMissing)
        #expect(found?.status == .malformedFile)
        #expect(found?.message.contains("\"WorkerID\", \"FirstName\"") == true)
    }

    @Test func keyMayBeDerived() {
        var profile = FeedProfile()
        profile.derivations = ["username": "{first_name:1}{last_name}"]
        #expect(halt(["FirstName", "LastName"], profile: profile) == nil)
        #expect(halt(["FirstName"], profile: profile)?.code == .feedKeysMissing)
    }
}
