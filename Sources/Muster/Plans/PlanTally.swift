import Credentials
import Provisioning

/// Adds the records of a plan up to what its header says of them.
struct PlanTally {
    private var mails: [Owed: UInt64] = [:]
    private var surplusCount: UInt64 = 0
    private var surplus: [(record: UInt64, user: UInt64, devices: UInt64, limit: UInt64)] = []
    private var factors: [IssueCode: (count: UInt64, records: [UInt64])] = [:]
    private var users = FileDigest()
    private(set) var lines: UInt64 = 0

    private struct Owed: Hashable {
        var kind: MailKind
        var due: String
    }

    /// Findings about second factors that cannot be used, or not yet.
    static let factorCodes: [IssueCode] = [
        .policySecondFactorNoGateway, .policySecondFactorNoPhone, .policySecondFactorNoEmail,
        .policySecondFactorEnrolmentPending,
    ]
    private static let recordsShown = 5

    mutating func add(_ record: PlannedRecord) {
        lines += 1
        for mail in record.mails {
            let due = mail.dueAt?.day ?? "now"
            mails[Owed(kind: mail.kind, due: due), default: 0] += 1
        }
        if let over = record.surplus {
            surplusCount += 1
            if surplus.count < PlanHeader.listedMax {
                surplus.append(
                    (
                        UInt64(record.number), UInt64(record.user?.value ?? 0),
                        UInt64(over.devices), UInt64(over.limit)
                    ))
            }
        }
        for code in Set(record.issues.map(\.code)) where Self.factorCodes.contains(code) {
            var found = factors[code] ?? (0, [])
            found.count += 1
            if found.records.count < Self.recordsShown {
                found.records.append(UInt64(record.number))
            }
            factors[code] = found
        }
        if let user = record.user, let version = record.version {
            for number in [user.value, version] {
                withUnsafeBytes(of: number.littleEndian) { users.update($0) }
            }
        }
    }

    /// Fills in what was added up.
    func complete(_ header: inout PlanHeader) {
        header.lines = lines
        header.users = users.hexadecimal
        header.mails = mails.map { (kind: $0.key.kind.word, due: $0.key.due, count: $0.value) }
            .sorted { ($0.kind, $0.due) < ($1.kind, $1.due) }
        header.surplusCount = surplusCount
        header.surplus = surplus
        header.factors = Self.factorCodes.compactMap { code in
            factors[code].map { (code.rawValue, $0.count, $0.records) }
        }
    }

    /// SHA-256 over outcome and target of each verdict.
    static func digest(of plan: DecidedRun) -> String {
        var digest = FileDigest()
        var block: [UInt8] = []
        block.reserveCapacity(1 << 16)
        for verdict in plan.verdicts {
            block.append(verdict.outcome.rawValue)
            let target: (UInt8, UInt32) =
                switch verdict.target {
                case .nobody: (0, 0)
                case .user(let user): (1, user.value)
                case .newUser(let ordinal): (2, ordinal)
                }
            block.append(target.0)
            withUnsafeBytes(of: target.1.littleEndian) { block.append(contentsOf: $0) }
            if block.count >= 65_000 {
                block.withUnsafeBytes { digest.update($0) }
                block.removeAll(keepingCapacity: true)
            }
        }
        block.withUnsafeBytes { digest.update($0) }
        return digest.hexadecimal
    }
}
