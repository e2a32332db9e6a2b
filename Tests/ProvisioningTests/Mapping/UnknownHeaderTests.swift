import Provisioning
import Testing

/// Columns that no rule knows: never silent, never guessed.
@Suite struct UnknownHeaderTests {
    private func profile(_ rule: UnknownColumnRule) -> FeedProfile {
        var profile = FeedProfile()
        profile.unknownColumns = rule
        return profile
    }

    @Test func unknownColumnIsAWarning() throws {
        let mapping = try FeedSample(["username", "Shoe Size"], []).mapping()
        #expect(mapping.targets == ["username", nil])
        #expect(mapping.notices.map(\.code) == [.feedColumnUnknown])
        #expect(mapping.notices[0].severity == .warning)
        #expect(mapping.notices[0].column == "Shoe Size")
    }

    @Test func strictProfileRefusesUnknownColumnsByName() {
        let halt = #expect(throws: RunHalt.self) {
            try FeedSample(
                ["username", "Shoe Size", "emial"], [], profile: profile(.error)
            ).mapping()
        }
        #expect(halt?.status == .malformedFile)
        #expect(halt?.code == .feedColumnUnknown)
        #expect(halt?.message.contains("\"Shoe Size\", \"emial\" (email?)") == true)
    }

    @Test func unknownColumnBecomesAnAttributeByProfile() throws {
        let mapping = try FeedSample(
            ["username", "Shoe Size", ""], [], profile: profile(.attributes)
        ).mapping()
        #expect(mapping.targets == ["username", "attr.Shoe Size", nil])
    }

    @Test func ignoredColumnsAreSilent() throws {
        var wished = profile(.error)
        wished.ignoredColumns = ["shoe_size"]
        #expect(
            try FeedSample(["username", "Shoe Size"], [], profile: wished).mapping().notices
                .isEmpty)
        #expect(
            try FeedSample(["username", "Shoe Size"], [], profile: profile(.ignore)).mapping()
                .notices.isEmpty)
    }

    @Test(arguments: [
        ("emial", "email"), ("e-mial", "email"), ("emaill", "email"), ("phnoe", "phone"),
        ("frist name", "first_name"), ("departement", "department"), ("Depratmnt", "department"),
        ("Loign", "username"), ("displaynmae", "display_name"), ("divice_limt", "device_limit"),
    ])
    func likelyMisspellingIsProposedAndNotAssumed(header: String, column: String) throws {
        let key = column == "username" ? "email" : "username"
        let mapping = try FeedSample([key, header], []).mapping()
        #expect(mapping.targets[1] == nil)
        #expect(mapping.notices.map(\.code) == [.feedColumnMisspelled])
        #expect(mapping.notices[0].finding.contains("is \(column) meant?"))
    }

    @Test(arguments: ["city", "xx", "office", "salary", "gender", "zip", "street", "notes"])
    func unlikeWordsProposeNothing(header: String) throws {
        let mapping = try FeedSample(["username", header], []).mapping()
        #expect(mapping.notices.map(\.code) == [.feedColumnUnknown])
    }

    @Test func columnThatIsThereIsNotProposedAgain() throws {
        let mapping = try FeedSample(["username", "email", "emial"], []).mapping()
        #expect(mapping.notices.map(\.code) == [.feedColumnUnknown])
    }

    @Test(arguments: [
        ("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "abd", 1), ("abcd", "abxcd", 1),
        ("abcd", "axcy", 2), ("", "abc", 3),
    ])
    func distanceCountsSlips(left: String, right: String, slips: Int) {
        #expect(
            MisspelledHeader.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
                == slips)
    }

    @Test func namelessColumnsAreReportedByPlace() throws {
        let mapping = try FeedSample(["username", "", " "], []).mapping()
        #expect(mapping.notices.count == 2)
        #expect(mapping.notices[0].finding.hasPrefix("column 2 "))
    }

    @Test func digestFollowsTheMappingAndNothingElse() throws {
        let one = try FeedSample(["username", "email"], []).mapping().digest
        #expect(try FeedSample(["username", "email"], []).mapping().digest == one)
        #expect(try FeedSample(["email", "username"], []).mapping().digest != one)
        var derived = FeedProfile()
        derived.derivations = ["display_name": "{username}"]
        #expect(
            try FeedSample(["username", "email"], [], profile: derived).mapping().digest != one)
        // The same in every process and version: stored fingerprints depend on it.
        #expect(one == Self.knownDigest)
    }

    static let knownDigest: UInt64 = 7_773_587_116_540_984_743
}
