import Glibc

/// Whole small files, and the removal of large ones.
enum TextFile {
    static func write(_ text: String, to path: String) throws(BenchFault) {
        guard let file = fopen(path, "w") else { throw BenchFault(failed: "create", path) }
        let written = text.withCString { fputs($0, file) }
        guard fclose(file) == 0, written >= 0 else { throw BenchFault(failed: "write", path) }
    }

    static func read(_ path: String) throws(BenchFault) -> String {
        var bytes: [UInt8] = []
        try forEachBlock(of: path) { bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Gives the file's bytes in order, a block at a time.
    static func forEachBlock(
        of path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(BenchFault) {
        guard let file = fopen(path, "r") else { throw BenchFault(failed: "open", path) }
        defer { fclose(file) }
        let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { block.deallocate() }
        while true {
            let count = fread(block.baseAddress, 1, block.count, file)
            if count == 0 { return }
            body(UnsafeBufferPointer(rebasing: block[..<count]))
        }
    }

    /// Removes a file, or a folder with all that is in it; neither need exist.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        // A link is removed and never followed, so that nothing outside is touched.
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }

    /// Names of what is in a folder, in no order; none where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder; its parent exists.
    static func makeFolder(_ path: String) throws(BenchFault) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw BenchFault(failed: "make folder", path)
        }
    }

    /// Where PATH, or the folder of system programs, has a program of that name; nil: nowhere.
    static func program(_ name: String) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin"])
            .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Bytes of the file; 0 if there is none, or it is none.
    static func bytes(of path: String) -> UInt64 {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return UInt64(status.st_size)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
