import Crypto
import Glibc
package import Provisioning
import Synchronization

/// Makes hashes and secrets, and seals what has to be read again under the key file.
package final class CredentialVault: CredentialIssuer {
    private let random: any RandomBytes
    private let sealingKey: SymmetricKey
    private let threads: Int
    /// What authenticator applications call this place.
    private let issuer: String
    private let measured = Mutex<Duration?>(nil)

    /// Derives the keys; `threads` hash at once, each with 19 MiB.
    package init(
        key: KeyFile, random: any RandomBytes, threads: Int = CredentialVault.processors,
        issuer: String = "Muster"
    ) {
        self.random = random
        self.threads = max(1, threads)
        self.issuer = issuer
        sealingKey = SymmetricKey(data: key.key(for: .totpSecret))
    }

    /// Processors that are there for this process.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    // MARK: Passwords

    package func hashes(of passwords: [ContiguousArray<UInt8>]) -> [ByteString] {
        hashes(passwords.count) { self.hash(passwords[$0]) }
    }

    /// So many hashes, made on all threads, in order.
    private func hashes(
        _ count: Int, _ hash: @escaping @Sendable (Int) -> ByteString
    ) -> [ByteString] {
        guard count > 1, threads > 1 else { return (0..<count).map(hash) }
        let made = Mutex([ByteString](repeating: "", count: count))
        let next = Atomic<Int>(0)
        let shared = SharedWork(
            body: {
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard index < count else { return }
                    let hash = hash(index)
                    made.withLock { $0[index] = hash }
                }
            })
        shared.run(threads: min(threads, count))
        return made.withLock { $0 }
    }

    private func hash(_ password: ContiguousArray<UInt8>) -> ByteString {
        Argon2.hash(password, salt: random.bytes(Argon2.saltByteCount))
    }

    package func hashingCost() -> (each: Duration, threads: Int) {
        let each = measured.withLock { known in
            if let known { return known }
            let took = ContinuousClock().measure { _ = hash(ContiguousArray("measure".utf8)) }
            known = took
            return took
        }
        return (each, threads)
    }

    package func canVerify(passwordHash: ByteString) -> Bool {
        PasswordVerification.canVerify(passwordHash)
    }

    // MARK: TOTP

    package func seal(totpSecret: ByteString, of user: UserID) -> [UInt8] {
        let nonce = try? AES.GCM.Nonce(data: random.bytes(12))
        let box = try? AES.GCM.seal(
            Array(totpSecret.bytes), using: sealingKey, nonce: nonce,
            authenticating: Self.context(of: user))
        guard let sealed = box?.combined else { preconditionFailure("AES-GCM cannot seal") }
        return Array(sealed)
    }

    /// The secret that was sealed for this user; nil if it was sealed for another one, under another
    /// key, or changed since.
    package func open(_ sealed: [UInt8], of user: UserID) -> ByteString? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let secret = try? AES.GCM.open(
                box, using: sealingKey, authenticating: Self.context(of: user))
        else { return nil }
        return ByteString(secret)
    }

    /// Binds a sealed secret to one user.
    private static func context(of user: UserID) -> [UInt8] {
        Array("totp:\(user.value)".utf8)
    }

    package func newTOTPSecret() -> ByteString { Base32.text(random.bytes(20)) }

    package func provisioningURI(totpSecret: ByteString, username: ByteString) -> String {
        let name = Self.escaped(username.bytes)
        let place = Self.escaped(issuer.utf8)
        return "otpauth://totp/\(place):\(name)?secret=\(totpSecret.text)&issuer=\(place)"
            + "&algorithm=SHA1&digits=\(TOTP.digits)&period=\(TOTP.stepSeconds)"
    }

    private static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + Hexadecimal.text([byte]).uppercased()
            }
        }
        return text
    }

    // MARK: Codes and tokens

    package func newBackupCodes(_ count: Int) -> [(shown: String, stored: ByteString)] {
        let salt = random.bytes(Argon2.saltByteCount)
        let shown = (0..<count).map { _ in
            BackupCodes.shown(random.bytes(BackupCodes.byteCount))
        }
        let stored = hashes(count) {
            Argon2.hash(BackupCodes.normalise(shown[$0]) ?? [], salt: salt)
        }
        return zip(shown, stored).map { ($0, $1) }
    }

    package func newToken() -> (shown: String, digest: [UInt8]) {
        let text = Base64.urlSafe(random.bytes(32))
        return (text, LinkToken.digest(of: text))
    }
}

/// The same work on several threads at once.
private struct SharedWork: Sendable {
    let body: @Sendable () -> Void

    func run(threads: Int) {
        let others = (1..<max(1, threads)).map { _ in StageThread(body) }
        body()
        for thread in others { thread.join() }
    }
}
