/// Says whom a record is about, from the users that its keys lead to.
package struct UserMatcher {
    /// Whom a record is about.
    package enum Match: Equatable {
        case nobody
        case user(UserState)
        /// The record's keys contradict each other or the directory.
        case refused(DecisionFinding)
    }

    /// Users found by each key of a record; nil: no such key, or nobody has it.
    package struct Candidates {
        /// Found by the `user` cell.
        package var byUser: UserState?
        package var byExternalID: UserState?
        package var byUsername: UserState?
        package var byEmail: UserState?
        package init() {}

        package subscript(key: MatchKey) -> UserState? {
            switch key {
            case .externalID: byExternalID
            case .username: byUsername
            case .email: byEmail
            }
        }
    }

    /// Keys of the record in compared form; nil: not given.
    package struct Keys {
        package var username: ByteString?
        package var email: ByteString?
        package var externalID: ByteString?
        package init() {}
    }

    package let order: [MatchKey]

    package init(order: [MatchKey]) { self.order = order }

    /// Whom a describing record without a `user` cell is about.
    ///
    /// Keys that lead to different users, and keys of a user with another external id, are
    /// refused: a recycled address must not inherit an account.
    package func match(_ candidates: Candidates, keys: Keys) -> Match {
        if let user = candidates.byUser { return rename(user, candidates) }
        var found: (key: MatchKey, user: UserState)?
        for key in order {
            guard let user = candidates[key] else { continue }
            if let found, found.user.id != user.id {
                return .refused(
                    DecisionFinding(
                        .matchUserAmbiguous, column: key.column, related: user.id.value,
                        other: found.user.id.value))
            }
            if found == nil { found = (key, user) }
        }
        guard let (_, user) = found else { return .nobody }
        if let refusal = recycled(user, candidates, keys) { return refusal }
        if candidates.byExternalID == nil, candidates.byUsername == nil,
            let username = keys.username, username != user.usernameKey
        {
            return .refused(
                DecisionFinding(.matchUsernameDiffers, column: .username, related: user.id.value))
        }
        return .user(user)
    }

    /// Whom an action on a user is about: the `user` cell, else the keys, which must agree.
    package func matchTarget(_ candidates: Candidates, keys: Keys) -> Match {
        if let user = candidates.byUser { return .user(user) }
        var found: UserState?
        for key in order {
            guard let user = candidates[key] else { continue }
            if let found, found.id != user.id {
                return .refused(
                    DecisionFinding(
                        .matchUserAmbiguous, column: key.column, related: user.id.value,
                        other: found.id.value))
            }
            if found == nil { found = user }
        }
        guard let user = found else { return .nobody }
        return recycled(user, candidates, keys) ?? .user(user)
    }

    /// Why a user whom other keys find is not the one of the record's external id; nil: they may be.
    private func recycled(_ user: UserState, _ candidates: Candidates, _ keys: Keys) -> Match? {
        guard let externalID = keys.externalID, candidates.byExternalID == nil,
            let known = user.externalID, known != externalID
        else { return nil }
        return .refused(
            DecisionFinding(.matchExternalIDDiffers, column: .externalID, related: user.id.value))
    }

    /// The user whom `delete` names: username and e-mail must both be theirs.
    package func matchDeleted(_ candidates: Candidates, keys: Keys) -> Match {
        guard let user = candidates.byUser ?? candidates.byUsername ?? candidates.byEmail
        else { return .nobody }
        if let username = keys.username, username != user.usernameKey {
            return .refused(
                DecisionFinding(.matchUsernameDiffers, column: .username, related: user.id.value))
        }
        if let email = keys.email, email != user.emailKey {
            return .refused(
                DecisionFinding(.matchEmailDiffers, column: .email, related: user.id.value))
        }
        if let other = candidates.byExternalID, other.id != user.id {
            return .refused(
                DecisionFinding(
                    .matchUserAmbiguous, column: .externalID, related: other.id.value,
                    other: user.id.value))
        }
        return recycled(user, candidates, keys) ?? .user(user)
    }

    /// A record with a `user` cell gives new keys; none may be somebody else's.
    private func rename(_ user: UserState, _ candidates: Candidates) -> Match {
        for key in MatchKey.allCases {
            guard let other = candidates[key], other.id != user.id else { continue }
            return .refused(
                DecisionFinding(
                    .matchUserAmbiguous, column: key.column, related: other.id.value,
                    other: user.id.value))
        }
        return .user(user)
    }
}
