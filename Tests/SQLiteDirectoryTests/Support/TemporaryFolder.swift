import Foundation
import Provisioning
import SQLiteDirectory

/// A folder of its own for a test; gone when the test ends.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("muster-directory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var directoryPath: String { url.appendingPathComponent("muster.sqlite").path }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.posixPermissions] as? Int ?? 0
    }

    /// Opens the directory as a run does.
    func openForRun() throws -> SQLiteDirectory {
        let lock = try RunLock.acquire(directory: directoryPath, command: "test", wait: .zero)
        return try SQLiteDirectory.open(
            path: directoryPath, access: .run(lock), seal: PlainSeal(),
            wait: .seconds(1))
    }

    func open(_ access: DirectoryAccess, wait: Duration = .seconds(1)) throws -> SQLiteDirectory {
        try SQLiteDirectory.open(path: directoryPath, access: access, seal: PlainSeal(), wait: wait)
    }
}
