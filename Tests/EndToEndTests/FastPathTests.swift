import Glibc
import Muster
import Provisioning
import Testing

/// The fast paths (indexes built after the load, rows that are known by their fingerprints) come to the
/// directory that the slow ones come to, killed or not.
@Suite(.serialized) struct FastPathTests {
    /// Indexes wait for the end of a load from 5,000 new users on.
    static let users = 6_000
    static let rounds = 5

    /// Two nights of a feed in no order of its keys, with records that change earlier ones, mistakes,
    /// and a second night of few changes.
    static func file(night: Int) -> String {
        var text = "action,user,username,email,external_id,first_name,groups,device_limit\n"
        for place in 0..<users {
            let number = place * 4_999 % users
            if night == 1, number % 200 == 9 { continue }
            let email = number % 211 == 0 ? "not-mail" : "u\(number)@example.com"
            let name = night == 1 && number % 40 == 7 ? "New" : "Name"
            text += ",,User\(number),\(email),E\(number),\(name) \(number),"
            text += "group\(number % 37);all,\(number % 90 + 1)\n"
            if number % 100 == 3 { text += "disable,user\(number),,,,,,\n" }
            // Taken by another record, which is one of them.
            if number % 500 == 8 { text += ",,user\(number),again@example.com,,,,\n" }
        }
        guard night == 1 else { return text }
        for number in users..<users + 60 {
            text += ",,user\(number),u\(number)@example.com,E\(number),,all,\n"
        }
        text += "delete,,user10,u10@example.com,,,,\nremove-from-groups,user11,,,,,all,\n"
        return text
    }

    static let words = [
        "import", "feed.csv", "--mail", "--results", "results.jsonl", "--rejects", "rejects.csv",
        "--actor", "night", "--quiet",
    ]

    /// An empty workplace, and one night's file in it.
    static func place() throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write(
            """
            limits: {chunk_records: 300}
            feeds:
              default: {guards: {removals: none, rejects: none, identity: none, drift: none}}

            """, to: "muster.yaml")
        return place
    }

    static func deliver(night: Int, to place: Workplace) throws {
        try place.write(file(night: night), to: "feed.csv")
    }

    /// Both nights with every index kept up row by row, and no row known from the night before.
    static func slow() throws -> (place: Workplace, states: [FastPathState], results: [String]) {
        let place = try place()
        var states: [FastPathState] = []
        var results: [String] = []
        for night in 0...1 {
            try deliver(night: night, to: place)
            var options = ImportOptions(file: place.path("feed.csv"), actor: "night")
            options.mail = true
            options.results = place.path("results.jsonl")
            options.rejects = place.path("rejects.csv")
            let directory = DirectoryPlace(directory: place.path("muster.sqlite"))
            let job = ImportJob(options, into: directory)
            job.configure = {
                $0.deferredIndexesMin = .max
                $0.basisText = "of night \(night) alone"
            }
            _ = try job.run()
            states.append(try FastPathState(of: place))
            results.append(try place.read("results.jsonl"))
        }
        #expect(try deferrals(place) == [false, false])
        return (place, states, results)
    }

    /// Of each run, whether it left the indexes for its end.
    static func deferrals(_ place: Workplace) throws -> [Bool] {
        try DirectoryFile(place).texts("SELECT defers_indexes FROM runs ORDER BY id").map {
            $0 == "1"
        }
    }

    @Test func fastAndSlowRunsComeToTheSameDirectory() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let slow = try Self.slow()
        let fast = try Self.place()
        var durations: [Duration] = []
        for night in 0...1 {
            try Self.deliver(night: night, to: fast)
            let start = ContinuousClock.now
            #expect(fast.start(Self.words).end().status == 1)
            durations.append(ContinuousClock.now - start)
            try FastPathState(of: fast).expect(slow.states[night], "night \(night)")
            #expect(Difference(try fast.read("results.jsonl"), slow.results[night]) == nil)
        }
        #expect(try Self.deferrals(fast) == [true, false])
        var kills = 0
        var deferred = 0
        for round in 0..<Self.rounds {
            let place = try Self.place()
            for night in 0...1 {
                try Self.deliver(night: night, to: place)
                for _ in 0..<(round % 2 + 1) {
                    let share = Double.random(in: 0.1...1, using: &random)
                    let ending = place.start(Self.words).end(
                        signal: (SIGKILL, durations[night] * share))
                    if ending.signal == SIGKILL { kills += 1 }
                    if Self.isWithoutIndexes(place) { deferred += 1 }
                }
                let last = place.start(Self.words).end()
                #expect(last.status == 1, "seed \(seed) round \(round): \(last.error)")
                try FastPathState(of: place).expect(
                    slow.states[night], "seed \(seed) round \(round) night \(night)")
            }
            #expect(try Self.deferrals(place).first == true)
        }
        print("\(kills) kills, \(deferred) of them while the directory had no unique indexes")
    }

    /// Whether a run has left the unique indexes out; false also while the file is being made.
    static func isWithoutIndexes(_ place: Workplace) -> Bool {
        let sql = "SELECT value FROM meta WHERE name = 'deferred_indexes'"
        guard place.names.contains("muster.sqlite"),
            let found = try? DirectoryFile(place).texts(sql)
        else { return false }
        return !found.isEmpty
    }

    @Test func aRunKilledWithoutIndexesLeavesThemToWhoComesNext() throws {
        let slow = try Self.slow()
        let indexes = """
            SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'users_by_%'
            """
        // The same file, or first a command on one user, which waits for no run that is dead.
        for next in [nil, ["user", "skip", "user1", "--actor", "hand"]] {
            let place = try Self.place()
            try Self.deliver(night: 0, to: place)
            let process = place.start(Self.words)
            var looks = 0
            while !process.hasEnded, !Self.isWithoutIndexes(place) {
                looks += 1
                usleep(1_000)
            }
            let ending = process.end(signal: (SIGKILL, .zero))
            #expect(ending.signal == SIGKILL, "it ended after \(looks) looks: \(ending.error)")
            #expect(try DirectoryFile(place).texts(indexes) == [])
            if let next {
                let status = place.start(next).end().status
                #expect(status == 0 || status == 1, "\(next)")
                #expect(try DirectoryFile(place).texts(indexes).count == 3)
            }
            #expect(place.start(Self.words).end().status == 1)
            try FastPathState(of: place).expect(slow.states[0], "\(next ?? [])")
        }
    }

    @Test func aKnownRowIsTrustedAndAnUnknownOneLookedUp() throws {
        let place = try Self.place()
        try Self.deliver(night: 0, to: place)
        #expect(place.start(Self.words).end().status == 1)
        let sound = try place.contents()
        // What only a look at the user would find: nothing that the program did.
        let name = "UPDATE users SET first_name = 'Nobody' WHERE username_key = 'user77'"
        try DirectoryFile(place).execute(name)
        #expect(place.start(Self.words).end().status == 1)
        #expect(place.muster("users", "find", "Nobody").lines.count == 1)
        try DirectoryFile(place).execute("DELETE FROM row_fingerprints")
        #expect(place.start(Self.words).end().status == 1)
        #expect(Difference(try place.contents(), sound) == nil)
    }
}
