/// Users as the records decided so far will have left them.
///
/// A run decides as if its records were applied one after another, but nothing is written yet. So
/// when a record meets a user whom earlier records of the file touch, those records are read again
/// and decided on top of what the directory has. Recent answers are kept.
package final class VirtualUsers {
    private let touched: TouchedUsers
    private let decider: RecordDecider
    private let rereader: RecordRereader
    private let directory: any UserLookup
    private var recent: [UserID: (record: UInt32, state: UserState?)] = [:]
    /// States kept at most, about a kilobyte each; beyond, all are forgotten. A membership file of
    /// 20,000 users sorted by group comes back to each of them once a group.
    private static let recentMax = 32_768

    package init(
        touched: TouchedUsers, decider: RecordDecider, rereader: RecordRereader,
        directory: any UserLookup
    ) {
        self.touched = touched
        self.decider = decider
        self.rereader = rereader
        self.directory = directory
    }

    /// The user as they will be, on top of what the directory has, which `loaded` gives where it is
    /// at hand; nil: deleted.
    ///
    /// - Complexity: one read per record that touched the user since the last answer.
    package func state(
        of user: UserID, loaded: UserState?, places: RecordPlaces
    ) throws(RunHalt) -> UserState? {
        var chain: [UInt32] = []
        var record = touched.lastChange(of: user)
        var state = loaded
        var isCached = false
        while record != 0 {
            if let known = recent[user], known.record == record {
                state = known.state
                isCached = true
                break
            }
            chain.append(record)
            record = touched.changeBefore(record)
        }
        if chain.isEmpty { return state }
        if !isCached, state == nil, user.provisionalOrdinal == nil {
            state = try directory.load([user])[user]
        }
        let findings = decider.findings
        defer { decider.findings = findings }
        for number in chain.reversed() {
            state = try replay(number, on: state, as: user, places: places)
        }
        note(user, record: touched.lastChange(of: user), state: state)
        return state
    }

    /// Keeps a state that was just worked out.
    package func note(_ user: UserID, record: UInt32, state: UserState?) {
        if recent.count >= Self.recentMax { recent.removeAll(keepingCapacity: true) }
        recent[user] = (record, state)
    }

    private func replay(
        _ number: UInt32, on state: UserState?, as user: UserID, places: RecordPlaces
    ) throws(RunHalt) -> UserState? {
        let batch = try rereader.record(number, places: places)
        let chunk = DecidedChunk(batch: batch)
        if let state {
            let decision = decider.decideExisting(0, of: batch, user: state, into: chunk)
            guard decision.changeIndex >= 0 else { return state }
            return state.applying(chunk.changes[Int(decision.changeIndex)])
        }
        guard user.provisionalOrdinal != nil else { return nil }
        let decision = decider.decideNew(0, of: batch, into: chunk)
        return UserState(
            creating: user, from: 0, of: chunk, decision: decision, feed: decider.context.feed)
    }
}
