import Foundation
import Testing

/// A path is shown whole, however long it is: its end says which file is meant.
@Suite struct LongPathTests {
    /// Folders whose names make a path longer than the part of a value that messages show.
    static let folder = (1...5).map { "folder number \($0) of a long path" }.joined(separator: "/")

    static let commands: [(words: [String], status: Int32)] = [
        (["import", "FOLDER/missing.csv"], 66), (["import", "FOLDER/user.csv"], 66),
        (["plan", "FOLDER/users.csv", "--out", "FOLDER/notes"], 73),
        (["apply", "FOLDER/missing.plan"], 66), (["apply", "FOLDER/notes"], 65),
        (["import", "FOLDER/users.csv", "--results", "FOLDER/none/results.csv"], 73),
        (["import", "FOLDER/users.csv", "--config", "FOLDER/missing.yaml"], 78),
        (["backup", "FOLDER/notes"], 73), (["users", "export", "--output", "FOLDER"], 74),
        (["users", "list", "--directory", "FOLDER/notes"], 78),
        (["runs", "show", "RUN"], 0), (["explain", "RUN", "1"], 0),
    ]

    @Test(arguments: commands)
    func aPathIsShownToItsEnd(words: [String], status: Int32) throws {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            atPath: place.path(Self.folder), withIntermediateDirectories: true)
        let users = Self.folder + "/users.csv"
        try place.write("username,email\nada,ada@example.com\n", to: users)
        try place.write("not a plan, not a directory\n", to: Self.folder + "/notes")
        #expect(place.muster("import", users, "--quiet").status == 0)
        try place.write("username,email\nbob,bob@example.com\n", to: users)
        let run = place.newestRun
        let ending = place.start(
            words.map { $0.replacing("FOLDER", with: Self.folder).replacing("RUN", with: run) }
        ).end()
        #expect(ending.status == status, "\(ending.error)")
        #expect(!ending.error.contains("…"), "\(ending.error)")
        let text = ending.error + ending.output
        #expect(ChildProcessText.flat(text).contains(Self.folder), "\(text)")
    }
}
