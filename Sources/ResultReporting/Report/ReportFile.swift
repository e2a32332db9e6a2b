import Glibc
package import Provisioning

/// The file `report.html`: a run on one page that needs nothing else.
package struct ReportFile {
    /// Results that a page lists at most.
    package static let listedMax = 100_000

    private let path: String

    /// Looks whether a page can be put at the path; touches nothing.
    ///
    /// - Throws: a halt with status 73 where none can be made.
    package init(path: String) throws(RunHalt) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0 {
            // A page takes the place of a file; it must not take that of a device or a folder.
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw RunHalt(
                    .cannotCreate, .runOutputUncreatable,
                    "cannot create \(FileFault.shown(path)): "
                        + (status.st_mode & S_IFMT == S_IFDIR
                            ? "it is a folder" : "it is no regular file"),
                    advice: "A report is a file of its own: name one.")
            }
        } else if errno != ENOENT {
            throw FileFault.uncreatable(path, errno)
        }
        guard access(Folder.parent(of: path), W_OK | X_OK) == 0 else {
            throw FileFault.uncreatable(path, errno)
        }
    }

    /// Writes the page whole or not at all, for its user alone (0600).
    ///
    /// - Parameters:
    ///   - report: what it says; paths in it are those of the files at the end.
    ///   - source: the results that it lists; nil: they are not there to be read.
    ///   - isShareable: leaves out everything personal.
    /// - Throws: a halt with status 73 or 74; what was there before is still there.
    package func write(
        _ report: RunReport, listing source: ReportSource?, isShareable: Bool
    ) throws(RunHalt) {
        let aside = try AtomicFile(path: path)
        try ReportPage(report, source: source, isShareable: isShareable).write(to: aside.file)
        try aside.commit()
    }
}
