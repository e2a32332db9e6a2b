import Provisioning
import Testing

@Suite("Words: actions, booleans, second factors, device limits, counts")
struct WordTests {
    private let cells = CellChecker()

    @Test(arguments: [
        ("add", Action.add), ("Create", .add), ("INSERT", .add), ("new", .add), ("A", .add),
        ("i", .add), ("update", .update), ("Modify", .update), ("change", .update), ("U", .update),
        ("m", .update), ("delete", .delete), ("Remove", .delete), ("d", .delete),
        ("Add To Groups", .addToGroups), ("add_to_groups", .addToGroups),
        ("ADD-TO-GROUPS", .addToGroups), (" Reset MFA ", .resetMFA), ("upsert", .upsert),
    ])
    func actionWordIsFolded(word: String, action: Action) {
        #expect(cells.check(.action, word) == .value(action.word))
        #expect(Array(word.utf8).withUnsafeBytes { ActionWord.parse($0) } == action)
    }

    @Test(arguments: Action.allCases) func everyActionHasItsWord(action: Action) {
        #expect(cells.answer(.action, action.word) == .asWritten)
    }

    @Test(arguments: ["", "ad", "adds", "x", "add-", "-d", "löschen", "generate-backup-codes-now"])
    func unknownActionIsNone(word: String) {
        #expect(Array(word.utf8).withUnsafeBytes { ActionWord.parse($0) } == nil)
    }

    @Test func unknownActionListsTheAllowedOnes() {
        #expect(cells.check(.action, "explode") == .fault(.fieldActionUnknown))
        #expect(cells.finding(.action, "explode")?.contains("add-to-groups") == true)
    }

    @Test(arguments: [
        ("true", "true"), ("FALSE", "false"), ("Yes", "true"), ("no", "false"), ("Y", "true"),
        ("n", "false"), ("1", "true"), ("0", "false"), ("on", "true"), ("Off", "false"),
    ])
    func booleanIsFolded(word: String, expected: String) {
        #expect(cells.check(.enabled, word) == .value(expected))
        #expect(cells.check(.sendMail, word) == .value(expected))
    }

    @Test(arguments: [
        ("Active", "true"), ("inactive", "false"), ("ENABLED", "true"), ("disabled", "false"),
        ("SUSPENDED", "false"),
    ])
    func accountStateCountsForEnabledOnly(word: String, expected: String) {
        #expect(cells.check(.enabled, word) == .value(expected))
        #expect(cells.check(.sendMail, word) == .fault(.fieldBooleanMalformed))
    }

    @Test(arguments: ["maybe", "2", "on leave", "T/F", "wahr", "-1"])
    func otherWordIsNoBoolean(word: String) {
        #expect(cells.check(.enabled, word) == .fault(.fieldBooleanMalformed))
    }

    @Test(arguments: [
        // A feed with A for active, T for terminated and L for on leave.
        ("A", "true"), ("a", "true"), (" T ", "false"), ("t", "false"), ("L", "false"),
        ("On Leave", "false"), ("là", "true"), ("yes", "true"), ("f", "false"), ("true", "false"),
    ])
    func wordsOfTheProfileGoBeforeTheUsualOnes(word: String, expected: String) {
        #expect(ownWords.check(.enabled, word) == .value(expected))
        #expect(ownWords.check(.sendMail, word) == .value(expected))
    }

    @Test(arguments: ["AT", "on-leave", "LÀ", "S", "\u{301}a"])
    func nothingElseIsAWordOfTheProfile(word: String) {
        #expect(ownWords.check(.enabled, word) == .fault(.fieldBooleanMalformed))
    }

    @Test func wordsOfTheProfileAreAmongTheAllowedOnes() {
        let finding = ownWords.finding(.enabled, "X")
        #expect(
            finding?.hasPrefix("is neither yes nor no: A, là, T, L, on leave, TRUE, true, false")
                == true, "\(finding ?? "")")
    }

    private var ownWords: CellChecker {
        var profile = FeedProfile()
        profile.trueWords = ["A", "là"]
        profile.falseWords = ["T", "L", "on leave", "TRUE"]
        return CellChecker(profile: profile)
    }

    @Test(arguments: [
        ("otp-sms", "otp-sms"), ("OTP SMS", "otp-sms"), ("otp_sms", "otp-sms"), ("sms", "otp-sms"),
        ("Email", "otp-email"), ("Google Authenticator", "totp"), ("authenticator", "totp"),
        ("YubiKey", "hardware-token"), ("passkey", "webauthn"), ("None", "none"),
        ("Default", "default"),
    ])
    func secondFactorIsFolded(word: String, expected: String) {
        #expect(cells.check(.secondFactor, word) == .value(expected))
    }

    @Test(arguments: SecondFactorMethod.allCases)
    func everySecondFactorHasItsWord(method: SecondFactorMethod) {
        #expect(cells.answer(.secondFactor, method.word) == .asWritten)
        #expect(
            Array(method.word.utf8).withUnsafeBytes { SecondFactorWord.parse($0) }
                == .method(method))
    }

    @Test func unknownSecondFactorIsRefused() {
        #expect(cells.check(.secondFactor, "carrier pigeon") == .fault(.fieldSecondFactorUnknown))
    }

    @Test(arguments: [
        ("1", CheckedCell.value("1")), ("100", .value("100")), ("007", .value("7")),
        (" 3 ", .value("3")), ("default", .value("default")), ("DEFAULT", .value("default")),
        ("0", .fault(.policyDeviceLimitBelowMinimum)),
        ("-1", .fault(.policyDeviceLimitBelowMinimum)),
        ("101", .fault(.policyDeviceLimitAboveMaximum)),
        ("99999999999999999999999", .fault(.policyDeviceLimitAboveMaximum)),
        ("3.0", .fault(.fieldDeviceLimitMalformed)), ("three", .fault(.fieldDeviceLimitMalformed)),
        ("+3", .fault(.fieldDeviceLimitMalformed)), ("-", .fault(.fieldDeviceLimitMalformed)),
        ("\u{663}", .fault(.fieldDeviceLimitMalformed)),
    ])
    func deviceLimitIsANumberInRange(cell: String, expected: CheckedCell) {
        #expect(cells.check(.deviceLimit, cell) == expected)
    }

    @Test func deviceLimitFollowsTheConfiguredMaximum() {
        var limits = Limits()
        limits.deviceLimitMax = 5
        let checker = CellChecker(limits: limits)
        #expect(checker.check(.deviceLimit, "5") == .value("5"))
        #expect(checker.check(.deviceLimit, "6") == .fault(.policyDeviceLimitAboveMaximum))
        #expect(checker.finding(.deviceLimit, "6")?.contains("1 to 5") == true)
        #expect(checker.finding(.deviceLimit, "3.0")?.contains("spreadsheet") == true)
    }

    @Test(arguments: [
        ("1", CheckedCell.value("1")), ("10", .value("10")), ("0", .fault(.fieldCountMalformed)),
        ("11", .fault(.fieldCountMalformed)), ("x", .fault(.fieldCountMalformed)),
        ("05", .value("5")),
    ])
    func countIsOneToTen(cell: String, expected: CheckedCell) {
        #expect(cells.check(.count, cell) == expected)
    }
}
