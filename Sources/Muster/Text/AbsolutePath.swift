import Glibc

/// Paths that mean the same file in every working folder.
enum AbsolutePath {
    /// `path` from the root on; `-` stays what it is, and so does a path whose folder is not known.
    static func of(_ path: String) -> String {
        guard path != "-", !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        let folder = String(cString: here)
        let rest = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return folder == "/" ? "/\(rest)" : "\(folder)/\(rest)"
    }
}
