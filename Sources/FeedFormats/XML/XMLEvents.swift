import CXMLEvents
import Provisioning

/// The parser with its guard: a thin layer over the C target that keeps its memory.
final class XMLEvents {
    let reader: OpaquePointer

    /// Makes a parser for a document that begins at a place of the feed.
    /// - Throws: a halt with status 70 if there is no memory for it.
    init(_ rules: XMLRules, startingAt offset: UInt64) throws(RunHalt) {
        let limits = rules.limits
        var bounds = xe_limits(
            text_bytes: limits.xmlTextBytesMax, tag_bytes: limits.xmlTagBytesMax,
            record_bytes: limits.recordBytesMax, field_bytes: limits.fieldBytesMax,
            attributes: UInt32(clamping: limits.xmlAttributesMax),
            depth: UInt32(clamping: limits.depthMax), names: UInt32(clamping: limits.xmlNamesMax),
            has_lane: rules.hasFastLane)
        let names = rules.path.map { ContiguousArray($0.utf8CString) }
        var made: OpaquePointer?
        Self.withPointers(names) { made = xe_create(&bounds, $0, names.count) }
        guard let made else {
            throw RunHalt(
                .internalFault, .runInternalFault, "there is no memory for the XML parser")
        }
        reader = made
        xe_begin(made, offset, 1)
    }

    deinit { xe_destroy(reader) }

    /// Complete records that are not forgotten yet.
    var records: UnsafeBufferPointer<xe_record> {
        UnsafeBufferPointer(start: xe_records(reader), count: xe_record_count(reader))
    }

    /// What reading has stopped at.
    var finding: xe_finding { xe_found(reader) }

    /// The start tags that lead to the first record; nil while there is none.
    func frameTags(levels: Int) -> [ContiguousArray<UInt8>]? {
        guard xe_has_frame(reader) else { return nil }
        return (0..<levels).map { level in
            var length = 0
            let tag = xe_frame_tag(reader, level, &length)
            return ContiguousArray(UnsafeRawBufferPointer(start: tag, count: length))
        }
    }

    /// A name that the parser keeps, as text.
    static func text(_ name: UnsafePointer<CChar>?) -> String? {
        name.map { String(cString: $0) }
    }

    /// Calls `body` with C strings, one for each name.
    private static func withPointers(
        _ names: [ContiguousArray<CChar>],
        _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Void
    ) {
        let total = names.reduce(0) { $0 + $1.count }
        let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: max(total, 1))
        let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(
            capacity: names.count + 1)
        defer {
            bytes.deallocate()
            pointers.deallocate()
        }
        var next = bytes
        for (index, name) in names.enumerated() {
            pointers[index] = UnsafePointer(next)
            for byte in name {
                next.pointee = byte
                next += 1
            }
        }
        body(pointers)
    }
}
