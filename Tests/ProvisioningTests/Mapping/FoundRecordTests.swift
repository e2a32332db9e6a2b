import Provisioning
import Testing

/// Records that name their own values, mapped one by one.
@Suite struct FoundRecordTests {
    @Test func eachRecordIsReadByItsOwnNames() throws {
        let batch = try FoundSample([
            [("userName", "ada"), ("emails[0].value", "ada@example.com")],
            [("email", "bob@example.com"), ("login", "bob"), ("attr.desk", "4")],
            [("username", "eve"), ("mail", "eve@example.com"), ("name.givenName", "Eve")],
        ]).batch()
        #expect((0..<3).map { batch.text($0, .username) } == ["ada", "bob", "eve"])
        #expect(
            (0..<3).map { batch.text($0, .email) }
                == ["ada@example.com", "bob@example.com", "eve@example.com"])
        #expect(batch.text(2, .firstName) == "Eve")
        #expect(batch.attribute(1, "desk") == "4")
        #expect(batch.attribute(0, "desk") == nil)
        #expect(batch.issues.isEmpty)
    }

    @Test func firstNameInOrderOfPrecedenceWinsInEachRecord() throws {
        let sample = FoundSample([
            [("username", "ada"), ("mail", "b@example.com"), ("email", "a@example.com")],
            [("username", "bob"), ("mail", "c@example.com")],
            [("username", "eve"), ("mail", "d@example.com"), ("email", "")],
        ])
        let columns = try sample.columns()
        let mapper = try sample.mapper()
        let batch = RecordBatch(chunk: try sample.chunk(columns), layout: mapper.mapping.layout)
        mapper.map(batch)
        #expect(batch.text(0, .email) == "a@example.com")
        #expect(batch.text(1, .email) == "c@example.com")
        // The better name is there, and says "keep".
        #expect(batch.text(2, .email) == nil)
        #expect(batch.issues.isEmpty)
        #expect(columns.notices.map(\.code) == [.feedColumnUnused])
    }

    @Test func twoSpellingsOfOneNameRejectTheRecordThatHasBoth() throws {
        let batch = try FoundSample([
            [("username", "ada"), ("email", "a@example.com"), ("First Name", "A")],
            [
                ("username", "bob"), ("email", "b@example.com"), ("First Name", "B"),
                ("firstName", "C"),
            ],
        ]).batch()
        #expect(batch.codes(0) == [])
        #expect(batch.codes(1) == [.fieldColumnRepeated])
        #expect(batch.issues(of: 1).first?.finding.contains("\"firstName\"") == true)
    }

    @Test func groupsComeFromTheBestNamesThatARecordHas() throws {
        let batch = try FoundSample([
            [("username", "ada"), ("email", "a@example.com"), ("groups.display", "x;y")],
            [
                ("username", "bob"), ("email", "b@example.com"), ("groups.display", "x"),
                ("groups", "z"),
            ],
            [
                ("username", "eve"), ("email", "e@example.com"), ("cohort1", "u"),
                ("cohort2", "v"),
            ],
        ]).batch()
        #expect((0..<3).map { batch.text($0, .groups) } == ["x;y", "z", "u;v"])
    }

    @Test func columnsMayComeInAnyChunk() throws {
        let first = FoundSample([[("username", "ada"), ("email", "a@example.com")]])
        let second = FoundSample([
            [("department", "Sales"), ("email", "b@example.com"), ("username", "bob")]
        ])
        let columns = try first.columns()
        let mapper = try first.mapper()
        let one = RecordBatch(chunk: try first.chunk(columns), layout: mapper.mapping.layout)
        mapper.map(one)
        let other = RecordBatch(chunk: try second.chunk(columns), layout: one.layout)
        mapper.map(other)
        #expect(one.layout.slot(of: .department) == nil)
        #expect(other.text(0, .department) == "Sales")
        #expect(other.text(0, .username) == "bob")
    }

    @Test func secretFieldsAndThoseOfARejectsFileAreNamed() throws {
        let batch = try FoundSample([
            [
                ("username", "ada"), ("password", "correct horse"), ("muster_codes", "x"),
                ("email", "a@example.com"), ("muster_messages", "y"), ("totp_secret", ""),
            ]
        ]).batch()
        #expect(batch.secretFields == [1, 5])
        #expect(batch.codesField == 2)
        #expect(batch.messagesField == 4)
    }

    @Test(arguments: [
        "password", "password.value", "Passwort.password", "clientSecret", "credentials.value",
    ])
    func secretsThatNothingIsReadFromAreKnownAsSuch(name: String) throws {
        var profile = FeedProfile()
        profile.columns = ["Kennwort": "password"]
        profile.ignoredColumns = ["credentials"]
        let batch = try FoundSample(
            [[("username", "ada"), (name, "x"), ("Kennwort", "y")]], profile: profile
        ).batch()
        #expect(batch.secretFields == [1, 2])
    }

    @Test func columnsOfAHeaderThatSoundLikeSecretsAreMaskedUnlessTheyAreSomethingElse() throws {
        var profile = FeedProfile()
        profile.columns = ["Kennwort": "password"]
        let mapping = try FeedSample(
            [
                "username", "password", "Kennwort", "client_secret",
                "Change Password at Next Sign-In", "shoe",
            ], [], profile: profile
        ).mapping()
        #expect(mapping.secretSourceColumns == [1, 2, 3])
    }

    @Test func fingerprintWithoutSecretsDependsOnNamesAndNotOnTheirOrderOfDiscovery() throws {
        func prints(_ records: [[(name: String, value: String)]]) throws -> [RowFingerprint] {
            var sample = FoundSample(records)
            sample.wantsFingerprints = true
            return Array(try sample.batch().fingerprints)
        }
        let record: [(name: String, value: String)] = [
            ("username", "ada"), ("password", "correct horse"), ("first_name", "A"),
        ]
        let other: [(name: String, value: String)] = [("last_name", "L"), ("phone", "+441")]
        let alone = try prints([record])
        #expect(try prints([other, record]).last == alone.first)
        let newPassword: [(name: String, value: String)] = [
            ("username", "ada"), ("password", "battery staple"), ("first_name", "A"),
        ]
        #expect(try prints([newPassword]) == alone)
        let renamed: [(name: String, value: String)] = [
            ("username", "ada"), ("password", "correct horse"), ("last_name", "A"),
        ]
        #expect(try prints([renamed]) != alone)
    }
}
