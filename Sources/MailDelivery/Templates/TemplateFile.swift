import Glibc
import Provisioning

/// The text of one template, and the name that messages know it by.
struct TemplateFile: Sendable {
    /// Larger files are refused: a mail of that size is a mistake.
    static let bytesMax = 256 * 1_024

    var name: String
    var isBuiltIn: Bool
    /// Lines end in LF, whatever the file has.
    var text: String

    /// A template that the program brings along.
    init(builtIn name: String, _ bytes: [UInt8]) {
        self.name = "(built-in) \(name)"
        isBuiltIn = true
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a file of an administrator.
    init(reading path: String) throws(TemplateFileFault) {
        name = path
        isBuiltIn = false
        let bytes = try Self.bytes(of: path)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw TemplateFileFault(
                line: Self.firstLineThatIsNotUTF8(content), finding: "is not UTF-8")
        }
        self.text = text.utf8.contains(0x0D) ? Self.withLineFeeds(text) : text
    }

    private static func bytes(of path: String) throws(TemplateFileFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("cannot be opened", errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("cannot be read", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw TemplateFileFault(finding: "is not a file")
        }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            guard got >= 0 else { throw .system("cannot be read", errno) }
            if got == 0 { break }
            count += got
        }
        guard count <= bytesMax else {
            throw TemplateFileFault(finding: "is larger than \(bytesMax / 1_024) KiB")
        }
        return Array(bytes[..<count])
    }

    private static func firstLineThatIsNotUTF8(_ bytes: ArraySlice<UInt8>) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }

    private static func withLineFeeds(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var follows = false
        for byte in text.utf8 {
            if byte == 0x0D || byte == 0x0A && !follows { bytes.append(0x0A) }
            if byte != 0x0D, byte != 0x0A { bytes.append(byte) }
            follows = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a file cannot be a template.
struct TemplateFileFault: Error {
    var line: Int?
    var finding: String

    static func system(_ what: String, _ number: Int32) -> Self {
        Self(finding: "\(what): \(String(cString: strerror(number)))")
    }
}
