import Testing

/// Faults that were once answered wrongly, each at its place.
@Suite struct FaultExamplesTests {
    static let words = [
        "import", "users.csv", "--results", "results.csv", "--metrics", "figures.prom", "--quiet",
    ]

    /// A directory with Ada, and a file with somebody else.
    static func place() throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write("username,email\nada,ada@example.com\n", to: "first.csv")
        try place.write("username,email\nbob,bob@example.com\n", to: "users.csv")
        #expect(place.muster("import", "first.csv", "--quiet").status == 0)
        return place
    }

    /// What interrupts or shortens a call is no fault: the rest of it is done.
    @Test(arguments: [
        "write:1:short:audit-head", "write:1:eintr:audit-head", "write:1:short:results.csv",
        "write:1:eintr:summary.json", "read:1:short:muster.sqlite", "read:1:eintr:muster.sqlite",
        "read:1:short:users.csv", "read:1:eintr:muster.key",
    ]) func theRestIsDone(rule: String) throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": rule])
        let ending = place.start(Self.words).end()
        place.meet([:])
        #expect(ending.status == 0 && ending.error.isEmpty, "\(ending.error)")
        #expect(place.muster("audit", "verify").status == 0)
        #expect(place.muster("users", "find", "bob").lines.count == 1)
    }

    /// A run that is done says so where something about it fails, and is done.
    @Test(arguments: [
        ("write:1:enospc:summary.json", "the run is done, but its summary is missing"),
        ("open:1:eacces:summary.json", "the run is done, but its summary is missing"),
        ("write:1:enospc:figures.prom", "the run is done, but its figures are missing"),
        ("rename:1:eacces:figures.prom", "the run is done, but its figures are missing"),
    ]) func whatIsDoneIsSaid(rule: String, words: String) throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": rule])
        let ending = place.start(Self.words).end()
        place.meet([:])
        #expect(ending.status == 74, "\(ending.error)")
        #expect(ending.error.contains(words), "\(ending.error)")
        #expect(place.muster("users", "find", "bob").lines.count == 1)
        #expect(place.muster("runs", "list", "--state", "interrupted").output.isEmpty)
    }

    /// An earlier copy is replaced, whatever interrupts the look at it.
    @Test(arguments: ["read:1:eintr:copy.sqlite", "read:1:short:copy.sqlite"])
    func anEarlierCopyIsReplaced(rule: String) throws {
        let place = try Self.place()
        #expect(place.muster("backup", "copy.sqlite").status == 0)
        place.meet(["MUSTER_FAULT": rule])
        let ending = place.start(["backup", "copy.sqlite"]).end()
        #expect(ending.status == 0, "\(ending.error)")
    }

    @Test func anEarlierCopyThatCannotBeReadIsSaid() throws {
        let place = try Self.place()
        #expect(place.muster("backup", "copy.sqlite").status == 0)
        place.meet(["MUSTER_FAULT": "read:1:eio:copy.sqlite"])
        let ending = place.start(["backup", "copy.sqlite"]).end()
        #expect(ending.status == 73)
        #expect(
            ending.error.hasPrefix(
                "muster: copy.sqlite is there, and cannot be read: Input/output error"),
            "\(ending.error)")
    }

    @Test func aFolderThatCannotBeSyncedIsNamed() throws {
        let place = try Workplace(isOptimised: true)
        place.meet(["MUSTER_FAULT": "sync:2:edquot"])
        let ending = place.start(["init"]).end()
        #expect(ending.status == 74)
        #expect(
            ending.error.contains("cannot sync the folder of muster.key: Disk quota exceeded"),
            "\(ending.error)")
    }

    @Test func aBackupSaysWhyItFailed() throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": "write:3+:enospc:copy.sqlite"])
        let ending = place.start(["backup", "copy.sqlite"]).end()
        place.meet([:])
        #expect(ending.status == 74, "\(ending.error)")
        let isSaid =
            !ending.error.contains("not an error") && ending.error.contains("full")
            && ending.error.contains("copy.sqlite")
        #expect(isSaid, "\(ending.error)")
        #expect(!place.names.contains("copy.sqlite"))
    }
}
