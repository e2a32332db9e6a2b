import Glibc
package import Provisioning

/// Puts each mail into a folder, as a file of its own named after the Message-ID.
///
/// A file appears whole or not at all, and is on the disk when its mail counts as sent. The same
/// mail once more takes the place of its file.
package final class FolderTransport: MailTransport {
    private let path: String

    /// Makes the folder (mode 0700) where it is missing and its parent is there.
    /// - Throws: a halt with status 74 if there is no folder then, or libcurl is missing.
    init(path: String) throws(RunHalt) {
        self.path = path
        try CurlLibrary.load()
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw Self.failure("create", path, errno)
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.failure("open", path, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw Self.failure("open", path, ENOTDIR)
        }
    }

    package func deliver(_ message: MailMessage) throws(RunHalt) -> DeliveryOutcome {
        let mail: PreparedMail
        switch PreparedMail.prepare(message) {
        case .mail(let prepared): mail = prepared
        case .refused(let outcome): return outcome
        case .halt(let halt): throw halt
        }
        let name = Self.name(of: message)
        try write(try MailBytes.make(mail), name)
        return .sent(MailReply(code: 250, verb: .folder, text: name))
    }

    package func close() {}

    /// `ID.eml`, with hyphens for what has no place in a file's name.
    private static func name(of message: MailMessage) -> String {
        let bytes = message.id.utf8.prefix(200).enumerated().map { index, byte -> UInt8 in
            let stands =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || [0x2B, 0x2D, 0x40, 0x5F].contains(byte)
                || byte == 0x2E && index > 0
            return stands ? byte : 0x2D
        }
        return String(decoding: bytes, as: UTF8.self) + ".eml"
    }

    private func write(_ bytes: [UInt8], _ name: String) throws(RunHalt) {
        let place = "\(path)/\(name)"
        let aside = "\(path)/.\(name).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("create", aside, errno) }
        let isWritten = FileBytes.write(bytes, to: file) && fdatasync(file) == 0
        var error = errno
        Glibc.close(file)
        if isWritten {
            if rename(aside, place) == 0 {
                try synchronizeFolder()
                return
            }
            error = errno
        }
        unlink(aside)
        throw Self.failure("write", place, error)
    }

    /// Makes the file's name durable; file systems that cannot are let be.
    private func synchronizeFolder() throws(RunHalt) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failure("open", path, errno) }
        defer { Glibc.close(folder) }
        guard fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw Self.failure("sync", path, errno)
        }
    }

    private static func failure(_ operation: String, _ path: String, _ error: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .mailTransportFailed,
            "cannot \(operation) \(path): \(String(cString: strerror(error)))",
            advice: "The folder of `folder:PATH` has to be one that this user can write to.")
    }
}

/// Writing to descriptors.
enum FileBytes {
    /// Writes everything; false: `errno` says why not.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = Glibc.write(descriptor, part.baseAddress, part.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
