/// A few of the records that tripped the guards, with their places.
///
/// Which ones is known when the guards have been checked; where they stand is learnt while the
/// results of the stopped run are written.
struct GuardExamples {
    /// Examples of each guard.
    static let examplesMax = 5

    /// What the file is called; nil: the program made the records, and users stand for them.
    private let file: String?
    private let showsValues: Bool
    /// Numbers of verdicts from 1 by guard, as they follow in the plan: leavers after the records.
    private var chosen: [(name: GuardName, verdicts: [UInt32])] = []
    /// Users by verdicts that belong to no record of a file.
    private var users: [UInt32: UserID] = [:]
    /// What a record is called, once it was met.
    private var places: [UInt32: String] = [:]
    private var wanted: Set<UInt32> = []

    init(_ plan: DecidedRun, tripped: [GuardName], file: String?, showsValues: Bool) {
        self.file = file
        self.showsValues = showsValues
        for name in tripped {
            let verdicts = Self.verdicts(name, plan)
            guard !verdicts.isEmpty else { continue }
            chosen.append((name, verdicts))
            for number in verdicts {
                let isRecord = file != nil && UInt64(number) <= plan.recordCount
                if !isRecord, case .user(let user) = plan.verdicts[Int(number) - 1].target {
                    users[number] = user
                } else {
                    wanted.insert(number)
                }
            }
        }
    }

    private static func verdicts(_ name: GuardName, _ plan: DecidedRun) -> [UInt32] {
        switch name {
        case .removals: first(plan) { $0 == .deleted || $0 == .disabled }
        case .rejects: first(plan) { $0 == .rejected }
        case .creates: first(plan) { $0 == .created }
        case .updates: first(plan) { $0 == .updated }
        case .identity: plan.identity.records[plan.identity.largest.column] ?? []
        case .drift, .health: []
        }
    }

    private static func first(_ plan: DecidedRun, where counts: (Outcome) -> Bool) -> [UInt32] {
        var found: [UInt32] = []
        for (index, verdict) in plan.verdicts.enumerated() where counts(verdict.outcome) {
            found.append(UInt32(index) + 1)
            if found.count == examplesMax { break }
        }
        return found
    }

    /// Looks for the examples among the records of a batch.
    mutating func meet(_ batch: RecordBatch) {
        guard !wanted.isEmpty, let first = batch.chunk.records.first?.number else { return }
        for number in wanted {
            guard number >= first, Int(number - first) < batch.recordCount else { continue }
            let index = Int(number - first)
            let record = batch.chunk.records[index]
            guard record.number == number else { continue }
            var place = file.map { "\($0):\(record.line) (record \(number))" } ?? "record \(number)"
            if showsValues, let who = Self.name(index, of: batch) { place += " \(who)" }
            places[number] = place
            wanted.remove(number)
        }
    }

    private static func name(_ record: Int, of batch: RecordBatch) -> String? {
        let columns: [UserColumn] = [.username, .email, .externalID, .user]
        return columns.lazy.compactMap { batch.bytes(record, $0) }.first.map {
            MessageText.quoted($0.text)
        }
    }

    /// Users without a record among the examples.
    var usersWithoutRecord: [UserID] { users.values.sorted() }

    /// A line for each guard that has examples; `known` gives the usernames to show.
    func lines(_ known: [UserID: UserState]) -> [String] {
        chosen.map { name, verdicts in
            let examples = verdicts.compactMap { number -> String? in
                guard let user = users[number] else { return places[number] }
                let who = known[user].map { " \(MessageText.quoted($0.username.text))" } ?? ""
                return "id:\(user.value)\(who)"
            }
            return "\(name.rawValue), for example: \(examples.joined(separator: ", "))"
        }
    }
}
