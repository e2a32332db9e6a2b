import Credentials
import FeedFormats
import Glibc
import Provisioning
import ResultReporting

/// The file of a feed, opened, with the digest that follows its first reading.
final class OpenedInput {
    let input: any FeedInput
    /// The digest of what was read so far; nil: none is taken.
    let digest: RunningDigest?
    /// The folder that was made for the copy of standard input; nil: none was needed.
    private let spoolFolder: RunFolder?
    private let path: String
    /// What the readers read, once it is known how.
    private var text: DecodedFeed?

    /// `keptAt` is where the copy of standard input is that an interrupted run has kept; nil: it is
    /// read from where `path` says. Unless it `isDigested`, nobody asks for the digest.
    init(
        path: String, keptAt: String? = nil, spoolFolder: RunFolder?, isDigested: Bool = true
    ) throws(RunHalt) {
        self.path = path
        self.spoolFolder = spoolFolder
        try spoolFolder?.create()
        input = try FeedOpening.open(path: keptAt ?? path, spoolPath: spoolFolder?.input)
        let digest = isDigested ? RunningDigest() : nil
        self.digest = digest
        if let digest { input.observer = { digest.update($0) } }
    }

    /// The file as text: inflated, in UTF-8, with its format.
    ///
    /// - Parameters:
    ///   - declared: a format that the command names, such as `csv`; nil: the profile's, or what
    ///     name and first bytes say.
    ///   - profile: the feed's.
    ///   - limits: bounds of the feed.
    /// - Returns: what the readers read.
    /// - Throws: a halt with status 64, 65 or 74.
    func decoded(
        declared: String?, profile: FeedProfile, limits: Limits
    ) throws(RunHalt) -> DecodedFeed {
        if let text { return text }
        var format: FeedFormat?
        if let declared { format = try FeedFormat(declared: declared) }
        let decoded = try FeedDecoding.open(
            input, path: path, declaredFormat: format, profile: profile, limits: limits)
        text = decoded
        return decoded
    }

    /// Reads the file to its end, so that its digest is known before anything is decided; the
    /// reader has to be rewound afterwards.
    func digestWhole() throws(RunHalt) -> String {
        let size = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        // A layer that decodes the file has to see all of it as well.
        while try (text?.input ?? input).fill(buffer) == size {}
        guard let digest else { preconditionFailure("the file was opened without a digest") }
        return digest.hexadecimal
    }

    /// Removes the copy of standard input, and the folder if nothing else is in it.
    func discard() {
        guard let spoolFolder else { return }
        unlink(spoolFolder.input)
        spoolFolder.removeIfEmpty()
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
