import CXMLEvents
import Provisioning

/// Says what is wrong with an XML record, in words that need no look at the program.
struct XMLFaultText {
    let rules: XMLRules

    /// The issue of a record: what the parser has found, else what the columns show.
    ///
    /// - Parameters:
    ///   - found: the record as the parser knows it.
    ///   - record: its place in the feed.
    ///   - finding: what its columns show; nil: nothing.
    ///   - events: the parser.
    /// - Returns: code and finding, without any value of the record.
    func issue(
        _ found: xe_record, _ record: FeedRecord, _ finding: XMLRows.Finding?, _ events: XMLEvents
    ) -> RecordIssue {
        switch found.fault {
        case XE_RECORD_TOO_LONG:
            return RecordIssue(
                .xmlRecordTooLong,
                finding:
                    "is longer than \(rules.limits.recordBytesMax) bytes, the limit for a record")
        case XE_RECORD_INVALID_UTF8:
            let place = "at byte \(record.offset + found.fault_at) of the feed"
            guard let encoding = rules.encodingName else {
                return RecordIssue(
                    .xmlTextInvalidUTF8,
                    finding: "is not UTF-8: 0x\(XMLHaltText.hexadecimal(found.fault_byte)) \(place)"
                        + XMLHaltText.encodingHint(nil))
            }
            return RecordIssue(
                .xmlTextInvalidUTF8,
                finding: "has bytes that \(encoding) does not define, \(place)")
        case XE_RECORD_TEXT_MISPLACED:
            let place = name(found.fault_path, events)
            return RecordIssue(
                .xmlTextMisplaced, column: place,
                finding: "has text beside the elements in \(place.map { "<\($0)>" } ?? "it"): "
                    + "each value needs an element of its own")
        case XE_RECORD_FIELD_TOO_LONG:
            let name = name(found.fault_path, events)
            return RecordIssue(
                .xmlFieldTooLong, column: name,
                finding:
                    "has a value longer than \(rules.limits.fieldBytesMax) bytes, the limit for a "
                    + "field, in \(name ?? "a field")")
        default: return issue(finding)
        }
    }

    private func issue(_ finding: XMLRows.Finding?) -> RecordIssue {
        let column = MessageText.quoted(finding?.column ?? "")
        if finding?.code == .fieldListSeparator {
            return RecordIssue(
                .fieldListSeparator, column: finding?.column,
                finding: "has an entry of the list \(column) that contains a separator of lists: "
                    + "give each entry an element of its own")
        }
        if finding?.code == .xmlFieldTooLong { return fieldTooLong(finding?.column) }
        return RecordIssue(
            .fieldValueSeveral, column: finding?.column,
            finding: "has several values for \(column), which takes one")
    }

    private func fieldTooLong(_ name: String?) -> RecordIssue {
        RecordIssue(
            .xmlFieldTooLong, column: name,
            finding: "has a value longer than \(rules.limits.fieldBytesMax) bytes, the limit for a "
                + "field, in \(name.map(MessageText.quoted) ?? "a field")")
    }

    /// Name of a path; nil: the record itself, or a name too long to be said.
    private func name(_ path: UInt32, _ events: XMLEvents) -> String? {
        if path == 0 { return nil }
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { room in
            let length = xe_path(events.reader, path, room.baseAddress, room.count)
            if length > room.count { return "" }
            return String(
                decoding: UnsafeRawBufferPointer(
                    rebasing: UnsafeRawBufferPointer(room)[(room.count - length)...]),
                as: UTF8.self)
        }
        return name.isEmpty ? nil : MessageText.quoted(name)
    }
}
