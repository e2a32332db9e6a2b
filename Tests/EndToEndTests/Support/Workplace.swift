import Foundation

/// A folder of a test's own, in which it runs the binary; gone with the test.
final class Workplace {
    let folder: String
    /// Environment of the commands; nothing of the tests' own reaches them.
    var environment = ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
    /// The `muster` that runs.
    var binary = BuiltBinary.path

    /// - Parameter isOptimised: Whether commands are those of `BuiltBinary.optimised`, for a test that has
    ///   many records or runs.
    /// - Throws: Whatever keeps the folder from being made.
    init(isOptimised: Bool = false) throws {
        if isOptimised { binary = BuiltBinary.optimised }
        folder = FileManager.default.temporaryDirectory.path + "/muster-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs `muster` with these words to its end.
    @discardableResult
    func muster(_ words: String..., input: String = "") -> ProcessEnding {
        start(words).end(input: Array(input.utf8))
    }

    /// Starts `muster` with these words.
    func start(_ words: [String]) -> ChildProcess {
        ChildProcess(binary, words, folder: folder, environment: environment)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    func write(program text: String, to name: String) throws {
        try ChildProcess.writeProgram(text, to: path(name))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
    }

    /// Names in the folder, in order.
    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    }

    /// Names in a folder below, in order.
    func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path(folder)))?.sorted() ?? []
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

    /// Everything that two equal directories have in common: users, groups, queued mail.
    func contents(of directory: String = "muster.sqlite") throws -> DirectoryContents {
        DirectoryContents(
            export: muster("users", "export", "--directory", directory).output,
            groups: muster("groups", "list", "--directory", directory).output,
            mails: try MailQueue.entries(of: path(directory)))
    }
}

/// What a directory holds, for comparison.
struct DirectoryContents: Equatable {
    var export: String
    var groups: String
    var mails: [String]
}

extension Workplace {
    /// Permission bits of a file.
    func mode(of name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return attributes?[.posixPermissions] as? Int
    }
}

extension Workplace {
    /// Compresses a file with gzip(1), which removes the plain one.
    func gzip(_ name: String) {
        let ending = ChildProcess(
            "/bin/gzip", [name], folder: folder, environment: environment
        ).end()
        precondition(ending.status == 0, "gzip: \(ending.error)")
    }
}
