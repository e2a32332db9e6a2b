import Credentials
import Provisioning
import Testing

@Suite struct BackupCodesTests {
    static let key = KeyFile(path: "muster.key", secret: Array(0..<32))

    static func vault() -> CredentialVault {
        CredentialVault(key: key, random: CountingRandom(), threads: 1)
    }

    @Test func codesHaveEightyBitsInFourGroups() {
        let random = SystemRandom()
        let codes = (0..<1_000).map { _ in BackupCodes.shown(random.bytes(BackupCodes.byteCount)) }
        #expect(Set(codes).count == codes.count)
        for code in codes {
            let groups = code.split(separator: "-", omittingEmptySubsequences: false)
            #expect(groups.map(\.utf8.count) == [4, 4, 4, 4])
            #expect(BackupCodes.normalise(code).flatMap { Base32.bytes($0) }?.count == 10)
        }
    }

    @Test func codeIsTypedInAnyCaseWithoutHyphens() {
        let code = Array("ABCDEFGH234567XY".utf8)
        for text in [
            "ABCD-EFGH-2345-67XY", "abcd-efgh-2345-67xy", "abcdefgh234567xy", "AbCd EfGh 2345 67xY",
            " ABCD-EFGH-2345-67XY ", "abcdefgh-234567xy",
        ] {
            #expect(BackupCodes.normalise(text) == code, "\(text)")
        }
        for text in [
            "", "ABCD-EFGH-2345-67X", "ABCD-EFGH-2345-67XYZ", "ABCD-EFGH-2345-6781",
            "ÄBCDEFGH234567X",
            "ABCD_EFGH_2345_6", "[BCDEFGH234567XY", "ABCDEFGH234567X\n",
        ] {
            #expect(BackupCodes.normalise(text) == nil, "\(text)")
        }
    }

    @Test func matchFindsTheCodeAmongSeveralBatches() {
        let vault = Self.vault()
        let first = vault.newBackupCodes(2)
        let second = vault.newBackupCodes(2)
        let all = first + second
        let stored = all.map(\.stored)
        let salts = stored.map { $0.text.split(separator: "$")[3] }
        #expect(salts[0] == salts[1] && salts[2] == salts[3] && salts[0] != salts[2])
        #expect(Set(stored).count == 4)
        for index in [0, 3] {
            #expect(BackupCodes.match(all[index].shown.lowercased(), among: stored) == index)
        }
        #expect(BackupCodes.match("AAAA-AAAA-AAAA-AAAA", among: stored) == nil)
        #expect(BackupCodes.match(all[0].shown, among: Array(stored[1...])) == nil)
        #expect(BackupCodes.match(all[0].shown, among: []) == nil)
        #expect(vault.newBackupCodes(0).isEmpty)
    }

    /// A salt that this program would not make must neither trap nor be used for hashing.
    @Test(arguments: ["", "$", "AAAA", "c29tZXNhbHQ", "AAAAAAAAAAAAAAAAAAAAA"])
    func storedHashWithAnotherSaltMatchesNothing(salt: String) {
        let key = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let stored = ByteString("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(key)".utf8)
        #expect(BackupCodes.match("AAAA-AAAA-AAAA-AAAA", among: [stored, "x"]) == nil)
    }
}
