import Credentials
import Provisioning
import Testing

@Suite struct CredentialVaultTests {
    static let key = KeyFile(path: "muster.key", secret: Array(0..<32))
    static let secret: ByteString = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    static func vault(key: KeyFile = key, threads: Int = 3) -> CredentialVault {
        CredentialVault(key: key, random: CountingRandom(), threads: threads)
    }

    @Test func hashesStandInTheOrderOfTheirPasswords() {
        let passwords = (0..<6).map { ContiguousArray("password \($0)".utf8) }
        let hashes = Self.vault().hashes(of: passwords)
        #expect(Set(hashes).count == passwords.count)
        #expect(hashes.count == passwords.count)
        for (password, hash) in zip(passwords, hashes) {
            let answer = PasswordVerification.verify(password, against: hash)
            #expect(answer.matches && !answer.needsUpgrade)
        }
        #expect(!PasswordVerification.verify(passwords[0], against: hashes[1]).matches)
    }

    @Test(arguments: [0, 1, 2])
    func fewPasswordsAreHashedOnManyThreads(count: Int) {
        let passwords = [ContiguousArray<UInt8>](repeating: [97], count: count)
        let hashes = Self.vault(threads: 8).hashes(of: passwords)
        #expect(hashes.count == count)
        #expect(hashes.allSatisfy { $0.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") })
        #expect(Set(hashes).count == count, "each has a salt of its own")
    }

    @Test func sealedSecretOpensForItsUserAlone() {
        let vault = Self.vault()
        let sealed = vault.seal(totpSecret: Self.secret, of: UserID(7))
        #expect(vault.open(sealed, of: UserID(7)) == Self.secret)
        #expect(vault.open(sealed, of: UserID(8)) == nil)
        #expect(vault.open(sealed, of: UserID(70)) == nil)
        #expect(vault.seal(totpSecret: Self.secret, of: UserID(7)) != sealed, "a new nonce")
    }

    @Test func sealedSecretDoesNotOpenUnderAnotherKey() {
        let sealed = Self.vault().seal(totpSecret: Self.secret, of: UserID(7))
        let other = Self.vault(key: KeyFile(path: "muster.key", secret: Array(1..<33)))
        #expect(other.open(sealed, of: UserID(7)) == nil)
        #expect(Self.vault().open(sealed, of: UserID(7)) == Self.secret, "another object does")
    }

    @Test func changedOrCutSealDoesNotOpen() {
        let vault = Self.vault()
        let sealed = vault.seal(totpSecret: Self.secret, of: UserID(7))
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(vault.open(changed, of: UserID(7)) == nil, "bit \(bit)")
        }
        for count in 0..<sealed.count {
            #expect(vault.open(Array(sealed[..<count]), of: UserID(7)) == nil, "\(count) bytes")
        }
        #expect(vault.open(sealed + [0], of: UserID(7)) == nil)
    }

    @Test func authenticatorAddressIsEscaped() {
        let vault = CredentialVault(
            key: Self.key, random: CountingRandom(), threads: 1, issuer: "A & B")
        #expect(
            vault.provisioningURI(totpSecret: "MZXW6YTB", username: "zoë:x")
                == "otpauth://totp/A%20%26%20B:zo%C3%AB%3Ax?secret=MZXW6YTB&issuer=A%20%26%20B"
                + "&algorithm=SHA1&digits=6&period=30")
    }

    @Test func newSecretsHaveTheirBits() {
        let vault = Self.vault()
        let secret = vault.newTOTPSecret()
        #expect(Base32.bytes(secret.bytes)?.count == 20)
        #expect(vault.newTOTPSecret() != secret)
        let token = vault.newToken()
        #expect(token.shown.utf8.count == 43)
        #expect(token.digest == LinkToken.digest(of: token.shown))
        #expect(vault.newToken().shown != token.shown)
    }
}
