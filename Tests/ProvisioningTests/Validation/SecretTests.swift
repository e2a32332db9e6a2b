import Provisioning
import Testing

@Suite("Passwords, hashes and TOTP secrets")
struct SecretTests {
    private let cells = CellChecker()
    private static let crypt22 = String(repeating: "a", count: 22)
    private static let hash43 = String(repeating: "B", count: 43)

    @Test func passwordBitesAtBothLimits() {
        #expect(cells.check(.password, "1234567") == .fault(.fieldPasswordTooShort))
        #expect(cells.check(.password, "12345678") == .value("12345678"))
        let long = String(repeating: "x", count: 1_024)
        #expect(cells.check(.password, long) == .value(long))
        #expect(cells.check(.password, long + "x") == .fault(.fieldPasswordTooLong))
        let accents = String(repeating: "e\u{301}", count: 512)
        #expect(cells.check(.password, accents) == .value(String(repeating: "\u{E9}", count: 512)))
        #expect(cells.check(.password, accents + "e") == .fault(.fieldPasswordTooLong))
        let far = String(repeating: "x", count: 5_000) + "\u{E9}"
        #expect(cells.check(.password, far) == .fault(.fieldPasswordTooLong))
    }

    @Test func passwordKeepsSpacesAndIsComposed() {
        #expect(cells.answer(.password, " spaced out ") == .asWritten)
        guard case .value(let text) = cells.check(.password, "passe\u{301}word") else {
            Issue.record("refused")
            return
        }
        #expect(Array(text.utf8) == Array("pass\u{E9}word".utf8))
        #expect(
            Array("passe\u{301}word".utf8).withUnsafeBytes { PasswordRule.normalised($0) }
                == ContiguousArray("pass\u{E9}word".utf8))
        #expect(([0x61, 0xFF] as [UInt8]).withUnsafeBytes { PasswordRule.normalised($0) } == nil)
    }

    @Test(arguments: ["pass\u{0}word", "pass\nword!", "pass\u{202E}word"])
    func passwordWithControlCharactersIsRefused(password: String) {
        #expect(cells.check(.password, password) == .fault(.fieldTextForbiddenCharacter))
    }

    @Test(arguments: [
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$\(hash43)",
        "$argon2i$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$\(hash43)",
        "$argon2id$m=4096,t=3,p=1$c29tZXNhbHQ$\(hash43)",
        "$2b$12$\(crypt22)\(String(repeating: "b", count: 31))",
        "$2a$10$\(crypt22)\(String(repeating: "b", count: 31))",
        "$2y$04$\(crypt22)\(String(repeating: "b", count: 31))",
        "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$\(hash43)",
        "$7$CU..../....2Q9obwLhin8qvQl6sisAO/$\(hash43)",
        "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$\(hash43)",
        "$pbkdf2-sha512$29000$N2YMIWQsBWBMae09x1jrPQ$\(hash43)\(hash43)",
        "pbkdf2_sha256$260000$c29tZXNhbHQ$\(hash43)=",
        "$6$saltstring$\(hash43)\(hash43)", "$6$rounds=10000$saltstring$\(hash43)\(hash43)",
        "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g5czMy", "$y$j9T$\(crypt22)$\(hash43)",
    ])
    func hashOfAKnownFormIsAccepted(hash: String) {
        #expect(cells.check(.passwordHash, hash) == .value(hash))
    }

    @Test(arguments: [
        "hunter22", "5f4dcc3b5aa765d61d8327deb882cf99", "$1$salt$\(hash43)", "$2b$12$short",
        "$2b$99$\(crypt22)\(String(repeating: "b", count: 31))", "{MD5}XUFAKrxLKna5cZ2REBfFkg==",
        "{SSHA}", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$salt$", "$", "$$", "$$$", "{", "{}",
        "}",
        "$6$saltstring$short", "$5$salt$\(hash43)", "$y$j9T$salt$short",
        "$y$j9T0.$salt$\(hash43)", "$y$j9T$s-lt$\(hash43)", "$argon2id$v=19$m=1$s alt$\(hash43)",
        "\u{E9}", "pbkdf2_md5$1$a$b", "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g5c*My",
    ])
    func anythingElseIsNoHash(hash: String) {
        #expect(cells.check(.passwordHash, hash) == .fault(.fieldPasswordHashUnsupported))
    }

    @Test(arguments: [
        ("JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP"), ("jbsw y3dp ehpk 3pxp", "JBSWY3DPEHPK3PXP"),
        ("JBSW-Y3DP-EHPK-3PXP", "JBSWY3DPEHPK3PXP"),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        ("GEZDGNBVGY3TQOJQGEZDGNA=", "GEZDGNBVGY3TQOJQGEZDGNA"),
    ])
    func totpSecretIsKeptInPlainCapitals(cell: String, expected: String) {
        #expect(cells.check(.totpSecret, cell) == .value(expected))
    }

    @Test(arguments: [
        "JBSWY3DPEHPK3PX", "JBSWY3DPEHPK3", "12345678901234567890", "JBSWY3DPEHPK3PX1",
        "JBSW=Y3DPEHPK3PXP", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", "=", "JBSWY3DPEHPK3PXPA",
        "\u{E9}BSWY3DPEHPK3PXP", " ",
    ])
    func otherTextIsNoTOTPSecret(cell: String) {
        #expect(cells.check(.totpSecret, cell) == .fault(.fieldTOTPSecretMalformed))
    }

    @Test func totpSecretBitesAboveItsLimit() {
        // 1,024 bits are 128 bytes: 204.8 characters of base32, so 205 of them.
        let longest = String(repeating: "A", count: 205)
        #expect(cells.check(.totpSecret, longest) == .value(longest))
        #expect(
            cells.check(.totpSecret, longest + "AA") == .fault(.fieldTOTPSecretMalformed))
    }

    @Test func findingsNeverShowTheSecret() {
        let marks = ["s3cr3t", "S3CR3T"]
        for column in UserColumn.allCases where column.isSecret {
            for cell in [
                "s3cr3t", "s3cr3t\u{7}xxxx", "s3cr3t" + String(repeating: "x", count: 2_000),
            ] {
                guard let finding = cells.finding(column, cell) else { continue }
                #expect(!marks.contains { finding.contains($0) })
                #expect(!finding.contains("U+"))
            }
        }
    }
}
