import Glibc
import Provisioning
import ResultReporting

/// Whether the folder of the directory serves: its rights, its room, and who else can read there.
struct PlaceExamination {
    private static let subject = "folder"
    /// Free bytes below which an import of any size is a risk: 256 MiB.
    private static let freeBytesMin: UInt64 = 256 << 20
    private let place: DirectoryPlace

    init(_ place: DirectoryPlace) { self.place = place }

    func examine() -> [DoctorFinding] {
        let folder = Folder.parent(of: place.directory)
        let shown = FileFault.shown(folder)
        guard access(folder, F_OK) == 0 else {
            return [
                DoctorFinding(
                    Self.subject, .fault, "there is no folder \(shown)",
                    advice: "mkdir -p \(shown), or name another directory with --directory.")
            ]
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            return [
                DoctorFinding(
                    Self.subject, .fault,
                    "cannot write in \(shown): \(String(cString: strerror(errno)))",
                    advice: "Run as the owner of the directory.")
            ]
        }
        return [room(in: folder, shown)] + readableFiles()
    }

    private func room(in folder: String, _ shown: String) -> DoctorFinding {
        var space = statvfs()
        guard statvfs(folder, &space) == 0 else {
            return DoctorFinding(
                Self.subject, .note, "\(shown): its free space is not known")
        }
        let free = UInt64(space.f_bavail) * UInt64(space.f_frsize)
        var status = stat()
        let used = stat(place.directory, &status) == 0 ? UInt64(max(0, status.st_size)) : 0
        let text = "\(shown): \(ByteCountText.text(free)) free"
        // A backup or a large import can take as much again as the directory has.
        guard free < max(Self.freeBytesMin, used) else {
            return DoctorFinding(Self.subject, .ok, text)
        }
        return DoctorFinding(
            Self.subject, .warning, "\(text), and the directory has \(ByteCountText.text(used))",
            advice: "A large import or a backup could fill the disk: make room.")
    }

    /// Files of the directory that are not for its user alone.
    private func readableFiles() -> [DoctorFinding] {
        let directory = place.directory
        let runs = Folder.parent(of: directory) + "/" + RunFolder.parentName
        var findings: [DoctorFinding] = []
        for path in [directory + "-wal", directory + "-shm", directory + ".lock", runs] {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
            let shown = FileFault.shown(path)
            findings.append(
                DoctorFinding(
                    Self.subject, .warning, "others may look into \(shown)",
                    advice: "chmod go= \(shown)"))
        }
        return findings
    }
}
