import Glibc
import Provisioning
import ResultReporting

/// Where a run's results and rejects are written.
struct RunOutputs {
    var results: Place
    var rejects: Place

    /// One of the two.
    struct Place {
        /// The file that is written; nil: it is not wanted.
        var path: String?
        /// Where it is copied once it is known how the run ended; nil: it stands where it belongs.
        var destination: String?
    }

    /// Settles the paths: those that the user named, else those of the run's folder.
    ///
    /// What an atomic run prints could not be taken back, should a record be refused late; so what
    /// goes to a pipe or terminal waits in the folder until the run has ended.
    init(_ options: ImportOptions, folder: RunFolder?, rejects path: String?) {
        results = Place(path: options.results ?? folder?.results)
        rejects = Place(path: path)
        guard options.isAtomic, let folder else { return }
        results = Self.held(results, in: folder.heldResults)
        rejects = Self.held(rejects, in: folder.heldRejects)
    }

    private static func held(_ place: Place, in path: String) -> Place {
        guard let named = place.path, !canTakeBack(named) else { return place }
        return Place(path: path, destination: named)
    }

    private static func canTakeBack(_ path: String) -> Bool {
        guard path != OutputFile.standardOutputPath else { return false }
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// Copies what had to wait to where it belongs; the report may still read it where it is.
    /// - Throws: a halt with status 73 or 74.
    func deliver() throws(RunHalt) {
        for place in [results, rejects] {
            guard let path = place.path, let destination = place.destination else { continue }
            let output =
                destination == OutputFile.standardOutputPath
                ? OutputFile.standardOutput() : try OutputFile(path: destination, .replacing)
            try FileCopy.copy(path, to: output)
            try output.close()
        }
    }

    /// Removes what had to wait, once it is delivered and nobody reads it any more.
    func removeHeld() {
        for place in [results, rejects] where place.destination != nil {
            if let path = place.path { unlink(path) }
        }
    }
}
