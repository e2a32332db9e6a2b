import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// The files that a run is asked to write, looked at before any of them is opened: opening one that is
/// another, or that is needed, would empty it.
struct OutputPlaces {
    /// What the user asked for, by option.
    private let outputs: [(option: String, path: String)]
    /// What no output may take the place of.
    private let kept: [String]

    /// Gathers the files of an import; `writing` is the plan that it makes, `carryingOut` the one that
    /// it carries out.
    init(
        _ options: ImportOptions, _ place: DirectoryPlace, writing plan: String? = nil,
        carryingOut carried: String? = nil
    ) {
        outputs = Self.named([
            ("--results", options.results), ("--rejects", options.rejects),
            ("--secrets", options.secrets), ("--report", options.report),
            ("--metrics", options.metrics), ("--out", plan),
        ])
        kept = Self.kept(place) + [options.file, carried].compactMap { $0 }.filter { $0 != "-" }
    }

    /// Gathers the files of a run whose records the program makes itself.
    init(results: String?, report: String?, metrics: String?, _ place: DirectoryPlace) {
        outputs = Self.named([
            ("--results", results), ("--report", report), ("--metrics", metrics),
        ])
        kept = Self.kept(place)
    }

    /// Looks whether each output is a file of its own.
    /// - Throws: a halt with status 64 for one that is not.
    func requireApart() throws(RunHalt) {
        guard !outputs.isEmpty else { return }
        let needed = kept.map { (path: $0, identity: FileIdentity(of: $0)) }
        var seen: [(option: String, path: String, identity: FileIdentity)] = []
        for (option, path) in outputs {
            let identity = FileIdentity(of: path)
            if let other = needed.first(where: { $0.identity.isShared(with: identity) }) {
                throw Self.halt(
                    "\(FileFault.shown(path)) is the same file as \(FileFault.shown(other.path)), "
                        + "which \(option) would overwrite")
            }
            if let other = seen.first(where: { $0.identity.isShared(with: identity) }) {
                throw Self.halt(
                    "\(other.option) and \(option) name the same file: "
                        + FileFault.shown(other.path)
                        + (other.path == path ? "" : " and \(FileFault.shown(path))"))
            }
            seen.append((option, path, identity))
        }
    }

    private static func named(
        _ outputs: [(String, String?)]
    ) -> [(option: String, path: String)] {
        outputs.compactMap { option, path in
            guard let path, path != OutputFile.standardOutputPath else { return nil }
            return (option, path)
        }
    }

    private static func kept(_ place: DirectoryPlace) -> [String] {
        var directories = [place.directory]
        // SQLite keeps its files beside the file that a link leads to.
        if let resolved = realpath(place.directory, nil) {
            directories.append(String(cString: resolved))
            free(resolved)
        }
        return directories.flatMap { [$0] + DirectoryCompanions.paths(of: $0) }
            + [place.key, place.configuration]
    }

    private static func halt(_ message: String) -> RunHalt {
        RunHalt(
            .usage, .usageOptionInvalid, message,
            advice: "Name another file: each output needs one of its own.")
    }
}
