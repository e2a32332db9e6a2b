import Provisioning
import Testing

/// What single cells become.
@Suite struct CellMappingTests {
    @Test func writtenAndComparedFormsStandSideBySide() throws {
        let batch = try FeedSample(
            ["username", "email"], [["Ada.L", "Ada.L@Corp.Example"]]
        ).batch()
        #expect(batch.text(0, .username) == "Ada.L")
        #expect(batch.bytes(0, slot: ColumnLayout.usernameKeySlot)?.text == "ada.l")
        #expect(batch.text(0, .email) == "Ada.L@Corp.Example")
        #expect(batch.bytes(0, slot: ColumnLayout.emailKeySlot)?.text == "ada.l@corp.example")
        #expect(batch.hasErrors == [false])
        #expect(batch.actions == [.upsert])
    }

    @Test(arguments: ["", " ", "\t ", "\u{A0}"]) func emptyCellKeeps(cell: String) throws {
        let batch = try FeedSample(["username", "phone"], [["ada", cell]]).batch()
        #expect(batch.value(0, .phone).isKeep)
        #expect(batch.issues.isEmpty)
    }

    @Test func clearTokenClears() throws {
        let header = ["username", "external_id", "phone", "device_limit", "attr.x", "groups"]
        let clear = "(clear)"
        let batch = try FeedSample(header, [["ada", clear, clear, clear, " (clear) ", clear]])
            .batch()
        for slot in 0..<batch.layout.slotCount where slot > 1 {
            if batch.layout.contents[slot] == .column(.username) { continue }
            #expect(batch.value(0, slot: slot).isClear, "\(batch.layout.contents[slot])")
        }
        #expect(batch.hasErrors == [false])
        #expect(batch.keyHashes[2] == 0)
    }

    @Test func profileNamesItsOwnClearAndKeepTokens() throws {
        var profile = FeedProfile()
        profile.clearToken = "_"
        profile.keepTokens = ["****", "NO_MANAGER"]
        let batch = try FeedSample(
            ["username", "password", "manager", "department", "phone"],
            [["ada", "****", "NO_MANAGER", "(clear)", "_"]], profile: profile
        ).batch()
        #expect(batch.value(0, .password).isKeep)
        #expect(batch.value(0, .manager).isKeep)
        #expect(batch.text(0, .department) == "(clear)")
        #expect(batch.value(0, .phone).isClear)
    }

    @Test(arguments: [UserColumn.username, .email, .user, .action, .enabled, .password])
    func columnsThatCannotBeEmptyCannotBeCleared(column: UserColumn) throws {
        let batch = try FeedSample(
            ["external_id", column.name], [["7", "(clear)"]]
        ).batch()
        #expect(batch.codes(0) == [.fieldClearNotAllowed])
        #expect(batch.issues[0].issue.column == column.name)
        #expect(batch.hasErrors == [true])
        #expect(batch.value(0, column).isKeep)
    }

    @Test(arguments: [
        ("suspended", "1", "false"), ("suspended", "0", "true"), ("blocked", "No", "true"),
        ("enabled", "yes", "true"), ("active", "false", "false"),
        ("Block sign in (Yes/No) [accountEnabled] Required", "Yes", "false"),
    ])
    func negativeColumnsAreTurnedRound(header: String, cell: String, enabled: String) throws {
        let batch = try FeedSample(["username", header], [["ada", cell]]).batch()
        #expect(batch.text(0, .enabled) == enabled)
    }

    @Test(arguments: [("Y", "none"), ("N", nil)]) func exemptionMeansNoSecondFactor(
        cell: String, method: String?
    ) throws {
        let batch = try FeedSample(
            ["username", "Multi_Factor_Authentication_Exempt"], [["ada", cell]]
        ).batch()
        #expect(batch.text(0, .secondFactor) == method)
    }

    @Test func groupColumnsAreJoined() throws {
        let batch = try FeedSample(
            ["username", "cohort1", "cohort2", "cohort3"],
            [
                ["a", "x", "", "y"], ["b", "", "z", ""], ["c", "", "", ""],
                ["d", "(clear)", "", ""], ["e", "(clear)", "w", " "],
            ]
        ).batch()
        #expect((0..<5).map { batch.text($0, .groups) } == ["x;y", "z", nil, nil, "w"])
        #expect(batch.value(2, .groups).isKeep)
        #expect(batch.value(3, .groups).isClear)
    }

    @Test func groupColumnsAreJoinedAsTheProfileSeparates() throws {
        var profile = FeedProfile()
        profile.listSeparators = [0x2C, 0x3B]
        let rows = [["a", "x, y", "z"], ["b", "x;y", "z"], ["c", "x|y", "z"]]
        let batch = try FeedSample(["username", "cohort1", "cohort2"], rows, profile: profile)
            .batch()
        #expect((0..<2).map { batch.text($0, .groups) } == ["x, y,z", "x;y,z"])
        #expect(batch.codes(2) == [.fieldGroupsMalformed])
    }

    @Test func wordsOfTheProfileAreTurnedRoundToo() throws {
        var profile = FeedProfile()
        profile.trueWords = ["gesperrt"]
        profile.falseWords = ["T"]
        let rows = [["ada", "Gesperrt"], ["mei", "t"]]
        let batch = try FeedSample(["username", "blocked"], rows, profile: profile).batch()
        #expect((0..<2).map { batch.text($0, .enabled) } == ["false", "true"])
    }

    @Test func countryGivesTheCallingCodeWhereTheProfileSaysSo() throws {
        var profile = FeedProfile()
        profile.callingCodeFromCountry = true
        let rows = [["ada", "020 7946 0018", "UK"]]
        let header = ["username", "phone", "country"]
        #expect(
            try FeedSample(header, rows, profile: profile).batch().text(0, .phone)
                == "+442079460018")
        #expect(try FeedSample(header, rows).batch().codes(0) == [.fieldPhoneCountryMissing])
    }

    @Test(arguments: [
        ("Add", Action.add), ("create", .add), ("U", .update), ("remove", .delete),
        ("DISABLE", .disable), ("", .upsert), ("set-device-limit", .setDeviceLimit),
    ])
    func actionCellBecomesAnAction(cell: String, action: Action) throws {
        let row = [cell, "ada", "ada@corp.example", "3"]
        let batch = try FeedSample(
            ["action", "username", "email", "device_limit"], [row, row]
        ).batch()
        #expect(batch.actions == [action, action])
        #expect(batch.issues.isEmpty)
        #expect(batch.text(1, .action) == (cell.isEmpty ? nil : action.word))
    }

    @Test func defaultActionIsTheProfiles() throws {
        var profile = FeedProfile()
        profile.defaultAction = .update
        let batch = try FeedSample(["username"], [["ada"]], profile: profile).batch()
        #expect(batch.actions == [.update])
    }

    @Test func passwordBesideAHashFunctionIsRefusedWithoutShowingIt() throws {
        let header = [
            "Email Address [Required]", "Password [Required]",
            "Password Hash Function [UPLOAD ONLY]",
        ]
        let batch = try FeedSample(
            header,
            [
                ["a@b.example", "5f4dcc3b5aa765d61d8327deb882cf99", "MD5"],
                ["c@b.example", "correct horse", ""],
            ]
        ).batch()
        #expect(batch.codes(0) == [.fieldPasswordHashUnsupported])
        #expect(batch.issues[0].issue.value == nil)
        #expect(batch.codes(1) == [])
        #expect(batch.text(1, .password) == "correct horse")
    }
}
