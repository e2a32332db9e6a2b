import CXMLEvents
import Provisioning

/// What an XML feed has beside its records, which nobody reads.
enum XMLSkippedElements {
    /// Whether there is anything at all.
    static func isAnything(_ events: XMLEvents) -> Bool {
        xe_skipped_count(events.reader) > 0 || xe_stray_line(events.reader) > 0
    }

    /// A warning for each name of an element, and one for text.
    static func notices(_ events: XMLEvents, path: [String]) -> [RecordIssue] {
        let skipped = UnsafeBufferPointer(
            start: xe_skipped_elements(events.reader), count: xe_skipped_count(events.reader))
        let sought = MessageText.quoted(path.joined(separator: "/"))
        var notices = skipped.map { element in
            let name = MessageText.quoted(XMLEvents.text(element.name) ?? "")
            let times = element.count == 1 ? "once" : "\(element.count) times"
            return RecordIssue(
                .xmlElementSkipped,
                finding: "<\(name)> stands beside the records (\(sought)) \(times), first in line "
                    + "\(element.first_line), and is left out")
        }
        let line = xe_stray_line(events.reader)
        if line > 0 {
            notices.append(
                RecordIssue(
                    .xmlElementSkipped,
                    finding: "text stands beside the records (\(sought)), first behind the tag in "
                        + "line \(line), and is left out"))
        }
        return notices
    }
}
