import Provisioning

/// Makes decided chunks from plain values.
struct ChunkBuilder {
    let chunk: DecidedChunk
    private let batch: RecordBatch
    private static let columns: [UserColumn] = [
        .username, .email, .firstName, .department, .phone, .passwordHash, .reason,
    ]

    /// - Parameter attributes: names of custom attributes that the feed has.
    init(attributes: [ByteString] = []) {
        var layout = ColumnLayout()
        for column in Self.columns { _ = layout.addColumn(column) }
        for name in attributes { _ = layout.addAttribute(name) }
        batch = RecordBatch(chunk: FeedChunk(capacity: 64), layout: layout)
        chunk = DecidedChunk(batch: batch)
    }

    /// Number of the next record.
    var next: Int { chunk.decisions.count }

    /// Adds a record that creates the `ordinal`-th user of the run.
    func create(
        _ ordinal: UInt32, _ person: Person, groups: [GroupIndex] = [], mail: Bool = false,
        fingerprint: UInt64? = nil, access: AccessChanges? = nil,
        configure: (inout RecordDecision) -> Void = { _ in }
    ) {
        addRecord(person, fingerprint: fingerprint ?? 0)
        var decision = RecordDecision(outcome: .created, action: .add)
        decision.target = .newUser(ordinal)
        let first = Int32(chunk.groups.count)
        chunk.groups.append(contentsOf: groups)
        decision.groups = first..<first + Int32(groups.count)
        decision.owesOnboardingMail = mail
        decision.keepsFingerprint = fingerprint != nil
        if let access {
            decision.accessIndex = Int32(chunk.newAccess.count)
            chunk.newAccess.append(access)
        }
        configure(&decision)
        chunk.decisions.append(decision)
    }

    /// Adds a record that changes a user.
    func change(
        _ state: UserState, target: DecisionTarget? = nil, outcome: Outcome = .updated,
        action: Action = .update, fingerprint: UInt64? = nil, person: Person? = nil,
        mail: Bool = false, _ edit: (inout UserChanges) -> Void
    ) {
        addRecord(person, fingerprint: fingerprint ?? 0)
        var changes = UserChanges(before: state)
        edit(&changes)
        var decision = RecordDecision(outcome: outcome, action: action)
        decision.target = target ?? .user(state.id)
        decision.changeIndex = Int32(chunk.changes.count)
        decision.owesOnboardingMail = mail
        decision.keepsFingerprint = fingerprint != nil
        chunk.changes.append(changes)
        chunk.decisions.append(decision)
    }

    /// Says what the secrets of the last record have become.
    func issue(_ edit: (inout IssuedCredentials) -> Void) {
        var issued = IssuedCredentials()
        edit(&issued)
        chunk.credentials.append((next - 1, issued))
    }

    /// Adds a record that finds its user unchanged.
    func confirm(_ user: UserID, fingerprint: UInt64) {
        addRecord(nil, fingerprint: fingerprint)
        var decision = RecordDecision(outcome: .unchanged, action: .upsert)
        decision.target = .user(user)
        decision.keepsFingerprint = true
        chunk.decisions.append(decision)
    }

    private func addRecord(_ person: Person?, fingerprint: UInt64) {
        let number = UInt32(batch.chunk.records.count + 1)
        batch.chunk.records.append(
            FeedRecord(
                number: number, line: UInt64(number) + 1, offset: 0, byteLength: 0, firstField: 0,
                fieldCount: 0, start: 0))
        batch.fingerprints.append(RowFingerprint(high: fingerprint, low: ~fingerprint))
        for content in batch.layout.contents { batch.values.append(cell(content, person)) }
    }

    private func cell(_ content: ColumnLayout.Content, _ person: Person?) -> CellValue {
        guard let text = person?.value(content) else { return .keep }
        return text.bytes.withUnsafeBytes { CellValue(batch.chunk.append($0)) }
    }
}

/// A person as a feed describes one.
struct Person {
    var username: ByteString
    var email: ByteString
    var externalID: ByteString?
    var firstName: ByteString?
    var department: ByteString?
    var passwordHash: ByteString?
    var reason: ByteString?
    var attributes: [ByteString: ByteString] = [:]

    init(_ name: String, externalID: ByteString? = nil) {
        username = ByteString(name)
        email = ByteString("\(name)@example.com")
        self.externalID = externalID
    }

    static func folded(_ text: ByteString) -> ByteString { ByteString(text.text.lowercased()) }

    func value(_ content: ColumnLayout.Content) -> ByteString? {
        switch content {
        case .usernameKey: Self.folded(username)
        case .emailKey: Self.folded(email)
        case .attribute(let name): attributes[name]
        case .column(.username): username
        case .column(.email): email
        case .column(.externalID): externalID
        case .column(.firstName): firstName
        case .column(.department): department
        case .column(.passwordHash): passwordHash
        case .column(.reason): reason
        case .column: nil
        }
    }
}
