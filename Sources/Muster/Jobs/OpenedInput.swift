import Credentials
import FeedFormats
import Glibc
import Provisioning
import ResultReporting

/// The file of a feed, opened, with the digest that follows its first reading.
final class OpenedInput {
    let input: any FeedInput
    let digest: RunningDigest
    /// The folder that was made for the copy of standard input; nil: none was needed.
    private let spoolFolder: RunFolder?
    private let path: String

    init(path: String, spoolFolder: RunFolder?) throws(RunHalt) {
        self.path = path
        self.spoolFolder = spoolFolder
        try spoolFolder?.create()
        input = try FeedOpening.open(path: path, spoolPath: spoolFolder?.input)
        let digest = RunningDigest()
        self.digest = digest
        input.observer = { digest.update($0) }
    }

    /// The reader for the file's format.
    func source(
        profile: FeedProfile, limits: Limits, format: String?
    ) throws(RunHalt) -> CSVSource {
        try FormatDetection.requireReadable(try feedFormat(declared: format))
        return CSVSource(input: input, profile: profile, limits: limits)
    }

    private func feedFormat(declared: String?) throws(RunHalt) -> FeedFormat {
        guard let declared else {
            let head = try input.peek(FormatDetection.headBytes)
            return FormatDetection.format(path: path, head: head)
        }
        guard let format = FeedFormat(rawValue: declared) else {
            throw RunHalt(
                .usage, .feedFormatUnknown,
                "\"\(MessageText.quoted(declared))\" is not a format of feeds",
                advice: "Allowed are csv, xml and jsonl.")
        }
        return format
    }

    /// Reads the file to its end, so that its digest is known before anything is decided; the
    /// reader has to be rewound afterwards.
    func digestWhole() throws(RunHalt) -> String {
        let size = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while try input.fill(buffer) == size {}
        return digest.hexadecimal
    }

    /// Removes the copy of standard input, and the folder if nothing else is in it.
    func discard() {
        guard let spoolFolder else { return }
        unlink(spoolFolder.input)
        rmdir(spoolFolder.path)
    }
}

/// A SHA-256 that the reading thread feeds and the deciding thread asks at the end.
///
/// The reading has ended when it is asked, which is what makes `@unchecked Sendable` true.
final class RunningDigest: @unchecked Sendable {
    private var digest = FileDigest()

    func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    var hexadecimal: String { digest.hexadecimal }
}
