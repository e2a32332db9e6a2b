import Provisioning

/// One entry of the audit log: the columns of its row.
struct AuditEntry: Equatable {
    /// Number of the entry, from 1, without gaps.
    var id: Int64
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var at: Int64
    /// Raw value of an `AuditKind`.
    var kind: Int64
    /// 0: outside a run.
    var run: Int64 = 0
    /// 0: about no user, or about several.
    var user: Int64 = 0
    /// First and last record that a `records` entry covers; else 0.
    var firstRecord: Int64 = 0
    var lastRecord: Int64 = 0
    var body: ContiguousArray<UInt8>
    /// Code that covers all of the above and the code of the entry before.
    var code: [UInt8] = []

    static let columns = "id, at, kind, run_id, user_id, first_record, last_record, body, code"

    /// The entry of a row of `columns`.
    init(_ row: PreparedStatement) {
        id = row.int64(0)
        at = row.int64(1)
        kind = row.int64(2)
        run = row.int64(3)
        user = row.int64(4)
        firstRecord = row.int64(5)
        lastRecord = row.int64(6)
        body = ContiguousArray(row.bytes(7))
        code = Array(row.bytes(8))
    }

    init(id: Int64, at: Int64, kind: AuditKind, body: ContiguousArray<UInt8>) {
        self.id = id
        self.at = at
        self.kind = Int64(kind.rawValue)
        self.body = body
    }

    /// The code that the entry has after an entry with `previous`.
    ///
    /// It covers the numbers as eight bytes each, the lowest first, then the length of the body in
    /// the same way, then the body: no two entries give the same bytes.
    func code(after previous: [UInt8], by seal: any AuditSeal) -> [UInt8] {
        var bytes: ContiguousArray<UInt8> = []
        bytes.reserveCapacity(64 + body.count)
        for number in [id, at, kind, run, user, firstRecord, lastRecord, Int64(body.count)] {
            bytes.append(littleEndian: number)
        }
        bytes.append(contentsOf: body)
        return bytes.withUnsafeBytes { seal.link(after: previous, $0) }
    }
}

extension AuditHead {
    /// The head with its signature, which covers the number as eight bytes, the lowest first, and
    /// the code.
    init(entry: Int64, code: [UInt8], signedBy seal: any AuditSeal) {
        var bytes: ContiguousArray<UInt8> = []
        bytes.append(littleEndian: entry)
        bytes.append(contentsOf: code)
        self.init(
            entry: entry, code: code, signature: bytes.withUnsafeBytes { seal.sign(head: $0) })
    }

    /// Whether the signature is the one that `seal` gives.
    func isSigned(by seal: any AuditSeal) -> Bool {
        self == AuditHead(entry: entry, code: code, signedBy: seal)
    }
}
