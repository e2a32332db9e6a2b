import Glibc
import Provisioning

/// Operations on folders that files are written in.
package enum Folder {
    /// The folder that a path's file stands in.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last component of a path.
    static func name(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// Makes a folder of mode 0700; one that is there already is left as it is.
    /// - Throws: a halt with status 73.
    static func create(_ path: String) throws(RunHalt) {
        if mkdir(path, 0o700) == 0 { return try synchronize(parent(of: path)) }
        let error = errno
        var status = stat()
        guard error == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FileFault.uncreatable(path, error)
        }
    }

    /// Makes the names in a folder durable.
    /// - Throws: a halt with status 74.
    static func synchronize(_ path: String) throws(RunHalt) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.failed("open the folder", path, errno) }
        defer { close(descriptor) }
        // Some file systems keep no names to synchronize, and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw FileFault.failed("synchronize the folder", path, errno)
        }
    }
}
