package import Provisioning
package import ResultReporting

/// What commands print as their answer.
///
/// A reader that goes away (`muster users list | head`) is no fault: what follows is dropped.
package final class StandardOutput {
    private let file: OutputFile

    /// Makes an output; `file` takes the place of standard output where somebody else reads it.
    package init(_ file: OutputFile = .standardOutput()) { self.file = file }

    /// Whether nobody reads any more, so that a list can stop.
    package var isAbandoned: Bool { file.isAbandoned }

    /// Adds text; it is written when enough has come together, or by `flush`.
    /// - Throws: a halt with status 74.
    package func write(_ text: String) throws(RunHalt) {
        file.buffer.append(text)
        try file.flushIfFull()
    }

    /// Adds bytes in the same way.
    /// - Throws: a halt with status 74.
    package func write(_ bytes: ByteString) throws(RunHalt) {
        file.buffer.append(bytes)
        try file.flushIfFull()
    }

    /// Writes out everything so far.
    /// - Throws: a halt with status 74.
    package func flush() throws(RunHalt) { try file.flush() }
}
