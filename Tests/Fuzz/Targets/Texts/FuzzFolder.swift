import Glibc

/// A folder for what has to be a file; in memory where there is such a place. Its files are written
/// anew for each input.
enum FuzzFolder {
    static let path: String = {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        let path = "\(parent)/muster-fuzz-\(getpid())"
        mkdir(path, 0o700)
        atexit { FuzzFolder.remove(FuzzFolder.path) }
        return path
    }()

    /// Puts a file there; nil: takes it away.
    static func put(_ bytes: [UInt8]?, at name: String) {
        let file = "\(path)/\(name)"
        guard let bytes else {
            unlink(file)
            return
        }
        if let slash = name.lastIndex(of: "/") { mkdir("\(path)/\(name[..<slash])", 0o700) }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "cannot write \(file)")
        precondition(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
    }

    /// What stands in a file.
    static func bytes(at name: String) -> [UInt8] {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            guard count > 0 else { return bytes }
            bytes += block[..<count]
        }
    }

    static func remove(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            if unlink("\(folder)/\(name)") != 0 { remove("\(folder)/\(name)") }
        }
        closedir(stream)
        rmdir(folder)
    }
}
