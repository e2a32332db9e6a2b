import Glibc
import Provisioning

/// The file beside the key file that says how far the audit log goes.
///
/// It stands outside the database, so that a log whose end was cut off with its head put back is
/// still found out. It may lag behind the log: it is replaced whole, but not synced.
enum AuditHeadFile {
    /// What the file of the directory at `path` is called: `muster.audit-head` for `muster.sqlite`.
    static func path(of directory: String) -> String {
        let ending = ".sqlite"
        let stem =
            directory.hasSuffix(ending) ? String(directory.dropLast(ending.count)) : directory
        return stem + ".audit-head"
    }

    private static let version = "muster-audit-head-v1"
    private static let byteCountMax = 4_096

    /// What a file holds.
    enum Content: Equatable {
        case missing
        /// There is a file, and no head in it.
        case unreadable
        case head(AuditHead)
    }

    static func read(_ path: String) -> Content {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return errno == ENOENT ? .missing : .unreadable }
        defer { close(file) }
        guard let bytes = readAll(file) else { return .unreadable }
        let words = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard words.count == 4, words[0] == version, let entry = Int64(words[1]),
            let code = HexadecimalBytes.bytes(words[2]),
            let signature = HexadecimalBytes.bytes(words[3])
        else { return .unreadable }
        return .head(AuditHead(entry: entry, code: code, signature: signature))
    }

    /// The bytes of a file that is no longer than a head may be; nil: they cannot be read.
    private static func readAll(_ file: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCountMax)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count == 0 { break }
            guard count > 0 || errno == EINTR else { return nil }
            filled += max(count, 0)
        }
        return Array(bytes[..<filled])
    }

    /// Puts `head` in the file's place, with mode 0600.
    static func write(_ head: AuditHead, to path: String) throws(RunHalt) {
        let text =
            "\(version) \(head.entry) \(HexadecimalBytes.text(head.code)) "
            + "\(HexadecimalBytes.text(head.signature))\n"
        let aside = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path, errno) }
        // A file that a power cut left empty could not be told from one that was emptied.
        let isSynced = writeAll(text, to: file) && fdatasync(file) == 0
        var code = errno
        close(file)
        if isSynced {
            if rename(aside, path) == 0 { return }
            code = errno
        }
        unlink(aside)
        throw failure(path, code)
    }

    /// Writes all of the text; false: `errno` says why not.
    private static func writeAll(_ text: String, to file: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(written, 0))
        }
        return true
    }

    private static func failure(_ path: String, _ code: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .directoryFileUnusable,
            "cannot write \(path): \(String(cString: strerror(code)))",
            advice: "What was done is committed; the next run writes the file again.")
    }
}

/// Bytes as lower-case hexadecimal digits.
enum HexadecimalBytes {
    /// Two digits a byte.
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
