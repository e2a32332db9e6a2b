import Foundation
import GRDB
import Glibc
import Testing

/// A place that is not ours, or not to be written, is refused with words and without a write.
@Suite struct PlaceTorture {
    /// A place with a directory that stands as one file, its key and a feed.
    private static func place() throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        try place.write("username,email\nbob,bob@example.com\n", to: "more.csv")
        try #require(place.muster("import", "users.csv", "--quiet", "--mail").status == 0)
        try DirectoryFile(place).checkpoint()
        for name in ["muster.sqlite-wal", "muster.sqlite-shm"] { place.remove(name) }
        return place
    }

    private static let commands: [[String]] = [
        ["import", "more.csv", "--quiet"], ["users", "list"], ["user", "disable", "ada"],
        ["sweep", "--quiet"], ["backup", "copy.sqlite"], ["mail", "deliver"], ["runs", "list"],
        ["plan", "more.csv", "--out", "more.plan"], ["audit", "verify"], ["init"],
    ]

    /// Everything about every file: kind, mode, owner, time of its last change, bytes.
    private static func snapshot(_ place: Workplace, _ isKeyLooked: Bool) throws -> [String: String]
    {
        var found: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: place.folder)
        for name in files?.compactMap({ $0 as? String }) ?? [] {
            var info = stat()
            lstat(place.path(name), &info)
            let isFile = info.st_mode & S_IFMT == S_IFREG
            let bytes = isFile ? try Data(contentsOf: URL(filePath: place.path(name))) : Data()
            // A directory of our own is opened before its key is: SQLite's files come and go.
            if isKeyLooked,
                name.hasSuffix("-wal") || name.hasSuffix("-shm")
                    || name.hasSuffix(".lock")
            {
                continue
            }
            found[name] =
                "\(info.st_mode) \(info.st_uid) \(info.st_mtim.tv_sec).\(info.st_mtim.tv_nsec) "
                + "\(bytes.count) \(bytes.hashValue)"
        }
        return found
    }

    /// Runs all commands, each of which is to be refused and to leave everything as it is.
    private static func expectRefusal(
        _ place: Workplace, _ what: String, _ statuses: Set<Int32>, _ words: String = "",
        by commands: [[String]] = commands
    ) throws {
        let before = try snapshot(place, what.contains("key"))
        for command in commands {
            let ending = place.start(command).end(signal: (SIGKILL, .seconds(60)))
            #expect(
                ending.signal == nil && statuses.contains(ending.status),
                "\(what): \(command): \(ending.status) \(ending.error)")
            #expect(
                ending.error.contains(#/\[[a-z]+(\.[a-z-]+)+\]/#), "\(what): \(ending.error)")
            #expect(
                words.isEmpty || ending.error.contains(words),
                "\(what): \(command): \(ending.error)")
            let after = try snapshot(place, what.contains("key"))
            let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            #expect(changed.isEmpty, "\(what): \(command) changed \(changed.sorted())")
        }
        TortureFigures.note("commands", in: "places refused", commands.count)
    }

    private static func shell(_ script: String, in place: Workplace) -> Bool {
        ChildProcess(
            "/bin/sh", ["-c", script], folder: place.folder,
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        ).end().status == 0
    }

    /// What is not a directory of Muster, with the key beside it or without.
    @Test(arguments: [
        ("an empty file", ": > muster.sqlite; chmod 600 muster.sqlite"),
        ("a text", "cat users.csv > muster.sqlite; chmod 600 muster.sqlite"),
        ("a long text", "seq 1 5000 > muster.sqlite; chmod 600 muster.sqlite"),
        ("a folder", "mkdir -m 700 muster.sqlite"),
        ("a pipe", "mkfifo -m 600 muster.sqlite"),
        ("a link that leads nowhere", "ln -s none.sqlite muster.sqlite"),
        ("a link", "mv kept.sqlite real.sqlite; ln -s real.sqlite muster.sqlite"),
        ("a half header", "head -c 99 kept.sqlite > muster.sqlite; chmod 600 muster.sqlite"),
        (
            "a database of another program",
            "cp -p kept.sqlite muster.sqlite; "
                + "printf '\\377\\377\\377\\377' | dd of=muster.sqlite bs=1 seek=68 conv=notrunc 2>&1"
        ),
        (
            "a newer format",
            "cp -p kept.sqlite muster.sqlite; "
                + "printf '\\000\\001\\000\\000' | dd of=muster.sqlite bs=1 seek=60 conv=notrunc 2>&1"
        ),
        (
            "a directory that others may write",
            "cp -p kept.sqlite muster.sqlite; chmod 666 muster.sqlite"
        ),
        ("a directory with no key", "cp -p kept.sqlite muster.sqlite; rm -f muster.key"),
        ("a key that a group may read", "cp -p kept.sqlite muster.sqlite; chmod 640 muster.key"),
        (
            "a key that is a link",
            "cp -p kept.sqlite muster.sqlite; mv muster.key k; ln -s k muster.key"
        ),
        (
            "a key that is a folder",
            "cp -p kept.sqlite muster.sqlite; rm muster.key; mkdir muster.key"
        ),
        (
            "a key that is a pipe",
            "cp -p kept.sqlite muster.sqlite; rm muster.key; mkfifo muster.key"
        ),
        ("an empty key", "cp -p kept.sqlite muster.sqlite; : > muster.key"),
    ])
    func whatIsNotOursIsRefused(what: String, script: String) throws {
        let place = try Self.place()
        // Neither its companions nor its history help anybody to know it.
        try #require(
            Self.shell(
                "mv muster.sqlite kept.sqlite; rm -rf muster.runs muster.sqlite.lock; \(script)",
                in: place), "\(what)")
        let isKey = what.contains("key")
        // Reading needs no key; the commands that do are told.
        let commands =
            isKey ? [Self.commands[0], Self.commands[2], Self.commands[3]] : Self.commands
        try Self.expectRefusal(place, what, [73, 74, 78], by: commands)
        guard !isKey else { return }
        place.remove("muster.key")
        try Self.expectRefusal(
            place, "\(what), alone", [66, 73, 74, 78], by: [Self.commands[0], ["init"]])
    }

    /// Where files can be given to others.
    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func aDirectoryOfAnotherOwnerIsRefused() throws {
        for name in ["muster.sqlite", "muster.key"] {
            let place = try Self.place()
            place.remove("muster.sqlite.lock")
            #expect(chown(place.path(name), 65_534, 65_534) == 0)
            try Self.expectRefusal(
                place, "\(name) of another owner", [78], name,
                by: [Self.commands[0], Self.commands[2], Self.commands[3]])
        }
        let place = try Self.place()
        place.remove("muster.sqlite")
        place.remove("muster.sqlite.lock")
        if Self.shell("mknod -m 600 muster.sqlite c 1 3", in: place) {
            try Self.expectRefusal(place, "a device", [73, 74, 78])
        }
    }

    /// A folder of somebody else in which an ordinary user may read and not write.
    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func anOrdinaryUserIsToldWhereTheyMayNotWrite() throws {
        let place = try Self.place()
        guard Self.shell("cp '\(place.binary)' muster", in: place),
            Self.shell("chown -R 65534:65534 . && chown 0:0 . && chmod 755 . muster", in: place),
            Self.shell("\(Self.asNobody) ./muster --version", in: place)
        else { return print("skipped: this machine lets nobody become another user") }
        let script = "#!/bin/sh\nexec \(Self.asNobody) '\(place.path("muster"))' \"$@\"\n"
        try place.write(program: script, to: "as-nobody")
        place.binary = place.path("as-nobody")
        place.remove("muster.sqlite.lock")
        let list = place.muster("users", "list")
        #expect(list.status == 0 && list.output.contains("ada"), "\(list.error)")
        try Self.expectRefusal(
            place, "a folder without permission", [73, 74], "Permission denied",
            by: [
                Self.commands[0], Self.commands[2], Self.commands[3], ["backup", "copy.sqlite"],
                ["import", "more.csv", "--directory", "new.sqlite"],
                ["users", "export", "--output", "out.csv"],
            ])
    }

    private static let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    /// A file system that was mounted read-only, as a damaged one is by itself.
    @Test(.enabled(if: FullDisk.isMountable, "nothing can be mounted here"))
    func aReadOnlyDiskIsSaid() throws {
        let place = try Self.place()
        let disk = FullDisk(at: "", .pages(100))
        try disk.begin(in: place)
        defer { disk.clear() }
        let list = place.muster("users", "list").output
        for name in ["muster.sqlite-wal", "muster.sqlite-shm"] { place.remove(name) }
        // The shell's folder would be the one below the disk: it is asked from elsewhere.
        try #require(
            ChildProcess(
                "/bin/mount", ["-o", "remount,ro", place.folder], folder: "/",
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
            ).end().status == 0)
        #expect(place.muster("users", "list").output == list)
        try Self.expectRefusal(
            place, "a read-only disk", [73, 74], "Read-only file system",
            by: [
                Self.commands[0], Self.commands[2], Self.commands[3], ["backup", "copy.sqlite"],
                ["import", "more.csv", "--directory", "new.sqlite"],
                ["users", "export", "--output", "out.csv"],
                ["plan", "more.csv", "--out", "more.plan"],
            ])
        for option in ["--results", "--rejects", "--secrets", "--report"] {
            try Self.expectRefusal(
                place, "\(option) on a read-only disk", [73, 74], "Read-only file system",
                by: [["import", "more.csv", option, "out", "--directory", "new.sqlite"]])
        }
    }
}
