import Provisioning
import Testing

/// Whom keys lead to, and when they contradict each other.
@Suite struct UserMatcherTests {
    static func user(_ number: UInt32, _ name: String, external: String? = nil) -> UserState {
        UserState(
            id: UserID(number), username: ByteString(name), usernameKey: ByteString(name),
            email: ByteString("\(name)@example.com"), emailKey: ByteString("\(name)@example.com"),
            externalID: external.map { ByteString($0) })
    }

    static let ada = user(1, "ada", external: "E1")
    static let bob = user(2, "bob")

    static func keys(_ username: String?, _ email: String?, _ external: String?)
        -> UserMatcher.Keys
    {
        var keys = UserMatcher.Keys()
        keys.username = username.map { ByteString($0) }
        keys.email = email.map { ByteString($0) }
        keys.externalID = external.map { ByteString($0) }
        return keys
    }

    /// Who each key finds, the keys, and the code of a refusal or nil.
    static let cases: [(String?, String?, String?, UserMatcher.Keys, IssueCode?)] = [
        ("ada", "ada", "ada", keys("ada", "ada@example.com", "E1"), nil),
        (nil, nil, "ada", keys("new", "new@example.com", "E1"), nil),
        ("bob", nil, "ada", keys("bob", "x@example.com", "E1"), .matchUserAmbiguous),
        (nil, "ada", nil, keys("new", "ada@example.com", "E9"), .matchExternalIDDiffers),
        (nil, "bob", nil, keys("new", "bob@example.com", nil), .matchUsernameDiffers),
        (nil, "bob", nil, keys(nil, "bob@example.com", nil), nil),
        ("bob", nil, nil, keys("bob", "x@example.com", "E2"), nil),
        ("bob", "ada", nil, keys("bob", "ada@example.com", nil), .matchUserAmbiguous),
    ]

    @Test(arguments: cases) func describingRecordMeans(
        _ username: String?, _ email: String?, _ external: String?, _ keys: UserMatcher.Keys,
        _ code: IssueCode?
    ) {
        func found(_ name: String?) -> UserState? {
            name.map { $0 == "ada" ? Self.ada : Self.bob }
        }
        var candidates = UserMatcher.Candidates()
        candidates.byUsername = found(username)
        candidates.byEmail = found(email)
        candidates.byExternalID = found(external)
        let match = UserMatcher(order: MatchKey.allCases).match(candidates, keys: keys)
        switch match {
        case .refused(let finding): #expect(finding.code == code)
        case .user: #expect(code == nil)
        case .nobody: Issue.record("nobody was found")
        }
    }

    @Test func orderDecidesWhomAMessageNamesFirst() {
        var candidates = UserMatcher.Candidates()
        candidates.byUsername = Self.ada
        candidates.byEmail = Self.bob
        let keys = Self.keys("ada", "bob@example.com", nil)
        for (order, first) in [([.username, .email], 1), ([.email, .username], 2)]
            as [([MatchKey], UInt32)]
        {
            guard
                case .refused(let finding) = UserMatcher(order: order).match(
                    candidates, keys: keys)
            else {
                Issue.record("it was not refused")
                return
            }
            #expect(finding.other == first)
        }
    }

    @Test func deletionNeedsBothKeysToBeTheUsers() {
        var candidates = UserMatcher.Candidates()
        candidates.byUsername = Self.ada
        let matcher = UserMatcher(order: MatchKey.allCases)
        let right = matcher.matchDeleted(
            candidates, keys: Self.keys("ada", "ada@example.com", nil))
        #expect(right == .user(Self.ada))
        let wrong = matcher.matchDeleted(
            candidates, keys: Self.keys("ada", "bob@example.com", nil))
        #expect(
            wrong == .refused(DecisionFinding(.matchEmailDiffers, column: .email, related: 1)))
    }
}
