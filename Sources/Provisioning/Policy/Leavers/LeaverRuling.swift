/// What becomes of a user who is missing from a full file: a function of the user, the feed's terms,
/// and nothing else.
package struct LeaverRuling: Equatable, Sendable {
    package enum Fate: Sendable, CaseIterable {
        /// The feed let go of them before, and nothing is left to do: there is no result.
        case gone
        /// They are missing, and not yet for long enough.
        case waits
        /// They are protected: nothing happens, and they are not let go of.
        case spared
        /// The feed lets go of them, and another one still has them.
        case claimed
        /// The last feed lets go of them: they are disabled.
        case disabled
        /// The last feed lets go of somebody who is disabled already, and keeps that cause.
        case disabledBefore
        /// They were enabled by hand after the feed had let go, and the profile keeps what is done by
        /// hand.
        case keptByHand
    }

    package var fate: Fate
    /// Their absence from now on.
    package var absence: FeedAbsence?

    /// Rules on one user of the feed.
    ///
    /// `isProtected` says whether a file may change nothing of theirs, `keepsEnabled` whether they were
    /// enabled by hand and the profile keeps manual edits; `now` is the start of the run.
    package init(
        _ user: UserState, terms: LeaverTerms, isProtected: Bool, keepsEnabled: Bool = false,
        now: Instant
    ) {
        let before = user.absences[terms.feed]
        let isHeld = user.feeds.contains { $0 != terms.feed && !user.hasLeft($0) }
        if let before, before.leftAt != nil {
            absence = before
            // Somebody enabled them since, or the protection that kept them has ended.
            fate =
                !user.isEnabled || isHeld
                ? .gone : isProtected ? .spared : keepsEnabled ? .keptByHand : .disabled
            return
        }
        var absence = before ?? FeedAbsence(files: 0, since: now)
        if !terms.isRepeat, absence.files < .max { absence.files += 1 }
        if isProtected {
            fate = .spared
        } else if absence.files < terms.filesMin {
            fate = .waits
        } else {
            absence.leftAt = now
            fate = isHeld ? .claimed : user.isEnabled ? .disabled : .disabledBefore
        }
        // A file that does not count leaves no trace.
        self.absence = absence.files == 0 ? before : absence
    }
}

extension UserState {
    /// Whether a feed has let go of the user: they were missing from its full files for long enough.
    package func hasLeft(_ feed: FeedID) -> Bool { absences[feed]?.leftAt != nil }
}
