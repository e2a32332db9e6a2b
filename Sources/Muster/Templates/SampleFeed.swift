package import Provisioning

/// The sample feed that `muster template` prints, to be filled in.
///
/// It has every column that this version honours and a row for each common action, in an order
/// in which an import into an empty directory accepts all of them.
package enum SampleFeed {
    /// A feed in the format called `format`.
    ///
    /// - Throws: a halt with status 64 for a format that this version cannot read.
    package static func text(format: String = "csv") throws(RunHalt) -> String {
        switch format {
        case "csv": return csv
        case "xml", "jsonl":
            throw RunHalt(
                .usage, .feedFormatUnavailable,
                "the format \(format) is not available in this version", advice: "use csv")
        default:
            throw RunHalt(
                .usage, .feedFormatUnknown,
                "\"\(MessageText.quoted(format))\" is not a format", advice: "use csv")
        }
    }

    /// Columns of the sample, in order; `attr.NAME` stands for any custom attribute.
    package static let columns: [String] =
        [
            UserColumn.action, .user, .username, .email, .alternateEmail, .firstName, .lastName,
            .displayName, .phone, .externalID, .employeeID, .enabled, .groups, .deviceLimit,
            .secondFactor, .department, .jobTitle, .manager, .startDate, .endDate, .language,
            .timezone, .country, .sendMail, .reason,
        ].map(\.name) + ["attr.costCenter"]

    private static var csv: String {
        let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
        return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// One field as RFC 4180, section 2 writes it.
    private static func quoted(_ value: String) -> String {
        value.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
            ? "\"\(value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
            : value
    }
}
