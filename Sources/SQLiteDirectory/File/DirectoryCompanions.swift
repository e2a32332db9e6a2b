/// The files that belong to a directory and stand beside it.
package enum DirectoryCompanions {
    /// Paths of the files that SQLite and this program keep beside the directory at `path`, whether
    /// or not they are there at the moment.
    package static func paths(of path: String) -> [String] {
        ["-wal", "-shm", "-journal"].map { path + $0 }
            + [LockFile.path(of: path), AuditHeadFile.path(of: path)]
    }
}
