package import Credentials
import Glibc
package import Provisioning
import ResultReporting

/// A plan file that is there: its header, its lines, and its seal.
package final class PlanFile {
    let header: PlanHeader
    /// What stands in the file's last line: a code under the key file, or the SHA-256 alone.
    let seal: String
    let path: String
    /// SHA-256 of everything before the seal's line.
    private let digest: [UInt8]
    private let descriptor: Int32
    /// Where the lines of records begin and end.
    private let body: Range<UInt64>

    /// Opens a plan and looks whether it is whole.
    /// - Throws: a halt with status 65 if it is no plan or was changed, or with 66 or 74.
    package init(path: String) throws(RunHalt) {
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            guard errno != ENOENT else {
                throw RunHalt(
                    .missingFile, .runPlanMalformed,
                    "there is no plan at \(MessageText.path(path))",
                    advice: "Make one: muster plan FILE --out \(MessageText.path(path))")
            }
            throw PlanFile.failed("open", path, errno)
        }
        self.path = path
        descriptor = opened
        do throws(RunHalt) {
            var status = stat()
            guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw Self.malformed(path, "is no regular file")
            }
            let read = try Self.read(opened, path)
            header = read.header
            digest = read.digest
            seal = read.seal
            body = read.body
        } catch {
            close(opened)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Whether the seal was made with a key.
    package func isSealed(by key: KeyFile) -> Bool { PlanSeal.holds(seal, of: digest, key: key) }

    /// Gives each line of a record to `body`, which says whether to go on.
    func forEachLine(
        _ each: (ArraySlice<UInt8>) throws(RunHalt) -> Bool
    ) throws(RunHalt) {
        let reader = lines()
        while let line = try reader.next() {
            guard try each(line) else { return }
        }
    }

    /// The lines of records, to be read one after another.
    func lines() -> LineReader {
        LineReader(descriptor: descriptor, path: path, range: body)
    }

    /// Whether there is a plan at `path`, by its first bytes.
    static func isPlan(at path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let mark = Array("{\"muster_plan\":".utf8)
        var bytes = [UInt8](repeating: 0, count: mark.count)
        return pread(descriptor, &bytes, mark.count, 0) == mark.count && bytes == mark
    }

    /// The halt for a file that cannot be read or looked at.
    static func failed(_ operation: String, _ path: String, _ error: Int32) -> RunHalt {
        let reason = strerror(error).map { String(cString: $0) } ?? "error \(error)"
        return RunHalt(
            .inputOutput, .runOutputFailed,
            "cannot \(operation) \(MessageText.path(path)): \(reason)")
    }

    static func malformed(_ path: String, _ why: String) -> RunHalt {
        RunHalt(
            .malformedFile, .runPlanMalformed, "\(MessageText.path(path)) \(why)",
            advice: "Make a new plan: muster plan FILE --out PLAN")
    }

    private static func read(
        _ descriptor: Int32, _ path: String
    ) throws(RunHalt) -> (header: PlanHeader, digest: [UInt8], seal: String, body: Range<UInt64>) {
        let reader = LineReader(descriptor: descriptor, path: path, range: 0..<UInt64.max)
        guard let first = try reader.next(), let json = JSONValue(first),
            json["muster_plan"] != .null
        else { throw malformed(path, "is no plan") }
        guard let header = PlanHeader(json) else {
            throw malformed(path, "is a plan of another version of muster")
        }
        let start = reader.position
        var end = start
        var lines: UInt64 = 0
        var digest = FileDigest()
        add(first, to: &digest)
        var last: ArraySlice<UInt8>?
        while let line = try reader.next() {
            if let last {
                add(last, to: &digest)
                lines += 1
                end += UInt64(last.count) + 1
            }
            last = line
        }
        guard let last, let seal = JSONValue(last), let code = seal["seal"].string,
            seal["sha256"].string == digest.hexadecimal, lines == header.lines,
            header.isUnkeyed == (code == digest.hexadecimal)
        else {
            throw malformed(path, "is cut off, or was changed after it was made")
        }
        return (header, digest.bytes, code, start..<end)
    }

    private static func add(_ line: ArraySlice<UInt8>, to digest: inout FileDigest) {
        line.withUnsafeBytes { digest.update($0) }
        withUnsafeBytes(of: UInt8(ascii: "\n")) { digest.update($0) }
    }
}
