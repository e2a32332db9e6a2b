import Provisioning
import Testing

@Suite struct NewPasswordTests {
    static func check(
        _ password: String, isOnlyFactor: Bool = false, words: [ByteString] = ["acme", "summer"],
        username: ByteString = "ada.lovelace", email: ByteString = "countess@example.com"
    ) -> (normalised: ContiguousArray<UInt8>, issues: [RecordIssue]) {
        NewPassword(limits: Limits(), forbiddenWords: words, isOnlyFactor: isOnlyFactor)
            .check(ByteString(password.utf8), username: username, email: email)
    }

    static func codes(_ password: String, isOnlyFactor: Bool = false) -> [IssueCode] {
        check(password, isOnlyFactor: isOnlyFactor).issues.map(\.code)
    }

    static let long = String(repeating: "x", count: 1_024)

    @Test(
        arguments: [
            ("12345678", []), ("1234567", [.fieldPasswordTooShort]), ("", [.fieldPasswordTooShort]),
            (long, []), (long + "x", [.fieldPasswordTooLong]),
            ("tab\there!", [.fieldTextForbiddenCharacter]), (" blanks count ", []),
            ("my ada.lovelace!", [.fieldPasswordContainsUser]),
            ("my ADA.Lovelace!", [.fieldPasswordContainsUser]),
            ("theCountess1", [.fieldPasswordContainsUser]), ("@example.com", []),
            ("Summer2026", [.fieldPasswordForbiddenWord]),
            ("xxACMExx", [.fieldPasswordForbiddenWord]),
            ("sum mer 2026", []), ("pässwörter", []), ("correct horse battery staple", []),
        ] as [(String, [IssueCode])])
    func eachRuleFindsItsOwnFault(password: String, expected: [IssueCode]) {
        #expect(Self.codes(password) == expected)
    }

    @Test(
        arguments: [
            ("14 characters.", [.fieldPasswordTooShort]), ("15 characters..", []),
            ("1234567", [.fieldPasswordTooShort]),
        ] as [(String, [IssueCode])])
    func passwordAloneMustBeLonger(password: String, expected: [IssueCode]) {
        #expect(Self.codes(password, isOnlyFactor: true) == expected)
    }

    @Test func everyFaultIsToldAtOnceAndNamesTheColumnAlone() {
        let (_, issues) = Self.check("acme.countess", isOnlyFactor: true)
        #expect(
            issues.map(\.code) == [
                .fieldPasswordTooShort, .fieldPasswordContainsUser, .fieldPasswordForbiddenWord,
            ])
        for issue in issues {
            #expect(issue.column == "password" && issue.value == nil)
            #expect(!issue.finding.contains("acme") && !issue.finding.contains("countess"))
        }
    }

    @Test func shortNamesAndEmptyWordsForbidNothing() {
        let (_, issues) = Self.check(
            "the ada is 1 ab!", words: [""], username: "ada", email: "ab@example.com")
        #expect(issues.isEmpty)
    }

    @Test func passwordIsComposedAndMeasuredSo() {
        let (normalised, issues) = Self.check("passe\u{301}word")
        #expect(issues.isEmpty)
        #expect(normalised == ContiguousArray("pass\u{E9}word".utf8))
        // 15 bytes as typed, 14 in Normalization Form C.
        #expect(Self.codes("twelve here e\u{301}", isOnlyFactor: true) == [.fieldPasswordTooShort])
    }

    @Test func wordsAreLookedForInTheComposedForm() {
        let (_, issues) = Self.check("my cafe\u{301} 2026", words: ["caf\u{E9}"])
        #expect(issues.map(\.code) == [.fieldPasswordForbiddenWord])
    }

    @Test func capitalsOfAnyScriptHideNoWordOrName() {
        let (normalised, issues) = Self.check(
            "MY CAFE\u{301} ZO\u{CB}", words: ["caf\u{E9}"], username: "zo\u{EB}")
        #expect(
            issues.map(\.code) == [.fieldPasswordContainsUser, .fieldPasswordForbiddenWord])
        #expect(normalised == ContiguousArray("MY CAF\u{C9} ZO\u{CB}".utf8))
    }
}
