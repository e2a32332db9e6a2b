package import Provisioning

/// The sample feed that `muster template` prints, to be filled in.
///
/// It has every column that this version honours and a row for each common action, in an order
/// in which an import into an empty directory accepts all of them.
package enum SampleFeed {
    /// The sample in the terms of a feed's profile: its format, its names, its words.
    ///
    /// `format` is `csv`, `xml` or `jsonl`; nil is the profile's, or CSV. Throws a halt with status
    /// 64 for a format that there is not.
    package static func text(
        format: String? = nil, profile: FeedProfile = FeedProfile()
    ) throws(RunHalt) -> String {
        let terms = SampleTerms(profile)
        switch format ?? profile.format ?? "csv" {
        case "csv": return SampleCSV(terms).text
        case "xml": return SampleXML(terms).text
        case "jsonl": return SampleJSON(terms).text
        case let unknown:
            throw RunHalt(
                .usage, .feedFormatUnknown,
                "\"\(MessageText.quoted(unknown))\" is not a format of feeds",
                advice: "Allowed are csv, xml and jsonl.")
        }
    }

    /// Columns of the sample, in order; `attr.NAME` stands for any custom attribute.
    package static let columns: [String] =
        [
            UserColumn.action, .user, .username, .email, .alternateEmail, .firstName, .lastName,
            .displayName, .phone, .externalID, .employeeID, .enabled, .groups, .deviceLimit,
            .secondFactor, .department, .jobTitle, .manager, .startDate, .endDate, .language,
            .timezone, .country, .sendMail, .reason, .password, .passwordExpires, .totpSecret,
            .device, .deviceName, .session,
        ].map(\.name) + ["attr.costCenter"]
}
