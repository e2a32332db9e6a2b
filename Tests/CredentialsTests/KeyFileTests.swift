import Credentials
import Glibc
import Provisioning
import Testing

@Suite struct KeyFileTests {
    let folder = TemporaryFolder()
    var path: String { folder.file(KeyFile.fileName) }

    private func halt(_ body: () throws -> Void) -> RunHalt? {
        do { try body() } catch { return error as? RunHalt }
        return nil
    }

    private func loadingHalt() -> RunHalt? { halt { _ = try KeyFile.load(path) } }

    @Test func aNewKeyIsPrivateAndReadsBack() throws {
        let made = try KeyFile.open(path, directoryExists: false, random: SystemRandom())
        #expect(folder.mode(of: KeyFile.fileName) == 0o600)
        #expect(folder.names == [KeyFile.fileName])
        let read = try KeyFile.load(path)
        #expect(read.key(for: .dedupe) == made.key(for: .dedupe))
    }

    @Test func anExistingKeyIsKept() throws {
        let first = try KeyFile.open(path, directoryExists: false, random: FixedRandom())
        #expect(try KeyFile.create(path, random: FixedRandom(start: 9)) == nil)
        let again = try KeyFile.open(path, directoryExists: false, random: FixedRandom(start: 9))
        #expect(again.key(for: .audit) == first.key(for: .audit))
        #expect(folder.names == [KeyFile.fileName])
    }

    @Test func aDirectoryWithoutItsKeyIsRefused() {
        let found = halt {
            _ = try KeyFile.open(path, directoryExists: true, random: FixedRandom())
        }
        #expect(found?.status == .configuration)
        #expect(found?.code == .directoryKeyMissing)
        #expect(found?.advice?.isEmpty == false)
        #expect(folder.names.isEmpty)
    }

    @Test(arguments: [0o400, 0o640, 0o604, 0o660, 0o666, 0o700, 0o1600, 0o4600] as [mode_t])
    func everyOtherModeIsRefused(mode: mode_t) throws {
        _ = try KeyFile.create(path, random: FixedRandom())
        #expect(chmod(path, mode) == 0)
        let found = loadingHalt()
        #expect(found?.status == .configuration)
        #expect(found?.code == .directoryFileMode)
        #expect(found?.advice?.isEmpty == false)
    }

    @Test func aSymbolicLinkIsRefused() throws {
        _ = try KeyFile.create(folder.file("elsewhere"), random: FixedRandom())
        #expect(symlink(folder.file("elsewhere"), path) == 0)
        #expect(loadingHalt()?.code == .directoryFileMode)
        // Nor is one followed, or replaced, to make a key.
        #expect(try KeyFile.create(path, random: FixedRandom(start: 1)) == nil)
    }

    @Test func aFolderOrAPipeInItsPlaceIsRefused() {
        #expect(mkdir(path, 0o600) == 0)
        #expect(loadingHalt()?.code == .directoryFileMode)
        rmdir(path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(loadingHalt()?.code == .directoryFileMode)
    }

    @Test(.enabled(if: geteuid() == 0)) func aFileOfAnotherOwnerIsRefused() throws {
        _ = try KeyFile.create(path, random: FixedRandom())
        #expect(chown(path, 65_534, 65_534) == 0)
        let found = loadingHalt()
        #expect(found?.code == .directoryFileMode)
        #expect(found?.message.contains("another user") == true)
    }

    static let digits = String(repeating: "0f", count: 32)

    @Test(arguments: [
        "", "\n", "muster-key-v1\n", "muster-key-v1 \(digits)ff\n", "muster-key-v2 \(digits)\n",
        "muster-key-v1 \(digits.uppercased())\n", "muster-key-v1 \(digits) \n",
        "muster-key-v1 \(digits)\nmuster-key-v1 \(digits)\n", digits,
        "muster-key-v1 \(digits.dropLast())\n", String(repeating: "#", count: 5_000),
    ])
    func anyOtherTextIsRefused(text: String) {
        folder.write(text, to: KeyFile.fileName)
        let found = loadingHalt()
        #expect(found?.status == .configuration)
        #expect(found?.code == .directoryFileForeign)
    }

    @Test func commentsAndAMissingLineEndAreRead() throws {
        folder.write("# mine\n#\nmuster-key-v1 \(Self.digits)", to: KeyFile.fileName)
        _ = try KeyFile.load(path)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let missing = folder.file("none/muster.key")
        let found = halt {
            _ = try KeyFile.open(missing, directoryExists: false, random: FixedRandom())
        }
        #expect(found?.status == .cannotCreate)
        #expect(found?.message.contains(missing) == true)
    }

    @Test func ofManyMakersAllGetTheSameKey() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try KeyFile.open(path, directoryExists: false, random: SystemRandom())
                        .key(for: .dedupe)
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(folder.names == [KeyFile.fileName])
    }

    @Test(arguments: [
        ("muster.sqlite", "muster.key"), ("/var/lib/m/users.db", "/var/lib/m/muster.key"),
        ("./a/b", "./a/muster.key"), ("/x", "/muster.key"),
    ])
    func theKeyStandsBesideTheDirectory(directory: String, key: String) {
        #expect(KeyFile.path(besideDirectory: directory) == key)
    }
}
