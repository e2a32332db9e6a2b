import Glibc
package import Provisioning

/// Removes the folder of a run with what a run leaves in it, and nothing else.
///
/// Links are not followed, and a folder with anything in it that no run leaves there stays as it is.
package enum RunFolderRemoval {
    /// What became of a folder.
    package enum Ending: Equatable, Sendable {
        /// It is gone, or would be, with so many bytes.
        case removed(bytes: UInt64)
        /// There is none.
        case absent
        /// It stays, because it has something in it that is not ours.
        case refused(String)
    }

    private static let names: Set<String> = [
        "results.csv", "results.jsonl", "rejects.csv", "rejects.xml", "rejects.jsonl",
        "records.csv", "records.xml", "records.jsonl", "summary.json", "report.html", "report-rows",
        "held-results", "held-rejects", "input", "secrets-file", "secrets.csv", "metrics.prom",
    ]

    /// Removes the folder, or, for a rehearsal, only looks.
    /// - Throws: a halt with status 74; some of its files may be gone then.
    package static func remove(
        _ folder: RunFolder, isRehearsal: Bool = false
    ) throws(RunHalt) -> Ending {
        let parent = open(
            Folder.parent(of: folder.path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard parent >= 0 else {
            if errno == ENOENT { return .absent }
            return .refused("\(RunFolder.parentName) is no folder, or a link to one")
        }
        defer { close(parent) }
        let name = Folder.name(of: folder.path)
        let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return .absent }
            return .refused("it is no folder, or a link to one")
        }
        defer { close(descriptor) }
        var bytes: UInt64 = 0
        let entries = try entries(descriptor, folder.path)
        for entry in entries {
            var status = stat()
            guard fstatat(descriptor, entry, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw FileFault.failed("look at", "\(folder.path)/\(entry)", errno)
            }
            guard status.st_mode & S_IFMT == S_IFREG, isOurs(entry) else {
                return .refused(
                    "\"\(MessageText.quoted(entry))\" in it is no file that a run leaves")
            }
            bytes += UInt64(max(status.st_size, 0))
        }
        guard !isRehearsal else { return .removed(bytes: bytes) }
        for entry in entries {
            guard unlinkat(descriptor, entry, 0) == 0 || errno == ENOENT else {
                throw FileFault.failed("remove", "\(folder.path)/\(entry)", errno)
            }
        }
        guard unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw FileFault.failed("remove", folder.path, errno)
        }
        return .removed(bytes: bytes)
    }

    /// A name that a run gives, or that of a file which was being written aside.
    private static func isOurs(_ name: String) -> Bool {
        if names.contains(name) { return true }
        guard name.hasPrefix("."), name.hasSuffix(".partial") else { return false }
        return names.contains { name.hasPrefix(".\($0).") }
    }

    private static func entries(_ descriptor: Int32, _ path: String) throws(RunHalt) -> [String] {
        let copy = dup(descriptor)
        guard copy >= 0, let stream = fdopendir(copy) else {
            if copy >= 0 { close(copy) }
            throw FileFault.failed("read", path, errno)
        }
        defer { closedir(stream) }
        var entries: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { entries.append(name) }
        }
        return entries
    }
}
