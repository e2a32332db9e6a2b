import Credentials
import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// Whether the directory is whole and belongs to its key.
struct DirectoryExamination {
    private static let subject = "directory"
    private static let keySubject = "key"
    /// Entries of the audit log that are held against the key; `audit verify` takes all.
    private static let auditEntriesMax: Int64 = 100
    /// Bytes of SQLite's log beyond which somebody should ask why it is not brought in: 1 GiB.
    private static let logBytesMax: UInt64 = 1 << 30
    private let place: DirectoryPlace
    private let clock: any WallClock
    private let readsAll: Bool

    init(_ place: DirectoryPlace, clock: any WallClock, readsAll: Bool) {
        self.place = place
        self.clock = clock
        self.readsAll = readsAll
    }

    /// The directory, nil if there is none that can be used, and what was found.
    func examine() -> (SQLiteDirectory?, [DoctorFinding]) {
        let path = FileFault.shown(place.directory)
        guard place.exists else {
            let note = DoctorFinding(
                Self.subject, .note, "there is no \(path) yet",
                advice: "muster init makes it, and so does the first import.")
            return (nil, [note] + strayKey())
        }
        do throws(RunHalt) {
            let directory = try SQLiteDirectory.open(
                path: place.directory, access: .reading, seal: nil, migrates: false)
            let format = try directory.format()
            guard format == DirectoryFormat.version else {
                let note = DoctorFinding(
                    Self.subject, .note,
                    "\(path) has format \(format), which the next command of this version brings "
                        + "to \(DirectoryFormat.version)",
                    advice: "An older version of Muster cannot use it after that: make a copy, and "
                        + "ask the doctor again.")
                return (nil, [note] + (try damage(to: directory, path)))
            }
            let findings = try state(of: directory, path) + damage(to: directory, path)
            return (directory, findings + key(of: directory))
        } catch {
            return (nil, [DoctorFinding(Self.subject, error)])
        }
    }

    private func state(
        of directory: SQLiteDirectory, _ path: String
    ) throws(RunHalt) -> [DoctorFinding] {
        let condition = try directory.condition()
        let users = try directory.userCounts()
        let disabled =
            users.disabled > 0 ? ", \(GroupedNumber.text(users.disabled)) of them disabled" : ""
        var findings = [
            DoctorFinding(
                Self.subject, .ok,
                "\(path): \(GroupedNumber.text(users.all, "user"))\(disabled), "
                    + ByteCountText.text(condition.bytes))
        ]
        let holder = SQLiteDirectory.runHolder(of: place.directory)
        if let holder {
            findings.append(
                DoctorFinding(
                    Self.subject, .note, "a run is at work (\(MessageText.quoted(holder)))"))
        }
        if condition.lacksIndexes, holder == nil {
            findings.append(
                DoctorFinding(
                    Self.subject, .warning,
                    "a run was killed while it filled the directory: its indexes are missing",
                    advice: "The next run builds them; muster runs list --state interrupted "
                        + "shows which one to resume."))
        }
        if let newest = condition.newestRun, newest > clock.now() {
            findings.append(
                DoctorFinding(
                    Self.subject, .warning,
                    "the newest run began at \(newest.text), and by the clock it is only "
                        + clock.now().text,
                    advice: "Set the clock: dates and links' lives depend on it."))
        }
        return findings + log()
    }

    /// SQLite's log is brought in between runs, unless a reader holds on to it.
    private func log() -> [DoctorFinding] {
        var status = stat()
        guard stat(place.directory + "-wal", &status) == 0,
            UInt64(max(0, status.st_size)) > Self.logBytesMax
        else { return [] }
        let size = ByteCountText.text(UInt64(status.st_size))
        return [
            DoctorFinding(
                Self.subject, .warning,
                "\(FileFault.shown(place.directory))-wal has \(size)",
                advice: "A program keeps the directory open for reading; once it lets go, the next "
                    + "run brings the log in.")
        ]
    }

    private func damage(
        to directory: SQLiteDirectory, _ path: String
    ) throws(RunHalt) -> [DoctorFinding] {
        guard readsAll else { return [] }
        let faults = try directory.integrityFaults()
        guard let first = faults.first else {
            return [DoctorFinding(Self.subject, .ok, "\(path): read whole, and not damaged")]
        }
        let rest = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
        return [
            DoctorFinding(
                Self.subject, .fault, "\(path) is damaged: \(MessageText.quoted(first))\(rest)",
                advice: "Stop the nightly jobs and put a backup in its place (docs/backup.md).",
                code: .directoryFileUnusable)
        ]
    }

    // MARK: Key

    private func key(of directory: SQLiteDirectory) -> [DoctorFinding] {
        do throws(RunHalt) {
            let seal = KeyedAuditSeal(key: try KeyFile.load(place.key))
            let head = try directory.auditHead()
            // Of a log without a head there is nothing to leave out.
            let end = head.map { max(1, $0.entry - Self.auditEntriesMax + 1)...max(1, $0.entry) }
            let verdict = try directory.verifyAudit(by: seal, entries: end, isEnd: true)
            guard let finding = verdict.findings.first else {
                let proof =
                    head == nil
                    ? "is there" : "is the directory's: the end of the audit log bears it out"
                return [
                    DoctorFinding(
                        Self.keySubject, .ok, "\(FileFault.shown(place.key)) \(proof)")
                ]
            }
            return [
                DoctorFinding(
                    Self.keySubject, .fault,
                    "\(FileFault.shown(place.key)) and the audit log do not agree: \(finding.text)",
                    advice:
                        "Either this is not the key that the directory was made with, or the "
                        + "directory is an older copy, or the log was tampered with: muster audit "
                        + "verify says more.",
                    code: .directoryAuditBroken)
            ]
        } catch {
            return [DoctorFinding(Self.keySubject, error)]
        }
    }

    /// A key without its directory is all that is left of one that was removed or moved.
    private func strayKey() -> [DoctorFinding] {
        guard access(place.key, F_OK) == 0 else { return [] }
        let path = FileFault.shown(place.key)
        return [
            DoctorFinding(
                Self.keySubject, .warning, "\(path) is there, and its directory is not",
                advice: "Put the directory back, or name it with --directory; a new one would use "
                    + "this key.")
        ]
    }
}
