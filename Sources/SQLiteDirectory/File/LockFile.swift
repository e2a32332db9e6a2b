import Glibc
import Provisioning

/// The file beside a directory on which runs and writers take their locks.
enum LockFile {
    static func path(of directory: String) -> String { directory + ".lock" }

    /// Opens the lock file, and creates it with mode 0600 if it is missing.
    ///
    /// What is no directory of ours gets no lock file beside it: the halt of `FileCheck` is thrown.
    static func open(of directory: String) throws(RunHalt) -> Int32 {
        _ = try FileCheck.inspect(directory)
        let descriptor = Glibc.open(path(of: directory), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(directory, errno) }
        return descriptor
    }

    static func failure(_ directory: String, _ code: Int32) -> RunHalt {
        RunHalt(
            .cannotCreate, .directoryFileUnusable,
            "cannot lock \(path(of: directory)): \(String(cString: strerror(code)))",
            advice: code == ENOENT || code == ENOTDIR
                ? "There is no such folder: make it, or name another with --directory."
                : "Check that you own the folder's files and may write in it.")
    }
}
