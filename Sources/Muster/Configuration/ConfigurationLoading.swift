import Credentials
import Glibc
package import Provisioning

extension MusterConfiguration {
    /// Bytes that a configuration file may have: 1 MiB.
    package static let fileBytesMax = 1 << 20

    /// Reads the file at `path`.
    ///
    /// - Parameters:
    ///   - path: as the user knows it; messages begin with it.
    ///   - isRequired: whether the file must be there, because the user named it; otherwise a
    ///     missing file means that everything is as by default.
    /// - Returns: the settings.
    /// - Throws: a halt with status 78 if the file is missing, unreadable or wrong; it carries
    ///   every fault that was found.
    package static func load(
        _ path: String, isRequired: Bool
    ) throws(RunHalt) -> MusterConfiguration {
        guard let bytes = try contents(of: path, isRequired: isRequired) else {
            return MusterConfiguration()
        }
        return try read(bytes, fileName: path)
    }

    /// Reads the bytes of a configuration file, called `fileName` in messages.
    ///
    /// - Throws: a halt with status 78 that carries every fault.
    package static func read(
        _ bytes: [UInt8], fileName: String = "muster.yaml"
    ) throws(RunHalt) -> MusterConfiguration {
        var configuration = MusterConfiguration()
        configuration.configurationHash = FileDigest.hexadecimal(of: bytes)
        guard let root = try ConfigurationSyntax.parse(bytes, fileName: fileName) else {
            return configuration
        }
        let reading = ConfigurationReading(fileName: fileName)
        ConfigurationSection(keys, first: "limits")
            .read(root, "", reading, into: &configuration)
        configuration.checkTogether(reading)
        try reading.finish()
        configuration.basis = ConfigurationBasis(root)
        return configuration
    }

    private static func contents(
        of path: String, isRequired: Bool
    ) throws(RunHalt) -> [UInt8]? {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT && !isRequired { return nil }
            throw unreadable(path, String(cString: strerror(errno)))
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: fileBytesMax + 1)
        var filled = 0
        while filled < bytes.count {
            let taken = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if taken == 0 { break }
            guard taken > 0 || errno == EINTR else {
                throw unreadable(path, String(cString: strerror(errno)))
            }
            filled += max(taken, 0)
        }
        guard filled <= fileBytesMax else {
            throw unreadable(path, "it has more than \(fileBytesMax) bytes")
        }
        return Array(bytes[..<filled])
    }

    private static func unreadable(_ path: String, _ reason: String) -> RunHalt {
        RunHalt(
            .configuration, .configFileUnreadable, "cannot read \(path): \(reason)",
            advice: "`--config FILE` names another one; `muster init` makes one")
    }
}
