package import Provisioning

/// A rejected record with its findings; valid as long as its chunk's buffer stays.
package struct RejectedRecord {
    /// The chunk that the record stands in, with what mapping knows of its fields.
    let batch: RecordBatch
    /// Where the record stands.
    let place: FeedRecord
    /// Findings, headline first.
    let issues: [RecordIssue]

    /// Joins a record and its findings.
    package init(_ place: FeedRecord, of batch: RecordBatch, issues: [RecordIssue]) {
        self.batch = batch
        self.place = place
        self.issues = issues
    }

    var chunk: FeedChunk { batch.chunk }

    /// What the reader found wrong with the record; nil: nothing.
    var fault: IssueCode? {
        place.faultIndex >= 0 ? chunk.faults[Int(place.faultIndex)].code : nil
    }

    /// Where the bytes of the record stand in the chunk, without white space at their ends.
    var range: Range<Int> {
        var start = min(Int(place.start), chunk.count)
        var end = min(start + Int(place.byteLength), chunk.count)
        while start < end, Self.isBlank(chunk.base[start]) { start += 1 }
        while start < end, Self.isBlank(chunk.base[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The bytes of a part of the chunk.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: chunk.base + range.lowerBound, count: range.count)
    }

    /// Where the value of a field of the chunk stands in the record as it was written; nil: the
    /// record lacks it.
    func rawSpan(of field: Int) -> Range<Int>? {
        let index = Int(place.firstField) + field
        guard field >= 0, field < Int(place.fieldCount), index < chunk.rawSpans.count else {
            return nil
        }
        let span = chunk.rawSpans[index]
        return span.isAbsent ? nil : Int(span.start)..<Int(span.end)
    }

    /// Whether a part of the record is the value of a field that is known and no secret.
    ///
    /// A list may stand in several places, with whatever stands between them: a span with `mark`
    /// in it, which begins another value, tells nothing.
    func isKnown(_ part: Range<Int>, unlessAround mark: UInt8) -> Bool {
        var isKnown = false
        for field in 0..<Int(place.fieldCount) {
            guard let span = rawSpan(of: field), span.lowerBound <= part.lowerBound,
                part.upperBound <= span.upperBound
            else { continue }
            if batch.secretFields.contains(field) { return false }
            if !bytes(span).contains(mark) { isKnown = true }
        }
        return isKnown
    }

    /// Whether an earlier rejects file has put what stands in a part there as text, so that a secret
    /// may stand anywhere in it.
    func mayBeRawText(_ range: Range<Int>) -> Bool {
        var scanner = XMLBytes(bytes(range))
        return scanner.skip(through: "muster_raw")
    }

    /// Codes as they stand in one cell.
    var codesText: ByteString {
        var text = ByteBuffer(capacity: 128)
        IssueText.appendCodes(issues, to: &text)
        return text.copy
    }

    /// Messages with their values as they stand in one cell; may hold any character.
    var messagesText: ByteString {
        var text = ByteBuffer(capacity: 512)
        IssueText.appendMessages(issues, withValues: true, to: &text)
        return text.copy
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
