package import Provisioning

/// Opens whatever a user names as the file of a feed.
package enum FeedOpening {
    /// Opens `path`; `-` is standard input. What is not a regular file is spooled.
    ///
    /// - Parameters:
    ///   - path: as the user gave it.
    ///   - spoolPath: see `SpooledInput`; not used for a regular file that is named.
    /// - Returns: the input, at its first byte.
    /// - Throws: a halt with status 66, 73 or 74.
    package static func open(
        path: String, spoolPath: String? = nil
    ) throws(RunHalt) -> any FeedInput {
        if path == "-" { return try SpooledInput(descriptor: 0, spoolPath: spoolPath) }
        let file = try FileInput.open(path: path)
        if file.isRegular || file.isDirectory { return try FileInput(file: file, name: path) }
        return try SpooledInput(source: file, name: path, spoolPath: spoolPath)
    }
}
