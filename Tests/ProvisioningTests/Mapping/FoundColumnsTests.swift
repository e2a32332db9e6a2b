import Provisioning
import Testing

/// Columns that records name themselves.
@Suite struct FoundColumnsTests {
    private func field(
        _ name: String, in columns: FoundColumns
    ) throws -> (field: Int, kind: FoundColumns.Kind) {
        try columns.field(called: name)
    }

    private func wants(_ name: String, _ columns: FoundColumns) -> Bool {
        var name = name
        return name.withUTF8 { columns.wants(UnsafeRawBufferPointer($0)) }
    }

    @Test func fieldsAreNumberedAsTheirNamesCome() throws {
        let columns = try FoundSample([]).columns()
        #expect(try field("userName", in: columns) == (0, .single))
        #expect(try field("groups.group", in: columns) == (1, .list))
        #expect(try field("shoe size", in: columns) == (-1, .unused))
        #expect(try field("@action", in: columns) == (2, .single))
        #expect(try field("userName", in: columns) == (0, .single))
        #expect(columns.count == 3)
    }

    @Test func unknownNamesAreReportedOnceWithWhatIsLikelyMeant() throws {
        let columns = try FoundSample([]).columns()
        for _ in 0..<3 { _ = try field("usernmae", in: columns) }
        _ = try field("status", in: columns)
        #expect(columns.notices.map(\.code) == [.feedColumnMisspelled, .feedColumnUnknown])
        #expect(columns.notices.first?.finding.contains("is username meant?") == true)
    }

    @Test func strictProfilesRefuseAnUnknownName() throws {
        var profile = FeedProfile()
        profile.unknownColumns = .error
        let columns = try FoundSample([], profile: profile).columns()
        let halt = #expect(throws: RunHalt.self) { try field("shoe", in: columns) }
        #expect(halt?.code == .feedColumnUnknown)
        #expect(halt?.status == .malformedFile)
    }

    @Test func ignoredNamesStandForAllBelowThem() throws {
        var profile = FeedProfile()
        profile.ignoredColumns = ["devices"]
        profile.unknownColumns = .error
        let columns = try FoundSample([], profile: profile).columns()
        for number in 0..<5_000 {
            #expect(try field("devices.\(number).name", in: columns).kind == .unused)
        }
        #expect(try field("schemas", in: columns).kind == .unused)
        #expect(try field("meta.created", in: columns).kind == .unused)
        #expect(columns.notices.isEmpty)
    }

    @Test func wishesGoBeforeAliases() throws {
        var profile = FeedProfile()
        profile.columns = ["account.key": "external_id", "emails[1].value": "alternate_email"]
        let columns = try FoundSample([], profile: profile).columns()
        #expect(try field("account.key", in: columns) == (0, .single))
        #expect(try field("id", in: columns) == (-1, .unused))
        #expect(wants("emails[1].value", columns))
        #expect(columns.notices.map(\.code) == [.feedColumnUnused])
        #expect(columns.missingWishes.map(\.column) == ["emails[1].value"])
    }

    @Test(arguments: [
        (#"emails[type eq "work"].value"#, true), ("emails[primary eq true].value", true),
        ("emails[0].value", true), ("emails[1].value", false), ("emails[0].type", false),
        (#"phoneNumbers[type eq "mobile"].value"#, true), ("photos[0].value", false),
        ("emails[1000000].value", false), ("userName", true), ("shoe", false),
    ])
    func namesThatChooseAnElementAreWantedByAliasOrProfile(name: String, isWanted: Bool) throws {
        let columns = try FoundSample([]).columns()
        #expect(wants(name, columns) == isWanted)
        #expect(columns.count == 0)
        #expect(columns.notices.isEmpty)
    }

    @Test(arguments: [
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", "department"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
            "employee_id"
        ),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager.value", "manager"),
        ("urn:example:hr:2.0:User.shoeSize", "attr.shoeSize"), ("@id", "external_id"),
        ("attr.Room", "attr.Room"), ("costCenter", "attr.costCenter"),
    ])
    func pathsMeanWhatTheirLastPartsSay(name: String, column: String) throws {
        let sample = FoundSample([[(name, "x"), ("username", "ada")]])
        let batch = try sample.batch()
        let target = try #require(ColumnTarget(name: column))
        switch target {
        case .column(let column): #expect(batch.layout.slot(of: column) != nil)
        case .attribute(let name): #expect(batch.attribute(0, ByteString(name)) == "x")
        }
    }

    @Test func aListOfWhichTheProfileReadsAnElementIsKnown() throws {
        var profile = FeedProfile()
        profile.columns = ["mails[0]": "email"]
        profile.unknownColumns = .error
        let columns = try FoundSample([], profile: profile).columns()
        #expect(wants("mails[0]", columns))
        #expect(try field("mails", in: columns).kind == .unused)
        #expect(throws: RunHalt.self) { try field("shoes", in: columns) }
    }

    @Test func filtersOfTheProfileAreLookedAt() throws {
        var profile = FeedProfile()
        profile.columns = [#"identities[provider eq "hr"].user_id"#: "external_id"]
        let columns = try FoundSample([], profile: profile).columns()
        #expect(columns.filterKeys.contains("provider"))
        #expect(columns.filterKeys.contains("type"))
        #expect(columns.filterKeys.contains("primary"))
    }

    @Test func moreNamesThanTheLimitEndTheRunAndNotFewer() throws {
        var sample = FoundSample([])
        sample.limits.columnsMax = 3
        let columns = try sample.columns()
        for name in ["username", "attr.a", "shoe"] { _ = try field(name, in: columns) }
        _ = try field("attr.a", in: columns)
        let halt = #expect(throws: RunHalt.self) { try field("attr.b", in: columns) }
        #expect(halt?.code == .feedHeaderTooManyColumns)
    }

    @Test func eachAttributeCountsOnceForTheLimit() throws {
        var profile = FeedProfile()
        profile.unknownColumns = .attributes
        let columns = try FoundSample([], profile: profile).columns()
        for number in 0..<256 { _ = try field("thing \(number)", in: columns) }
        let halt = #expect(throws: RunHalt.self) { try field("one more", in: columns) }
        #expect(halt?.code == .feedHeaderTooManyColumns)
    }

    @Test func twoNamesOfOneAttributeAreRefusedByName() throws {
        let columns = try FoundSample([]).columns()
        _ = try field("attr.x", in: columns)
        let halt = #expect(throws: RunHalt.self) { try field("custom:x", in: columns) }
        #expect(halt?.code == .feedColumnColliding)
    }
}
