package import Provisioning

/// How a feed's file was read, on one line:
/// `Read as CSV, semicolons (found by looking), UTF-16LE (byte order mark), gzip.`
package enum ReadingLine {
    /// The sentence, safe for a terminal.
    package static func text(_ reading: FeedReading) -> String {
        var parts = [reading.format]
        if let delimiter = reading.delimiter {
            parts.append(reasoned(several(delimiter), reading.delimiterReason))
        }
        parts.append(reasoned(reading.encoding, reading.encodingReason))
        if let compression = reading.compression { parts.append(compression) }
        return HarmlessText.escaped("Read as \(parts.joined(separator: ", ")).")
    }

    private static func reasoned(_ decision: String, _ reason: String?) -> String {
        guard let reason, !reason.isEmpty else { return decision }
        return "\(decision) (\(reason))"
    }

    /// `semicolons` for `semicolon`; what is no word stays.
    private static func several(_ name: String) -> String {
        name.utf8.last.map { $0 >= 0x61 && $0 <= 0x7A && $0 != 0x73 } == true ? name + "s" : name
    }
}
