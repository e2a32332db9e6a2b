import Credentials
import Glibc
import Provisioning
import ResultReporting

/// Writes the records of a plan aside, until the header that goes before them is known.
final class PlanWriter: PlanReview {
    private let path: String
    private let file: AtomicFile
    private let body: OutputFile
    private(set) var tally = PlanTally()
    private(set) var verdicts = ""

    /// Gets ready to write a plan at `path`.
    ///
    /// It throws a halt with status 73 if nothing can be made there, or if what is there is no plan.
    init(path: String) throws(RunHalt) {
        guard access(path, F_OK) != 0 || PlanFile.isPlan(at: path) else {
            throw RunHalt(
                .cannotCreate, .runOutputUncreatable,
                "\(MessageText.path(path)) is there and is no plan, so it is not overwritten",
                advice: "Name another file with --out.")
        }
        self.path = path
        file = try AtomicFile(path: path)
        let lines = file.file.path + AtomicFile.linesSuffix
        // One of a killed process of the same number is not written into.
        unlink(lines)
        body = try OutputFile(path: lines, .new)
    }

    deinit { unlink(body.path) }

    func begin(_ plan: DecidedRun) throws(RunHalt) { verdicts = PlanTally.digest(of: plan) }

    func add(_ record: PlannedRecord) throws(RunHalt) {
        tally.add(record)
        body.buffer.append(PlanLine.text(record))
        try body.flushIfFull()
    }

    func end() throws(RunHalt) { try body.flush() }

    /// Puts the plan in its place; with a `key` it is sealed, without one only guarded against slips.
    func complete(_ header: PlanHeader, key: KeyFile?) throws(RunHalt) {
        var header = header
        tally.complete(&header)
        header.verdicts = verdicts
        header.isUnkeyed = key == nil
        let output = file.file
        output.buffer.append(header.text)
        try FileCopy.copy(body.path, to: output)
        try output.flush()
        let digest = try Self.digest(of: output.path)
        let seal = key.map { PlanSeal.code(of: digest.bytes, key: $0) } ?? digest.hexadecimal
        var json = JSONWriter()
        json.beginObject()
        json.member("sha256", digest.hexadecimal)
        json.member("seal", seal)
        json.endObject()
        output.buffer.append(json.take())
        try file.commit()
    }

    private static func digest(of path: String) throws(RunHalt) -> FileDigest {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PlanFile.failed("open", path, errno) }
        defer { close(descriptor) }
        var digest = FileDigest()
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw PlanFile.failed("read", path, errno) }
            guard count > 0 else { return digest }
            block[..<count].withUnsafeBytes { digest.update($0) }
        }
    }
}
