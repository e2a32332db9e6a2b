import Provisioning
import SQLiteDirectory
import Testing

@Suite struct UserLookupTests {
    @Test func searchesAnswerLikeASlowModel() throws {
        var random = SeededRandom(seed: .random(in: 0...UInt64.max))
        let seed = random.seed
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        var people: [Person] = []
        let run = try RunDriver(directory: directory).run(RunDriver.plan("one")) { builder in
            for ordinal in 0..<300 as Range<UInt32> {
                var person = Person("Ü\(ordinal)\(ordinal % 7)")
                if ordinal.isMultiple(of: 3) { person.externalID = ByteString("E\(ordinal)") }
                people.append(person)
                builder.create(ordinal, person)
            }
        }
        func model(_ matches: (Person) -> Bool) -> UserID? {
            people.firstIndex(where: matches).map { UserID(run.firstNewUser + UInt32($0)) }
        }
        var queries: [KeyQuery] = []
        for _ in 0..<500 {
            func person() -> Person? {
                Int.random(in: 0..<4, using: &random) == 0
                    ? nil : people.randomElement(using: &random)
            }
            let unknown: ByteString? = Bool.random(using: &random) ? "nobody" : nil
            queries.append(
                KeyQuery(
                    username: person().map { Person.folded($0.username) } ?? unknown,
                    email: person().map { Person.folded($0.email) } ?? unknown,
                    externalID: person()?.externalID ?? unknown))
        }
        let expected = queries.map { query in
            KeyMatch(
                byUsername: query.username.flatMap { key in
                    model { Person.folded($0.username) == key }
                },
                byEmail: query.email.flatMap { key in model { Person.folded($0.email) == key } },
                byExternalID: query.externalID.flatMap { key in model { $0.externalID == key } })
        }
        #expect(try directory.find(queries) == expected, "seed \(seed)")
        #expect(try directory.find([]).isEmpty)
    }

    @Test func unknownNumbersAreAbsent() throws {
        let directory = try SQLiteDirectory.inMemory(seal: PlainSeal())
        let users = try RunDriver(directory: directory).create(["ada", "grace"])
        let wanted = [UserID(99), users[1].id, UserID(0), users[0].id, users[1].id]
        let loaded = try directory.load(wanted)
        #expect(loaded == [users[0].id: users[0], users[1].id: users[1]])
    }

    @Test func groupThatAnotherProcessMadeIsLoadedToo() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        let groups = try directory.groups()
        let command = try folder.open(.command)
        let staff = try command.groups().add(GroupEntry(name: "staff"))
        let made = try RunDriver(directory: command).run(RunDriver.plan("one")) {
            $0.create(0, Person("ada"), groups: [staff])
        }
        let id = UserID(made.firstNewUser)
        let state = try #require(try directory.load([id])[id])
        #expect(state.groups.map { groups.entries[Int($0)].name } == ["staff"])
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
