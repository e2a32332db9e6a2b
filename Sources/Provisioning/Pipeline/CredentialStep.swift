/// Makes what a chunk's records need of secrets: hashes, sealed secrets, codes and tokens.
///
/// What takes time, hashing, is done before the chunk's transaction is opened, on all processors,
/// so that nobody waits for a lock meanwhile; the rest when the chunk is decided.
final class CredentialStep {
    private let issuer: any CredentialIssuer
    private let plan: DecidedRun
    private let shouldStop: () -> Bool
    /// Hashes of the chunk's passwords, by record.
    private var hashes: [Int: ByteString] = [:]
    /// Backup codes made for the chunk's records, by record.
    private var backupCodes: [Int: [(shown: String, stored: ByteString)]] = [:]
    /// Secrets of the chunk to be shown once.
    private(set) var shown: [(record: Int, secret: ShownSecret)] = []

    /// Passwords hashed between two looks at whether the run is to stop.
    private static let hashedAtOnce = 64

    init(issuer: any CredentialIssuer, plan: DecidedRun, shouldStop: @escaping () -> Bool) {
        self.issuer = issuer
        self.plan = plan
        self.shouldStop = shouldStop
    }

    /// Hashes what the records from `first` on will need, as the first reading decided them.
    /// - Returns: whether all of it was done; false: the run was asked to stop.
    func prepare(_ batch: RecordBatch, from first: Int) -> Bool {
        hashes.removeAll(keepingCapacity: true)
        backupCodes.removeAll(keepingCapacity: true)
        shown.removeAll(keepingCapacity: true)
        return hashPasswords(batch, from: first) && makeBackupCodes(batch, from: first)
    }

    private func hashPasswords(_ batch: RecordBatch, from first: Int) -> Bool {
        guard batch.layout.slot(of: .password) != nil else { return true }
        let wanted = (first..<batch.recordCount).filter { record in
            verdict(record, of: batch).outcome == .created
                && batch.value(record, .password).isValue
        }
        var start = 0
        while start < wanted.count {
            if shouldStop() { return false }
            let records = wanted[start..<min(start + Self.hashedAtOnce, wanted.count)]
            let passwords = records.map { record in
                ContiguousArray(batch.chunk.bytes(batch.value(record, .password).range))
            }
            for (record, hash) in zip(records, issuer.hashes(of: passwords)) {
                hashes[record] = hash
            }
            start += records.count
        }
        return true
    }

    private func makeBackupCodes(_ batch: RecordBatch, from first: Int) -> Bool {
        for record in first..<batch.recordCount
        where batch.actions[record] == .generateBackupCode && verdict(record, of: batch).writes {
            if shouldStop() { return false }
            backupCodes[record] = issuer.newBackupCodes(Self.count(record, of: batch))
        }
        return true
    }

    private static func count(_ record: Int, of batch: RecordBatch) -> Int {
        guard let cell = batch.bytes(record, .count) else { return 1 }
        return Int(cell.text) ?? 1
    }

    private func verdict(_ record: Int, of batch: RecordBatch) -> Verdict {
        plan.verdicts[Int(batch.chunk.records[record].number) - 1]
    }

    /// Adds what a decided record stores, and notes what it shows.
    ///
    /// `user` is the number that the user has or will have.
    func issue(
        _ access: AccessChanges, for record: Int, user: UserID, username: ByteString,
        into chunk: DecidedChunk
    ) {
        var issued = IssuedCredentials()
        let batch = chunk.batch
        switch access.password {
        case .cell: issued.passwordHash = hashes[record] ?? hash(record, of: batch)
        case .importedHash: issued.passwordHash = batch.bytes(record, .passwordHash)
        case .removed, nil: break
        }
        if access.takesTOTPSecret, let secret = batch.bytes(record, .totpSecret) {
            issued.totpSecret = issuer.seal(totpSecret: secret, of: user)
        }
        switch access.secret {
        case .totp:
            let secret = batch.bytes(record, .totpSecret) ?? issuer.newTOTPSecret()
            issued.totpSecret = issuer.seal(totpSecret: secret, of: user)
            let address = issuer.provisioningURI(totpSecret: secret, username: username)
            shown.append((record, ShownSecret(.totpURI, address)))
        case .backupCodes(let count):
            let codes = backupCodes[record] ?? issuer.newBackupCodes(count)
            issued.backupCodes = codes.map(\.stored)
            shown += codes.map { (record, ShownSecret(.backupCode, $0.shown)) }
        case .impersonation(let end):
            let token = issuer.newToken()
            issued.grant = (token.digest, end)
            shown.append(
                (record, ShownSecret(.impersonationToken, token.shown, expiresAt: end)))
        case nil: break
        }
        guard issued != IssuedCredentials() else { return }
        chunk.credentials.append((record, issued))
    }

    private func hash(_ record: Int, of batch: RecordBatch) -> ByteString? {
        guard let password = batch.bytes(record, .password) else { return nil }
        return issuer.hashes(of: [password.bytes]).first
    }
}
