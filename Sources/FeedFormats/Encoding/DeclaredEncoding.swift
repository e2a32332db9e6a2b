/// Names of encodings that may be declared for a feed.
package enum DeclaredEncoding {
    /// Whether a feed that is declared to be in the encoding called `name` can be read.
    ///
    /// UTF-16 without an order of bytes is among them: a byte order mark tells that.
    package static func isReadable(_ name: String) -> Bool {
        guard let encoding = TextEncoding(name: name) else { return false }
        if encoding == .utf16 { return true }
        do {
            _ = try TranscoderChoice.transcoder(from: encoding, name: "")
            return true
        } catch {
            return false
        }
    }
}
