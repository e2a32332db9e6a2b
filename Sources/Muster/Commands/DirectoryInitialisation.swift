import Glibc
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Makes what a directory needs: its file, its key and a commented configuration.
package struct DirectoryInitialisation {
    private let place: DirectoryPlace

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Makes the three files, each for its user alone (0600).
    ///
    /// - Returns: what was made.
    /// - Throws: a halt with status 73 if one of them is there already, and then nothing was
    ///   made; or 73 or 74 if one cannot be written, and those made before it stay.
    package func run() throws(RunHalt) -> [MadeFile] {
        for path in [place.directory, place.key, place.configuration] {
            var status = stat()
            guard lstat(path, &status) != 0 else {
                throw RunHalt(
                    .cannotCreate, .runOutputUncreatable,
                    "\(MessageText.path(path)) is there already, and is never overwritten",
                    advice: place.exists
                        ? "Nothing was made; what is there can be used: muster import FILE --dry-run"
                        : "Nothing was made. Name a place in another folder: --directory "
                            + "FOLDER/muster.sqlite. If this is what a failed init left, go on "
                            + "with muster import FILE: it makes the directory, with the key "
                            + "that is there.")
            }
        }
        _ = try place.openForCommand(clock: SystemClock())
        try AtomicFile.write(ByteString(ConfigurationText.initial), to: place.configuration)
        return [
            MadeFile(path: place.directory, purpose: "the directory: users, groups and history"),
            MadeFile(path: place.key, purpose: "its key: back it up, apart from the directory"),
            MadeFile(path: place.configuration, purpose: "the configuration, with every default"),
        ]
    }
}

/// A file that `muster init` made.
package struct MadeFile: Equatable, Sendable {
    package var path: String
    /// What it is for, as half a sentence.
    package var purpose: String
}

extension DirectoryInitialisation {
    /// What was made and what to do next, each line with its end.
    package static func text(_ files: [MadeFile]) -> String {
        let width = files.map(\.path.count).max() ?? 0
        let lines = files.map { file in
            let gap = String(repeating: " ", count: width - file.path.count)
            return "  \(file.path)\(gap)  \(file.purpose)\n"
        }
        return """
            Made, for you alone (mode 0600):
            \(lines.joined())
            Next:
              muster template > users.csv           a sample feed to fill in, or take one of yours
              muster check-profile users.csv        what each of its columns is read as
              muster import users.csv --dry-run     what would happen; nothing is changed
              muster import users.csv

            Every setting stands in the configuration with its default and what it does. A feed
            that comes again and again gets a section and a name there: muster import FILE --feed NAME

            """
    }

    /// The same for programs.
    package static func json(_ files: [MadeFile], of place: DirectoryPlace) -> ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("directory", place.directory)
        json.member("key", place.key)
        json.member("configuration", place.configuration)
        json.endObject()
        return json.take()
    }
}
