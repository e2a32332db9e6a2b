import CXMLEvents
import CZlib
import CZstd

/// The libraries that feeds are read with.
package enum ReaderLibraries {
    /// Their names with their versions, as they run here.
    package static var versions: [(name: String, version: String)] {
        [
            ("libxml2", dotted(xe_library_version().map { String(cString: $0) } ?? "")),
            ("zlib", zlibVersion().map { String(cString: $0) } ?? ""),
            ("zstd", ZSTD_versionString().map { String(cString: $0) } ?? ""),
        ]
    }

    /// `2.9.14` for the `20914` that libxml2 gives.
    private static func dotted(_ text: String) -> String {
        guard let number = Int(text.prefix { $0.isASCII && $0.isNumber }) else { return text }
        return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}
