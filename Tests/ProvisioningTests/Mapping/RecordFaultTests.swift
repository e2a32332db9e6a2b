import Provisioning
import Testing

/// Which faults a record gets, and which of them is its headline.
@Suite struct RecordFaultTests {
    @Test func allFaultsAreCollectedWithIdentityFirst() throws {
        let batch = try FeedSample(
            ["phone", "enabled", "email", "username", "action"],
            [["x", "maybe", "a@@b", "ada", "add"]]
        ).batch()
        #expect(
            batch.codes(0) == [
                .fieldEmailMalformed, .fieldPhoneMalformed, .fieldBooleanMalformed,
            ])
        #expect(batch.issues(of: 0)[0].value == "a@@b")
        #expect(batch.issues(of: 0)[0].column == "email")
        // The result shows what was written; the compared form stays empty.
        #expect(batch.bytes(0, .email) == "a@@b")
        #expect(batch.value(0, slot: ColumnLayout.emailKeySlot).isKeep)
        #expect(batch.keyHashes[1] == 0)
        #expect(batch.keyHashes[0] != 0)
    }

    @Test func faultOfOneRecordLeavesItsNeighboursAlone() throws {
        let batch = try FeedSample(
            ["username", "email"], [["a", "a@b.example"], ["b", "@"], ["c", "c@b.example"]]
        ).batch()
        #expect(batch.hasErrors == [false, true, false])
        #expect(batch.text(2, .email) == "c@b.example")
    }

    @Test func readerFaultIsTheRecordsFault() throws {
        let mapper = try FeedSample(["username", "email"], []).mapper()
        let chunk = FeedSample([], [["a", "a@b.example"], ["b"]]).chunk()
        chunk.faults = [RecordIssue(.csvFieldsTooFew, finding: "has 1 field; the header has 2")]
        chunk.records[1].faultIndex = 0
        let batch = RecordBatch(chunk: chunk, layout: mapper.mapping.layout)
        mapper.map(batch)
        #expect(batch.codes(1) == [.csvFieldsTooFew])
        #expect(batch.actions == [.upsert, .skip])
        #expect(batch.hasErrors == [false, true])
        #expect(batch.value(1, .username).isKeep)
    }

    @Test func secretsAreNeverShown() throws {
        let batch = try FeedSample(
            ["username", "password", "password_hash", "totp_secret"], [["ada", "x", "y", "!"]]
        ).batch()
        #expect(batch.codes(0).count == 3)
        for issue in batch.issues(of: 0) {
            #expect(issue.value == nil)
            #expect(!issue.message.contains("\"x\""))
        }
    }

    @Test func unknownActionSkipsAndKeepsTheKeys() throws {
        let batch = try FeedSample(["action", "username"], [["fly", "ada"]]).batch()
        #expect(batch.codes(0) == [.fieldActionUnknown])
        #expect(batch.actions == [.skip])
        #expect(batch.keyHashes[0] != 0)
    }

    @Test func badOptionalValueIsDroppedWhereTheProfileSaysSo() throws {
        var profile = FeedProfile()
        profile.badOptionalValue = .drop
        let batch = try FeedSample(
            ["username", "phone", "email"], [["ada", "x", "a@b.example"], ["ada", "", "@"]],
            profile: profile
        ).batch()
        #expect(batch.codes(0) == [.fieldValueDropped])
        #expect(batch.issues(of: 0)[0].severity == .warning)
        #expect(batch.value(0, .phone).isKeep)
        #expect(batch.hasErrors == [false, true])
        #expect(batch.codes(1) == [.fieldEmailMalformed])
    }

    /// Action, row of username, email, external id, user, groups, device limit, second factor;
    /// and the codes expected.
    static let needs: [(Action, [String], [IssueCode])] = [
        (.add, ["ada", "a@b.example", "", "", "", "", ""], []),
        (.add, ["ada", "", "7", "", "", "", ""], [.fieldEmailMissing]),
        (.add, ["", "", "7", "id:3", "", "", ""], [.fieldUsernameMissing, .fieldEmailMissing]),
        (.add, ["ada", "@", "", "", "", "", ""], [.fieldEmailMalformed]),
        (.update, ["", "", "", "", "", "", ""], [.matchKeysMissing]),
        (.update, ["", "", "7", "", "", "", ""], []),
        (.upsert, ["", "a@b.example", "", "", "", "", ""], []),
        (.upsert, ["", "", "", "ext:7", "", "", ""], []),
        (.upsert, ["", "@", "", "", "", "", ""], [.fieldEmailMalformed]),
        (.skip, ["", "", "", "", "", "", ""], []),
        (.delete, ["ada", "", "", "", "", "", ""], [.fieldEmailMissing]),
        (.delete, ["ada", "a@b.example", "", "", "", "", ""], []),
        (.disable, ["", "", "", "", "", "", ""], [.matchKeysMissing]),
        (.disable, ["", "", "", "ada", "", "", ""], []),
        (.addToGroups, ["ada", "", "", "", "", "", ""], [.fieldGroupsMissing]),
        (.addToGroups, ["ada", "", "", "", "(clear)", "", ""], [.fieldGroupsMissing]),
        (.removeFromGroups, ["ada", "", "", "", "x", "", ""], []),
        (.setDeviceLimit, ["ada", "", "", "", "", "", ""], [.fieldDeviceLimitMissing]),
        (.setDeviceLimit, ["ada", "", "", "", "", "default", ""], []),
        (
            .setDeviceLimit, ["", "", "", "", "", "", ""],
            [.matchKeysMissing, .fieldDeviceLimitMissing]
        ),
        (.setSecondFactor, ["ada", "", "", "", "", "", ""], [.fieldSecondFactorMissing]),
        (.setSecondFactor, ["ada", "", "", "", "", "", "totp"], []),
        (.resetMFA, ["ada", "", "", "", "", "", ""], [.fieldReasonMissing]),
        (.upsert, ["ada", "", "", "id:0", "", "", ""], [.fieldUserMalformed]),
    ]

    @Test(arguments: needs) func actionSaysWhatItNeeds(
        action: Action, row: [String], codes: [IssueCode]
    ) throws {
        let batch = try FeedSample(
            [
                "action", "username", "email", "external_id", "user", "groups", "device_limit",
                "second_factor",
            ], [[action.word] + row]
        ).batch()
        #expect(batch.codes(0) == codes)
        #expect(batch.hasErrors == [!codes.isEmpty])
    }

    @Test func endBeforeStartIsAFault() throws {
        let batch = try FeedSample(
            ["username", "start_date", "end_date"],
            [["a", "2026-02-01", "2026-01-31"], ["b", "2026-02-01", "2026-02-01"]]
        ).batch()
        #expect(batch.codes(0) == [.fieldDateOrder])
        #expect(batch.hasErrors == [true, false])
    }

    @Test func passwordWithTheNameInItIsAFault() throws {
        let batch = try FeedSample(
            ["username", "password"], [["lovelace", "xxLoveLace99"], ["ada", "correct horse"]]
        ).batch()
        #expect(batch.codes(0) == [.fieldPasswordContainsUser])
        #expect(batch.codes(1) == [])
    }

    @Test func mangledIdentifierIsAWarning() throws {
        let batch = try FeedSample(["external_id"], [["1.23E+11"]]).batch()
        #expect(batch.codes(0) == [.fieldNumberMangled])
        #expect(batch.issues[0].issue.severity == .warning)
        #expect(batch.hasErrors == [false])
    }
}
