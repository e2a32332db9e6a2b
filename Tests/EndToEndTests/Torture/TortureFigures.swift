import Foundation
import Glibc

/// What a test tried, for the table of `make torture`.
enum TortureFigures {
    /// Adds to a figure of a row: `note("kills", in: "imports", 50)`.
    ///
    /// It is appended to the file that `MUSTER_TORTURE_FIGURES` names, if it names one; lines of the same
    /// row and figure are added up in the end.
    static func note(_ figure: String, in row: String, _ count: Int) {
        append(figure, row, "sum", count)
    }

    /// Notes the largest value of a figure: `noteMost("peak KiB", in: "memory", 91_000)`.
    static func noteMost(_ figure: String, in row: String, _ value: Int) {
        append(figure, row, "max", value)
    }

    private static func append(_ figure: String, _ row: String, _ kind: String, _ count: Int) {
        guard let path = ProcessInfo.processInfo.environment["MUSTER_TORTURE_FIGURES"] else {
            return
        }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        precondition(file >= 0, "cannot write \(path)")
        defer { close(file) }
        // One write, so that lines of several suites do not run into one another.
        let line = "\(row)\t\(figure)\t\(kind)\t\(count)\n"
        precondition(line.withCString { write(file, $0, strlen($0)) } == line.utf8.count)
    }
}
