import Provisioning

/// Words about the keys that lead to an array of records.
enum JSONRecordPath {
    /// What to do about objects over several lines, or around the records; `path` leads to what is
    /// probably the array of records, nil: none was seen.
    static func advice(_ path: [String]?) -> String {
        let objects = "If each object is a record, jq -c . FILE puts it on one line"
        guard let path, path.allSatisfy(isPlain) else {
            return objects
                + "; if the records stand in an array within the object, name the keys that lead "
                + "there in the profile, such as record_path: Resources."
        }
        return
            "If the records stand in the array \"\(quoted(path))\", declare that in the profile: "
            + "record_path: \(quoted(path)). \(objects)."
    }

    /// The keys with slashes between them, fit for messages.
    static func quoted(_ path: [String]) -> String {
        MessageText.quoted(path.joined(separator: "/"))
    }

    /// Whether a configuration can spell the key as it is.
    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 64
            && key.utf8.allSatisfy {
                $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || JSONByte.isDigit($0) || $0 == 0x5F
            }
    }
}
