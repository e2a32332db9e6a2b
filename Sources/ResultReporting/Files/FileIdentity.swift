import Glibc

/// What a path names, however it is spelled: the file that is there, and the place where it stands.
package struct FileIdentity: Equatable, Sendable {
    private enum Mark: Hashable {
        /// A file that is there.
        case file(device: UInt, node: UInt)
        /// A name in a folder.
        case entry(device: UInt, node: UInt, name: String)
        /// A path in a folder that is not there.
        case text(String)
    }

    private static let linksMax = 40

    private var marks: Set<Mark> = []

    /// Looks at a path; touches nothing.
    ///
    /// Devices and sockets are told apart by nothing but their names: any number of writers may share
    /// one. Where the path is a link, the identity is that of the link and of what it leads to.
    package init(of path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind != S_IFCHR, kind != S_IFSOCK else { return }
            marks.insert(.file(device: UInt(status.st_dev), node: UInt(status.st_ino)))
        }
        var next: String? = path
        var links = 0
        while let place = next, links < Self.linksMax {
            marks.insert(Self.entry(place))
            next = Self.target(of: place)
            links += 1
        }
    }

    /// Whether two paths name the same file, or would once it is made.
    package func isShared(with other: FileIdentity) -> Bool {
        !marks.isDisjoint(with: other.marks)
    }

    private static func entry(_ path: String) -> Mark {
        var status = stat()
        guard stat(Folder.parent(of: path), &status) == 0 else { return .text(path) }
        return .entry(
            device: UInt(status.st_dev), node: UInt(status.st_ino), name: Folder.name(of: path))
    }

    /// Where a link leads; nil: it is none.
    private static func target(of path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.hasPrefix("/") ? text : "\(Folder.parent(of: path))/\(text)"
    }
}
