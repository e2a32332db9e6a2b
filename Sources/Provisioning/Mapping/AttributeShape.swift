/// The spellings by which systems mark a column as a custom attribute.
enum AttributeShape {
    /// The attribute's name where a header is spelled like one; nil otherwise.
    static func attributeName(of header: String) -> String? {
        for prefix in ["attr.", "profile_field_", "custom:", "app_metadata.", "user_metadata."] {
            guard header.count > prefix.count,
                header.lowercased().hasPrefix(prefix)
            else { continue }
            return String(header.dropFirst(prefix.count))
        }
        if let path = pathInSchema(header) { return path }
        let lowered = header.lowercased()
        if lowered.hasPrefix("custom"), header.count > 6,
            header.dropFirst(6).allSatisfy({ $0.isASCII && $0.isNumber })
        {
            return header
        }
        return nil
    }

    /// The path behind a SCIM schema of users, `urn:…:User:department`, or below it where the
    /// schema is the key of an object, `urn:…:User.department`; nil otherwise.
    static func pathInSchema(_ header: String) -> String? {
        guard header.lowercased().hasPrefix("urn:"),
            let schema = header.ranges(of: ":User:").last ?? header.ranges(of: ":User.").last,
            schema.upperBound < header.endIndex
        else { return nil }
        return String(header[schema.upperBound...])
    }
}
