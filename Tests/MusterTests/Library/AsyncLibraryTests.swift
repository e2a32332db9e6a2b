import Foundation
import Muster
import Synchronization
import Testing

/// What a server needs beyond the plain calls: nothing blocks, all can be called off, secrets come once.
@Suite struct AsyncLibraryTests {
    private let folder: URL
    private var directory: MusterDirectory { MusterDirectory(path: folder.path + "/people.sqlite") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    private func feed(_ count: Int) throws -> String {
        let file = folder.appending(path: "users.csv")
        let rows = (0..<count).map { "u\($0),u\($0)@corp.example\n" }
        try Data(("username,email\n" + rows.joined()).utf8).write(to: file)
        return file.path
    }

    /// What an import and the test say to each other.
    private final class Signals: Sendable {
        let hasBegun = Atomic<Bool>(false)
        let mayGoOn = Atomic<Bool>(false)
    }

    @Test func eachCallWorksFromATask() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let summary = try await directory.importFeed(at: try feed(3))
        #expect(summary.outcomes == ["created": 3] && summary.status == 0)
        #expect(summary.duration > .zero && summary.leavers.isEmpty)
        let result = try await directory.acting(as: "kim").perform(
            "set-device-limit", on: "u1", values: ["device_limit": "3"])
        #expect(result.detail == "device_limit: default → 3")
        let answer = try await directory.checkLogin(of: "u1", LoginEvidence())
        #expect(answer.reason == "not-onboarded")
    }

    @Test func errorsKeepTheirType() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            _ = try await directory.importFeed(at: folder.path + "/none.csv")
            #expect(Bool(false), "there is no such file")
        } catch {
            #expect(error.status == 66)
        }
    }

    /// Progress comes on the thread that works, which waits in it until the task is cancelled: so
    /// the cancellation comes before the end, however fast the machine is.
    @Test func aCancelledImportStopsAndCanBeRepeated() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try feed(200_000)
        let directory = directory
        let signals = Signals()
        let stopped = try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask {
                do throws(MusterError) {
                    _ = try await directory.importFeed(
                        at: file,
                        progress: { _ in
                            signals.hasBegun.store(true, ordering: .relaxed)
                            while !signals.mayGoOn.load(ordering: .relaxed) { usleep(1_000) }
                        })
                    return nil
                } catch {
                    return error.status
                }
            }
            try await Self.wait { signals.hasBegun.load(ordering: .relaxed) }
            group.cancelAll()
            signals.mayGoOn.store(true, ordering: .relaxed)
            return try await group.next() ?? nil
        }
        #expect(stopped == 3)
        let summary = try await directory.importFeed(at: file)
        #expect(summary.records == 200_000)
        let done = ["created", "unchanged"].reduce(0) { $0 + summary.outcomes[$1, default: 0] }
        #expect(done == 200_000)
    }

    /// Waits for something that happens sooner or later.
    private static func wait(until isSo: () -> Bool) async throws {
        for _ in 0..<6_000 where !isSo() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isSo())
    }

    /// More imports wait for their turn than there are processors, and a sign-in goes past them.
    @Test func importsThatWaitHoldNoSignInUp() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try feed(2)
        let directory = directory
        _ = try await directory.importFeed(at: file)
        let lock = open(directory.path + ".lock", O_RDWR)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        defer { close(lock) }
        let waiting = ProcessInfo.processInfo.activeProcessorCount + 3
        let (answers, statuses) = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<waiting {
                group.addTask {
                    var options = FeedImportOptions()
                    options.wait = .seconds(600)
                    do throws(MusterError) {
                        _ = try await directory.importFeed(at: file, options: options)
                        return nil
                    } catch {
                        return error.status
                    }
                }
            }
            // Were they done by the same threads, this would never come to an end.
            var answers = 0
            for name in ["u0", "u1", "u0", "u1"] {
                let answer = try? await directory.checkLogin(of: name, LoginEvidence())
                if answer?.reason == "not-onboarded" { answers += 1 }
            }
            group.cancelAll()
            var statuses: [Int?] = []
            for await status in group { statuses.append(status) }
            return (answers, statuses)
        }
        #expect(answers == 4)
        #expect(statuses == Array(repeating: 3, count: waiting))
    }

    @Test func manySignInsAtOnceAreAllAnswered() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try await directory.importFeed(at: try feed(3))
        let directory = directory
        let count = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<300 {
                group.addTask {
                    let answer = try? await directory.checkLogin(
                        of: "u\(index % 3)", LoginEvidence())
                    return answer?.reason == "not-onboarded"
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 300)
    }

    @Test func theWholeFileAndItsAllowances() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = FeedImportOptions()
        options.isFull = true
        _ = try directory.importFeed(at: try feed(40), options: options)
        let short = try feed(2)
        #expect(
            try directory.importFeed(at: short, options: options).stop?.code == "run.guard.removals"
        )
        options.allowances = ["removals": 38]
        let summary = try directory.importFeed(at: short, options: options)
        #expect(summary.leavers == ["disabled": 38] && summary.stop == nil)
        options.allowances = ["leavers": 1]
        let error = #expect(throws: MusterError.self) {
            try directory.importFeed(at: short, options: options)
        }
        #expect(error?.status == 64 && error?.advice?.contains("removals") == true)
    }

    @Test func anAtomicImportWithARejectAppliesNothing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "users.csv")
        try Data("username,email\nada,ada@corp.example\nbob,none\n".utf8).write(to: file)
        var options = FeedImportOptions()
        options.isAtomic = true
        let summary = try directory.importFeed(at: file.path, options: options)
        #expect(summary.outcomes == ["rejected": 1, "skipped": 1] && summary.status == 1)
        #expect(summary.firstPlaces["field.email.malformed"] == "users.csv:3 (record 2)")
    }

    @Test func secretsComeOnceAndAreNotPrinted() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("backup_codes: on\n".utf8)
            .write(to: folder.appending(path: "muster.yaml"))
        _ = try directory.importFeed(at: try feed(1))
        let result = try directory.perform("generate-backup-code", on: "u0", values: ["count": "2"])
        #expect(result.secrets.map(\.kind) == ["backup-code", "backup-code"], "\(result)")
        for secret in result.secrets {
            #expect(secret.value.wholeMatch(of: /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/) != nil)
            var dumped = ""
            dump(result, to: &dumped)
            #expect(!"\(result)".contains(secret.value) && !dumped.contains(secret.value))
        }
    }

    @Test func aRehearsedActionChangesNothing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try directory.importFeed(at: try feed(1))
        var options = ActionOptions()
        options.isDryRun = true
        #expect(try directory.perform("disable", on: "u0", options: options).outcome == "disabled")
        #expect(try directory.perform("disable", on: "u0").outcome == "disabled")
        #expect(try directory.perform("disable", on: "u0").outcome == "unchanged")
    }
}
