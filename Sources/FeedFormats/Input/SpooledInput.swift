package import Provisioning
import Synchronization

/// A feed that comes from a pipe, copied to a file as it is first read.
///
/// A second pass and reading at a place use the copy. The copy is complete once the first pass has
/// reached the end; its file has mode 0600.
package final class SpooledInput: FeedInput {
    package let name: String
    private let source: OpenFile
    private let spool: SpoolFile
    /// Bytes of a regular file that standard input was redirected from; nil: it is no such file.
    private let redirectedCount: UInt64?
    private var spooled: UInt64 = 0
    /// Bytes of the whole feed once the first pass has reached its end, which another thread may
    /// ask for; until then `unknownCount`.
    private let exactCount = Atomic<UInt64>(unknownCount)
    private static let unknownCount = UInt64.max
    private var position: UInt64 = 0
    private var firstPass = FirstPassObserver()

    /// Spools what `descriptor` gives.
    ///
    /// - Parameters:
    ///   - descriptor: open for reading; it is not closed.
    ///   - name: what messages call it.
    ///   - spoolPath: file to be created for the copy, which is the caller's to remove; nil: a
    ///     temporary file that is gone with the process.
    /// - Throws: a halt with status 73 if the copy cannot be created or exists already.
    package convenience init(
        descriptor: Int32, name: String = "standard input", spoolPath: String? = nil
    ) throws(RunHalt) {
        try self.init(
            source: OpenFile(descriptor, isOwned: false), name: name, spoolPath: spoolPath)
    }

    init(source: OpenFile, name: String, spoolPath: String?) throws(RunHalt) {
        self.source = source
        self.name = name
        redirectedCount = source.isRegular ? source.bytesLeft : nil
        spool = try SpoolFile(of: name, at: spoolPath)
    }

    package var byteCount: UInt64? {
        let count = exactCount.load(ordering: .acquiring)
        return count == Self.unknownCount ? redirectedCount : count
    }

    package var observer: ((UnsafeRawBufferPointer) -> Void)? {
        get { firstPass.observer }
        set { firstPass.observer = newValue }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let count =
            position < spooled
            ? try spool.readWritten(at: position, end: spooled, into: buffer)
            : try readSource(into: buffer)
        firstPass.see(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: position)
        position += UInt64(count)
        return count
    }

    package func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        try spool.read(at: offset, into: buffer)
    }

    package func rewind() { position = 0 }

    private func readSource(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        if exactCount.load(ordering: .relaxed) != Self.unknownCount { return 0 }
        let count = source.readNext(into: buffer)
        guard count >= 0 else {
            throw RunHalt(
                .inputOutput, .feedFileUnreadable,
                "\(name) cannot be read: \(OpenFile.failureText)")
        }
        guard count > 0 else {
            exactCount.store(spooled, ordering: .releasing)
            return 0
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        try spool.write(bytes, at: spooled)
        spooled += UInt64(count)
        return count
    }
}
