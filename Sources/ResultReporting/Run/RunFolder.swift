import Glibc
package import Provisioning

/// The folder of one run: `muster.runs/RUN/` beside the directory, for its user alone (0700).
package struct RunFolder: Equatable, Sendable {
    /// Name of the folder that the folders of all runs stand in.
    package static let parentName = "muster.runs"

    /// Path of the folder, without a slash at the end.
    package let path: String

    /// Names the folder of a run; touches nothing.
    ///
    /// - Parameters:
    ///   - directoryFile: path of the directory.
    ///   - run: name of the run: letters, digits, `-`, `_` and `.`, not beginning with a dot.
    /// - Throws: a halt with status 64 if the name is none.
    package init(beside directoryFile: String, run: String) throws(RunHalt) {
        guard Self.isName(run) else {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "\"\(MessageText.quoted(run))\" is not the name of a run",
                advice: "muster runs list shows the names.")
        }
        let parent = Folder.parent(of: directoryFile)
        path = "\(parent == "/" ? "" : parent)/\(Self.parentName)/\(run)"
    }

    /// Makes the folder and the one above it, as far as they are missing.
    /// - Throws: a halt with status 73.
    package func create() throws(RunHalt) {
        try Folder.create(Folder.parent(of: path))
        try Folder.create(path)
    }

    /// Removes the folder if nothing is in it, and then the one above it likewise.
    package func removeIfEmpty() {
        if rmdir(path) == 0 { rmdir(Folder.parent(of: path)) }
    }

    /// The results file, unless the user named another.
    package var results: String { "\(path)/results.csv" }
    /// The rejects file of a CSV feed, secrets masked.
    package var rejects: String { rejects(format: "csv") }
    /// Results of an atomic run that go to a pipe, while it is not known how the run ends.
    package var heldResults: String { "\(path)/held-results" }
    /// The same of its rejects.
    package var heldRejects: String { "\(path)/held-rejects" }
    /// The figures of the run.
    package var summary: String { "\(path)/summary.json" }
    /// The page for people, unless the user named another.
    package var report: String { "\(path)/report.html" }
    /// Results that a report is to list and that cannot be read back, while the run is not over.
    package var reportRows: String { "\(path)/report-rows" }
    /// The copy of standard input, while the run is not over.
    package var input: String { "\(path)/input" }
    /// Which file has the secrets of the run, while the run is not over.
    package var secretsMark: String { "\(path)/secrets-file" }

    /// The rejects file of a feed in a format, whose name (`csv`, `xml`, `jsonl`) is the extension;
    /// secrets masked.
    package func rejects(format: String) -> String { "\(path)/rejects.\(format)" }

    /// A copy of every record of a feed in a format, likewise; where the configuration says so.
    package func records(format: String) -> String { "\(path)/records.\(format)" }

    /// Removes the copy of standard input, if there is one.
    /// - Throws: a halt with status 74.
    package func removeInput() throws(RunHalt) {
        guard unlink(input) == 0 || errno == ENOENT else {
            throw FileFault.failed("remove", input, errno)
        }
    }

    /// Runs beside a directory whose folders hold a copy of standard input, in no order.
    package static func runsWithInput(beside directoryFile: String) -> [String] {
        let parent = "\(Folder.parent(of: directoryFile))/\(parentName)"
        guard let folder = opendir(parent) else { return [] }
        defer { closedir(folder) }
        var runs: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if isName(name), access("\(parent)/\(name)/input", F_OK) == 0 { runs.append(name) }
        }
        return runs
    }

    private static func isName(_ run: String) -> Bool {
        guard let first = run.utf8.first, first != 0x2E, run.utf8.count <= 128 else { return false }
        return run.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}
