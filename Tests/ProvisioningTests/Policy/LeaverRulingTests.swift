import Provisioning
import Testing

/// What becomes of a user who is missing from a full file.
@Suite struct LeaverRulingTests {
    static let hr = FeedID(1)
    static let payroll = FeedID(2)
    static let now = Instant(milliseconds: 9_000)
    static let earlier = Instant(milliseconds: 5_000)

    /// One line of the table: the user and the terms, and what is ruled.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var fate: LeaverRuling.Fate
        /// `files` of the absence from then on, and whether it has been let go of; nil: there is none.
        var absence: (files: UInt32, left: Bool)?
        var filesMin: UInt32
        var isRepeat = false
        var isProtected = false
        var keepsEnabled = false
        var user: @Sendable (inout UserState) -> Void

        init(
            _ description: String, _ fate: LeaverRuling.Fate,
            _ absence: (files: UInt32, left: Bool)?, of filesMin: UInt32 = 1,
            repeats: Bool = false, protected: Bool = false, keepsEnabled: Bool = false,
            user: @escaping @Sendable (inout UserState) -> Void = { _ in }
        ) {
            testDescription = description
            self.fate = fate
            self.absence = absence
            self.filesMin = filesMin
            isRepeat = repeats
            isProtected = protected
            self.keepsEnabled = keepsEnabled
            self.user = user
        }
    }

    private static func missed(_ files: UInt32, left: Bool = false) -> FeedAbsence {
        FeedAbsence(files: files, since: earlier, leftAt: left ? earlier : nil)
    }

    private static func disabled(_ user: inout UserState, _ cause: DisabledCause = .order) {
        user.isEnabled = false
        user.disabledCause = cause
    }

    static let cases: [Case] = [
        // Patience.
        Case("the first file of one", .disabled, (1, true)),
        Case("the first file of three", .waits, (1, false), of: 3),
        Case("the second file of three", .waits, (2, false), of: 3) {
            $0.absences[hr] = missed(1)
        },
        Case("the third file of three", .disabled, (3, true), of: 3) {
            $0.absences[hr] = missed(2)
        },
        Case("patience was cut down since", .disabled, (5, true), of: 2) {
            $0.absences[hr] = missed(4)
        },
        // The same bytes again.
        Case("the same file while waiting", .waits, (1, false), of: 2, repeats: true) {
            $0.absences[hr] = missed(1)
        },
        Case("the same file, and new to the feed since", .waits, nil, repeats: true),
        Case("the same file after letting go", .gone, (1, true), repeats: true) {
            $0.absences[hr] = missed(1, left: true)
            disabled(&$0, .leaver)
        },
        Case("the same file, patience cut down since", .disabled, (2, true), of: 2, repeats: true) {
            $0.absences[hr] = missed(2)
        },
        // Protected users.
        Case("protected", .spared, (1, false), protected: true),
        Case("protected, missing for long", .spared, (8, false), protected: true) {
            $0.absences[hr] = missed(7)
        },
        Case("no longer protected", .disabled, (9, true)) { $0.absences[hr] = missed(8) },
        Case("protected after letting go", .spared, (1, true), protected: true) {
            $0.absences[hr] = missed(1, left: true)
        },
        // Disabled users.
        Case("disabled by hand", .disabledBefore, (1, true)) { disabled(&$0) },
        Case("past the end date", .disabledBefore, (1, true)) { disabled(&$0, .ended) },
        Case("disabled by hand, still waiting", .waits, (1, false), of: 2) { disabled(&$0) },
        Case("let go of and disabled", .gone, (1, true)) {
            $0.absences[hr] = missed(1, left: true)
            disabled(&$0, .leaver)
        },
        Case("enabled by hand since", .disabled, (1, true)) {
            $0.absences[hr] = missed(1, left: true)
        },
        Case("enabled by hand, which is kept", .keptByHand, (1, true), keepsEnabled: true) {
            $0.absences[hr] = missed(1, left: true)
        },
        // Several feeds.
        Case("another feed has them", .claimed, (1, true)) { $0.feeds.insert(payroll) },
        Case("another feed waits for them", .claimed, (1, true)) {
            $0.feeds.insert(payroll)
            $0.absences[payroll] = missed(1)
        },
        Case("the other feed has let go", .disabled, (1, true)) {
            $0.feeds.insert(payroll)
            $0.absences[payroll] = missed(1, left: true)
        },
        Case("let go of, and another feed has them", .gone, (1, true)) {
            $0.feeds.insert(payroll)
            $0.absences[hr] = missed(1, left: true)
        },
        Case("both have let go, enabled by hand", .disabled, (1, true)) {
            $0.feeds.insert(payroll)
            $0.absences = [hr: missed(1, left: true), payroll: missed(1, left: true)]
        },
    ]

    @Test(arguments: cases) func rules(on one: Case) {
        var user = UserState(
            id: UserID(17), username: "ada", usernameKey: "ada", email: "ada@example.com",
            emailKey: "ada@example.com")
        user.feeds = [Self.hr]
        one.user(&user)
        let before = user.absences[Self.hr]
        let ruling = LeaverRuling(
            user,
            terms: LeaverTerms(
                feed: Self.hr, name: "hr", filesMin: one.filesMin, isRepeat: one.isRepeat),
            isProtected: one.isProtected, keepsEnabled: one.keepsEnabled, now: Self.now)
        #expect(ruling.fate == one.fate)
        #expect(ruling.absence?.files == one.absence?.files)
        #expect((ruling.absence?.leftAt != nil) == (one.absence?.left ?? false))
        // The first file that missed them counts, and the moment of letting go never moves.
        if let absence = ruling.absence {
            #expect(absence.since == before?.since ?? Self.now)
            if let left = before?.leftAt { #expect(absence.leftAt == left) }
        }
    }

    @Test func everyFateIsInTheTable() {
        #expect(Set(Self.cases.map(\.fate)) == Set(LeaverRuling.Fate.allCases))
    }
}

/// Whom a full file names.
@Suite struct PresentUsersTests {
    @Test func aBlockIsCompleteOnlyWithEachOfItsUsers() {
        for missing: UInt32 in [1, 2, 63, 64, 65, 127, 128, 130, 199] {
            let present = PresentUsers(usersMax: 200)
            for user in 1...200 where user != missing { present.insert(UserID(UInt32(user))) }
            for first: UInt32 in [1, 2, 60, 64, 65, 128, 129] {
                for last: UInt32 in [first, 63, 64, 66, 129, 200] where last >= first {
                    #expect(
                        present.containsAll(first...last) == !(first...last).contains(missing),
                        "\(missing) in \(first)...\(last)")
                }
            }
            #expect(!present.contains(UserID(missing)))
        }
    }

    @Test func whoCameLaterIsNobodyToMiss() {
        let present = PresentUsers(usersMax: 10)
        present.insert(UserID(11))
        present.insert(.provisional(3))
        #expect(present.contains(UserID(11)) && present.contains(UserID(4_000)))
        #expect(!present.contains(UserID(10)))
    }
}
