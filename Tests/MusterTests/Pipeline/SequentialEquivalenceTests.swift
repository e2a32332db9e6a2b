import Provisioning
import Testing

/// A run decides as if its records were applied one after another in file order.
@Suite struct SequentialEquivalenceTests {
    static let header = "action,user,username,email,external_id,device_limit,groups\n"
    /// Users 0 to 3 are there before the random feed comes.
    static let start =
        header
        + (0..<4).map { "add,,user\($0),user\($0)@example.com,E\($0),1,g1;g2;g3;g4\n" }.joined()

    static let unguarded = "feeds: {default: {guards: {removals: none, identity: none}}}\n"

    /// A random feed in which no user is described twice.
    static func feed(seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        var described: Set<Int> = []
        return (0..<50).map { _ in
            let user = Int.random(in: 0..<8, using: &random)
            if Int.random(in: 0..<4, using: &random) == 0, described.insert(user).inserted {
                return description(of: user, &random)
            }
            return action(on: user, &random)
        }
    }

    /// A new user, a change, or a rename.
    private static func description(
        of user: Int, _ random: inout SeededGenerator
    ) -> String {
        let name = Bool.random(using: &random) ? "user\(user)" : "renamed\(user)"
        let limit = Int.random(in: 1...4, using: &random)
        return "upsert,,\(name),\(name)@example.com,E\(user),\(limit),g\(limit)"
    }

    /// An action on a user by one of their names, some of which lead to nobody.
    private static func action(on user: Int, _ random: inout SeededGenerator) -> String {
        let target =
            [
                "ext:E\(user),,", ",user\(user),", ",renamed\(user),", "user\(user)@example.com,,",
            ].randomElement(using: &random) ?? ""
        let number = Int.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "disable,\(target),,,"
        case 1: return "enable,\(target),,,"
        case 2: return "set-device-limit,\(target),,\(number),"
        case 3: return "add-to-groups,\(target),,,g\(number)"
        case 4: return "remove-from-groups,\(target),,,g1;g2"
        default:
            let name = Bool.random(using: &random) ? "user\(user)" : "renamed\(user)"
            return "delete,,\(name),\(name)@example.com,,,"
        }
    }

    @Test(arguments: [UInt64](1...12)) func wholeFileEqualsRecordByRecord(_ seed: UInt64) throws {
        print("sequential equivalence, seed \(seed)")
        let lines = Self.feed(seed: seed)
        let whole = try Scenario()
        let single = try Scenario()
        // Half of the users may go; of a record at a time no guard would say so.
        try whole.configure(Self.unguarded)
        try single.configure(Self.unguarded)
        try whole.load(Self.start)
        try single.load(Self.start)
        let atOnce = try whole.load(Self.header + lines.joined(separator: "\n")) {
            $0.rejectsMax = .unlimited
        }
        // Blank lines make each file another one: the same bytes again would be a redelivery.
        let oneByOne = try lines.enumerated().map { index, line in
            let text = Self.header + line + String(repeating: "\n", count: index + 1)
            return try single.load(text) { $0.rejectsMax = .unlimited }.words[0]
        }
        #expect(atOnce.words == oneByOne)
        #expect(try whole.export() == single.export())
    }

    @Test(arguments: [1, 2, 7]) func chunkSizeChangesNothing(_ records: Int) throws {
        let lines = Self.feed(seed: 99).joined(separator: "\n")
        let text = Self.start + lines
        let usual = try Scenario()
        let small = try Scenario()
        try small.configure("limits:\n  chunk_records: \(records)\n")
        let usualWords = try usual.load(text) { $0.rejectsMax = .unlimited }.words
        let smallWords = try small.load(text) { $0.rejectsMax = .unlimited }.words
        #expect(usualWords == smallWords)
        #expect(try usual.export() == small.export())
    }

    @Test func dryRunDecidesWhatTheRealRunDoes() throws {
        let text = Self.start + Self.feed(seed: 7).joined(separator: "\n")
        let scenario = try Scenario()
        let rehearsed = try scenario.load(text) {
            $0.isDryRun = true
            $0.rejectsMax = .unlimited
        }
        #expect(!scenario.place.exists)
        let real = try scenario.load(text) { $0.rejectsMax = .unlimited }
        #expect(rehearsed.results == real.results)
    }
}

/// SplitMix64, so that a seed gives the same feed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
