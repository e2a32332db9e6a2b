import GRDB
import Testing

/// Devices that are registered by many processes at once, and the limit that holds all the same.
@Suite(.serialized) struct ConcurrentDeviceTests {
    static let limitReached = "[policy.device-limit.reached]"
    static let belowRegistered = "[policy.device-limit.below-registered]"

    /// A place with Ada, and a reader of her devices.
    struct Place {
        let workplace = try? Workplace()
        private let reader: DatabaseQueue

        init(configuration: String) throws {
            let workplace = try #require(workplace)
            try workplace.write(configuration, to: "muster.yaml")
            workplace.muster("user", "add", "ada", "ada@example.com", "--quiet")
            var reading = Configuration()
            reading.readonly = true
            reader = try DatabaseQueue(
                path: workplace.path("muster.sqlite"), configuration: reading)
        }

        func start(_ words: String...) throws -> ChildProcess {
            try #require(workplace).start(words)
        }

        /// How many devices Ada has and how many she may have, in one committed state.
        func devices(default limit: Int = 3) throws -> (count: Int, limit: Int) {
            let row = try reader.read {
                try Row.fetchOne(
                    $0,
                    sql: """
                        SELECT (SELECT count(*) FROM devices WHERE user_id = users.id),
                               coalesce(device_limit, ?)
                        FROM users WHERE id = 1
                        """, arguments: [limit])
            }
            let found = try #require(row)
            return (found[0], found[1])
        }

        func users() throws -> Int {
            try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM users") ?? 0 }
        }

        /// Expects that the devices are no more than they may be, now.
        func expectWithinLimit(_ comment: Comment) throws {
            let devices = try devices()
            if devices.count > devices.limit {
                Issue.record("\(devices.count) of \(devices.limit) devices, \(comment)")
            }
        }
    }

    @Test func ofEightAtOnceThreeAreRegistered() throws {
        let place = try Place(configuration: "policy:\n  device_limit: 3\n")
        let processes = try (1...8).map {
            try place.start("user", "register-device", "ada", "dev-\($0)")
        }
        let endings = try processes.ends { try place.expectWithinLimit("eight at once") }
        let registered = endings.filter { $0.status == 0 }
        #expect(registered.count == 3)
        #expect(registered.allSatisfy { $0.output.hasPrefix("applied ada: devices: +dev-") })
        let refused = endings.filter { $0.status == 1 }
        #expect(refused.count == 5)
        #expect(
            refused.allSatisfy {
                $0.output == "rejected ada\n" && $0.error.contains(Self.limitReached)
            })
        #expect(try place.devices().count == 3)
    }

    @Test func anImportAndCommandsShareOneLimit() throws {
        let place = try Place(
            configuration: "policy:\n  device_limit: 3\nlimits:\n  chunk_records: 50\n")
        var feed = "action,user,username,email,device\n"
        for number in 1...2_000 {
            feed += "add,,user\(number),user\(number)@example.com,\n"
            if number % 100 == 0 { feed += "register-device,ada,,,feed-\(number)\n" }
        }
        try place.workplace?.write(feed, to: "users.csv")
        let running = try place.start(
            "import", "users.csv", "--results", "r.jsonl", "--max-rejects", "none", "--quiet")
        while try place.users() < 2, !running.hasEnded {}
        let commands = try (1...8).map {
            try place.start("user", "register-device", "ada", "dev-\($0)")
        }
        let endings = try ([running] + commands).ends {
            try place.expectWithinLimit("during an import")
        }
        #expect(endings[0].status == 1, "\(endings[0].error)")
        let results = try ResultLine.all(in: try #require(place.workplace).read("r.jsonl"))
        let fed = results.filter { $0.action == "register-device" }
        #expect(results.count == 2_020 && fed.count == 20)
        #expect(results.count { $0.outcome == "created" } == 2_000)
        let refusedByFeed = fed.filter { $0.outcome == "rejected" }
        #expect(refusedByFeed.allSatisfy { $0.codes == ["policy.device-limit.reached"] })
        let refused = endings.dropFirst().filter { $0.status == 1 }
        #expect(refused.allSatisfy { $0.error.contains(Self.limitReached) })
        let applied =
            fed.count { $0.outcome == "applied" } + endings.dropFirst().count { $0.status == 0 }
        #expect(applied == 3 && refusedByFeed.count + refused.count == 25)
        #expect(try place.devices().count == 3)
    }

    @Test func aLimitThatGoesDownMeanwhileHoldsInEveryCommittedState() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let place = try Place(configuration: "policy:\n  device_limit_over: refuse\n")
        for round in 0..<10 {
            var processes = [try place.start("user", "set-device-limit", "ada", "6")]
            if round > 0 { _ = processes[0].end() }
            if round > 0 { processes = [] }
            for number in 0..<3 {
                let limit = Int.random(in: 1...5, using: &random)
                let device = Int.random(in: 0..<8, using: &random)
                processes += [
                    try place.start("user", "set-device-limit", "ada", "\(limit)"),
                    try place.start("user", "register-device", "ada", "dev-\(round)-\(number)"),
                    try place.start(
                        "user", "remove-device", "ada", "dev-\(round - 1)-\(device % 3)"),
                ]
            }
            let endings = try processes.ends {
                try place.expectWithinLimit("seed \(seed) round \(round)")
            }
            for ending in endings where ending.status != 0 {
                let isKnown =
                    ending.error.contains(Self.limitReached)
                    || ending.error.contains(Self.belowRegistered)
                #expect(
                    ending.status == 1 && isKnown,
                    "seed \(seed) round \(round): \(ending.error)")
            }
            try place.expectWithinLimit("seed \(seed) after round \(round)")
        }
    }
}
