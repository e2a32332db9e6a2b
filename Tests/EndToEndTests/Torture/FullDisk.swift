import Foundation
import Glibc

/// A disk with hardly any room left, where a command writes; it gets room when the fault ends.
///
/// It is a file system in memory of its own, or the library of faults counts what is written: everywhere
/// where none may be mounted.
final class FullDisk: TemporaryFault {
    /// What there is too little of.
    enum Room {
        case pages(Int)
        case names
    }

    private let name: String
    private let room: Room
    private let isMounted: Bool
    private var path: String?

    /// - Parameters:
    ///   - name: The folder of the place that the disk is mounted on; empty: the place itself.
    ///   - room: What is free.
    ///   - isMounted: Whether it is a file system of its own, which not every machine lets anybody have.
    init(at name: String, _ room: Room, isMounted: Bool = isMountable) {
        self.name = name
        self.room = room
        self.isMounted = isMounted
    }

    var description: String {
        let place = name.isEmpty ? "everything" : name
        return "\(room) free on the \(isMounted ? "mounted" : "counted") disk of \(place)"
    }

    /// Whether disks can be mounted here.
    static let isMountable: Bool = {
        let folder = FileManager.default.temporaryDirectory.path + "/muster-\(UUID().uuidString)"
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        guard shell("mount -t tmpfs -o size=1m none \"$0\"", folder) else { return false }
        return shell("umount \"$0\"", folder)
    }()

    func begin(in place: Workplace) throws {
        guard isMounted else {
            let bytes = if case .pages(let pages) = room { pages << 12 } else { 0 }
            let part = place.folder + (name.isEmpty ? "" : "/\(name)")
            return place.meet(["MUSTER_DISK": "\(bytes):\(part)"])
        }
        let path = name.isEmpty ? place.folder : place.path(name)
        self.path = path
        // What is there already goes with it, and one page more, for a size of 0 is no limit.
        let isMade = Self.shell(
            """
            set -e; aside=$(mktemp -d); cp -a "$0/." "$aside"
            mount -t tmpfs -o size=64m,mode=700 none "$0"; cp -a "$aside/." "$0"; rm -r "$aside"
            head -c 4096 /dev/zero > "$0/filler"
            """, path)
        precondition(isMade, "no disk at \(path)")
        var status = statvfs()
        precondition(statvfs(path, &status) == 0)
        let used = Int(status.f_blocks - status.f_bfree) * Int(status.f_frsize)
        let limit =
            switch room {
            case .pages(let pages): "size=\(used + pages << 12)"
            case .names: "nr_inodes=\(status.f_files - status.f_ffree)"
            }
        precondition(Self.shell("mount -o remount,\(limit) \"$0\"", path), limit)
    }

    func end(in place: Workplace) throws {
        place.meet([:])
        guard let path else { return }
        precondition(
            Self.shell(
                "mount -o remount,size=64m,nr_inodes=10000 \"$0\" && rm -f \"$0/filler\"", path))
    }

    func clear() {
        guard let path else { return }
        _ = Self.shell("umount -l \"$0\"", path)
        self.path = nil
    }

    private static func shell(_ script: String, _ path: String) -> Bool {
        ChildProcess(
            "/bin/sh", ["-c", script, path], folder: "/",
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        ).end().status == 0
    }
}

/// A limit on the size of files (RLIMIT_FSIZE), as a service's unit may set one.
final class FileSizeLimit: TemporaryFault {
    /// Units of 512 bytes.
    private let blocks: Int
    private var binary = BuiltBinary.path

    init(blocks: Int) { self.blocks = blocks }

    var description: String { "files of \(blocks) blocks at most" }

    func begin(in place: Workplace) throws {
        binary = place.binary
        let script = "#!/bin/sh\nulimit -f \(blocks)\nexec '\(binary)' \"$@\"\n"
        try place.write(program: script, to: "tmp/limited")
        place.binary = place.path("tmp/limited")
    }

    func end(in place: Workplace) throws {
        place.binary = binary
        place.remove("tmp/limited")
    }
}
