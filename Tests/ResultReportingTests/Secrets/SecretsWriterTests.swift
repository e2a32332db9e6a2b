import Glibc
import Provisioning
import ResultReporting
import Testing

/// The file for what is shown once.
@Suite struct SecretsWriterTests {
    private let folder: TemporaryFolder
    private let run: RunFolder
    private var path: String { folder.file("secrets.csv") }
    private static let header = "record,line,username,kind,secret,expires\n"

    init() throws {
        folder = try TemporaryFolder()
        run = try RunFolder(beside: folder.file("muster.sqlite"), run: "r1")
        try run.create()
    }

    private func write(_ text: String, to path: String) throws {
        try AtomicFile.write(ByteString(text), to: path)
    }

    /// A chunk of two records, with a secret for each name in `secrets`.
    private func chunk(_ secrets: [String], first: UInt32 = 1) -> ChunkResults {
        var other = FixtureRecord(["grace", "", ""])
        other.identity = ShownIdentity(username: "Grace, H.", email: nil, externalID: nil)
        var results = ResultFixture().chunk(
            [FixtureRecord(["=ada", "", ""]), other], first: first)
        results.secrets = secrets.enumerated().map { index, value in
            (index % 2, ShownSecret(.backupCode, value))
        }
        return results
    }

    @Test func everySecretIsARowWithItsExactBytes() throws {
        let writer = try SecretsWriter(path: path, folder: run)
        var results = chunk(["AAAA"])
        results.secrets.append(
            (1, ShownSecret(.impersonationToken, "t", expiresAt: Instant(milliseconds: 60_000))))
        try writer.write(results)
        try writer.finish()
        #expect(
            try text(of: path) == Self.header + """
                1,2,=ada,backup-code,AAAA,
                2,3,"Grace, H.",impersonation-token,t,1970-01-01T00:01:00Z

                """)
        #expect(writer.count == 2)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        writer.release()
        #expect(access(run.secretsMark, F_OK) != 0)
    }

    @Test func fileThatIsThereIsRefusedAndKept() throws {
        try write("theirs", to: path)
        let halt = #expect(throws: RunHalt.self) { try SecretsWriter(path: path, folder: run) }
        #expect(halt?.status == .cannotCreate)
        #expect(halt?.advice?.contains("never overwritten") == true)
        #expect(try text(of: path) == "theirs")
    }

    @Test func runWithoutACheckpointLeavesNoFile() throws {
        let writer = try SecretsWriter(path: path, folder: run)
        #expect(folder.names == ["muster.runs"])
        try writer.write(chunk([]))
        #expect(writer.position == 0)
        try writer.finish()
        #expect(folder.names == ["muster.runs"])
    }

    @Test func runWithoutSecretsLeavesNoFile() throws {
        let writer = try SecretsWriter(path: path, folder: run)
        try writer.write(chunk([]))
        try writer.synchronize()
        #expect(writer.position == 0)
        try writer.finish()
        #expect(access(path, F_OK) != 0)
        #expect(writer.count == 0)
    }

    @Test func resumedRunGoesOnWhereItsCheckpointWas() throws {
        let first = try SecretsWriter(path: path, folder: run)
        try first.write(chunk(["A", "B"]))
        try first.synchronize()
        let kept = first.position
        try first.write(chunk(["C"], first: 3))
        try first.synchronize()
        // The process dies before the checkpoint of the second chunk.
        let second = try SecretsWriter(resuming: path, folder: run)
        try second.truncate(to: kept)
        #expect(second.count == 2)
        try second.write(chunk(["D"], first: 3))
        try second.finish()
        #expect(second.count == 3)
        #expect(
            try text(of: path) == Self.header + """
                1,2,=ada,backup-code,A,
                2,3,"Grace, H.",backup-code,B,
                3,4,=ada,backup-code,D,

                """)
    }

    @Test func runThatDiedBeforeItsFirstCheckpointBeginsItAnew() throws {
        let first = try SecretsWriter(path: path, folder: run)
        try first.write(chunk(["A"]))
        try first.synchronize()
        let second = try SecretsWriter(resuming: path, folder: run)
        try second.truncate(to: 0)
        try second.write(chunk(["B"]))
        try second.finish()
        #expect(try text(of: path) == Self.header + "1,2,=ada,backup-code,B,\n")
    }

    /// Killed when the file was made and its mark was not, and once more behind its first secret.
    @Test func runThatDiedBeforeItsMarkSetsItWhenItGoesOn() throws {
        try write("", to: path)
        let first = try SecretsWriter(resuming: path, folder: run)
        try first.truncate(to: 0)
        try first.write(chunk(["A"]))
        try first.synchronize()
        let second = try SecretsWriter(resuming: path, folder: run)
        try second.truncate(to: first.position)
        try second.write(chunk(["B"]))
        try second.finish()
        #expect(
            try text(of: path) == Self.header
                + "1,2,=ada,backup-code,A,\n1,2,=ada,backup-code,B,\n")
    }

    @Test func resumedRunDoesNotTouchAnotherFileOfThatName() throws {
        let first = try SecretsWriter(path: path, folder: run)
        try first.write(chunk(["A"]))
        try first.synchronize()
        rename(path, folder.file("away.csv"))
        try write("theirs", to: path)
        #expect(throws: RunHalt.self) { try SecretsWriter(resuming: path, folder: run) }
        #expect(try text(of: path) == "theirs")
        // The run's own file may stand under another name.
        let second = try SecretsWriter(resuming: folder.file("away.csv"), folder: run)
        try second.truncate(to: first.position)
        #expect(second.count == 1)
    }

    @Test func rehearsalHasAPlaceForSecretsWithoutAFile() {
        let tally = SummaryTally(file: "users.csv")
        #expect(
            RunResults(results: nil, rejects: nil, showsSecrets: true, tally: tally).showsSecrets)
        #expect(!RunResults(results: nil, rejects: nil, tally: tally).showsSecrets)
    }

    @Test func positionOfTheSecretsIsThatOfTheCheckpoint() throws {
        let results = RunResults(
            results: nil, rejects: nil, secrets: try SecretsWriter(path: path, folder: run),
            tally: SummaryTally(file: "users.csv"))
        #expect(try results.synchronize().secrets == 0)
        try results.write(chunk(["A"]))
        let position = try results.synchronize().secrets
        #expect(position == UInt64(try text(of: path).utf8.count))
        #expect(results.showsSecrets && results.secretCount == 1)
    }
}
