import Provisioning

/// Rejects of a JSON feed, as JSON Lines (RFC 8259, one object a line).
///
/// An object keeps its bytes, but for line breaks between its members, and gets `muster_codes` and
/// `muster_messages` as its last members, or in place of those that an earlier rejects file gave
/// it. A record that is no object stands as text in `muster_raw`.
package struct JSONRejectsEncoding: RejectsEncoding {
    /// Bytes of a record that `muster_raw` shows at most.
    private static let rawBytesMax = 64 << 10
    private static let opening: UInt8 = 0x7B
    private static let closing: UInt8 = 0x7D
    private let masksSecrets: Bool
    private let secrets = SecretNameMemo()
    private let hasByteOrderMark: Bool

    /// Makes the encoding.
    ///
    /// - Parameters:
    ///   - masksSecrets: whether no secret is written: where the user did not name the file.
    ///   - hasByteOrderMark: whether the file begins with U+FEFF, so that it is read as UTF-8 where
    ///     another encoding is declared.
    package init(masksSecrets: Bool, hasByteOrderMark: Bool = false) {
        self.masksSecrets = masksSecrets
        self.hasByteOrderMark = hasByteOrderMark
    }

    package func begin(to buffer: inout ByteBuffer) {
        if hasByteOrderMark { buffer.append("\u{FEFF}" as StaticString) }
    }

    package func end(to buffer: inout ByteBuffer) {}

    package func append(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        if !Self.isOpaque(reject.fault), let object = Self.object(in: reject),
            let edits = edits(of: reject, object)
        {
            append(object, of: reject, edits, to: &buffer)
        } else {
            appendRaw(reject, to: &buffer)
        }
    }

    /// Whether a fault of the reader's says that the record is no JSON object.
    private static func isOpaque(_ fault: IssueCode?) -> Bool {
        switch fault {
        case .jsonRecordMalformed, .jsonRecordNotObject, .jsonRecordTooLong, .jsonDepthTooDeep,
            .jsonKeysTooMany:
            true
        default: false
        }
    }

    /// Where the object stands in the record; an array has commas and brackets around it.
    private static func object(in reject: RejectedRecord) -> Range<Int>? {
        let range = reject.range
        let bytes = reject.bytes(range)
        guard let first = bytes.firstIndex(of: opening), let last = bytes.lastIndex(of: closing),
            first < last
        else { return nil }
        return range.lowerBound + first..<range.lowerBound + last + 1
    }

    /// What is written otherwise in an object; nil: that cannot be told, and a secret might stand
    /// anywhere.
    private func edits(of reject: RejectedRecord, _ object: Range<Int>) -> RecordEdits? {
        var edits = RecordEdits()
        if let codes = reject.rawSpan(of: reject.batch.codesField) {
            edits.replace(codes, by: .codes)
        }
        if let messages = reject.rawSpan(of: reject.batch.messagesField) {
            edits.replace(messages, by: .messages)
        }
        guard masksSecrets else { return edits }
        if reject.mayBeRawText(object) { return nil }
        for field in reject.batch.secretFields {
            guard let span = reject.rawSpan(of: field) else { continue }
            guard span.lowerBound > object.lowerBound, span.upperBound < object.upperBound else {
                return nil
            }
            if !Self.saysNothing(reject.bytes(span)) { edits.replace(span, by: .mask) }
        }
        // A secret may stand where the reader looks for none: in a list, beside the one it took.
        let named = JSONScalars.values(in: reject.bytes(object)) {
            secrets.isSecret($0, in: reject.batch)
        }
        guard let named else { return nil }
        for value in named {
            let place = object.lowerBound + value.lowerBound..<object.lowerBound + value.upperBound
            if !Self.saysNothing(reject.bytes(place)) { edits.replace(place, by: .mask) }
        }
        // The reader need not have found every value of a record that it found fault with.
        guard reject.fault != nil else { return edits }
        guard let values = JSONScalars.values(in: reject.bytes(object)) else { return nil }
        for value in values {
            let place = object.lowerBound + value.lowerBound..<object.lowerBound + value.upperBound
            if !reject.isKnown(place, unlessAround: Self.opening),
                !Self.saysNothing(reject.bytes(place))
            {
                edits.replace(place, by: .mask)
            }
        }
        return edits
    }

    /// Null and an empty text are no secrets, and stay: they mean "clear" and "keep".
    private static func saysNothing(_ value: UnsafeRawBufferPointer) -> Bool {
        value.isEmpty || value.elementsEqual("\"\"".utf8) || value.elementsEqual("null".utf8)
    }

    private func append(
        _ object: Range<Int>, of reject: RejectedRecord, _ edits: RecordEdits,
        to buffer: inout ByteBuffer
    ) {
        let inside = object.lowerBound + 1..<object.upperBound - 1
        buffer.append(Self.opening)
        for piece in edits.pieces(of: inside) {
            switch piece {
            case .kept(let range): appendOnOneLine(reject.bytes(range), to: &buffer)
            case .substitute(.codes): appendCodes(reject, to: &buffer)
            case .substitute(.messages): appendMessages(reject, to: &buffer)
            case .substitute: Self.appendMask(to: &buffer)
            }
        }
        var isFirst = reject.bytes(inside).allSatisfy(RejectedRecord.isBlank)
        if !edits.has(.codes) {
            appendKey(RejectColumns.codes, isFirst: &isFirst, to: &buffer)
            appendCodes(reject, to: &buffer)
        }
        if !edits.has(.messages) {
            appendKey(RejectColumns.messages, isFirst: &isFirst, to: &buffer)
            appendMessages(reject, to: &buffer)
        }
        buffer.append("}\n" as StaticString)
    }

    private func appendRaw(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        buffer.append(Self.opening)
        var isFirst = true
        appendKey(RejectColumns.raw, isFirst: &isFirst, to: &buffer)
        let range = reject.range
        if masksSecrets, !range.isEmpty {
            Self.appendMask(to: &buffer)
        } else {
            JSONString.append(
                RawText.clipped(reject.bytes(range), to: Self.rawBytesMax), to: &buffer)
        }
        appendKey(RejectColumns.codes, isFirst: &isFirst, to: &buffer)
        appendCodes(reject, to: &buffer)
        appendKey(RejectColumns.messages, isFirst: &isFirst, to: &buffer)
        appendMessages(reject, to: &buffer)
        buffer.append("}\n" as StaticString)
    }

    /// A line break stands between tokens, for a string holds none: it may be a space as well.
    private func appendOnOneLine(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            return buffer.append(bytes)
        }
        for byte in bytes { buffer.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    }

    private func appendKey(_ name: String, isFirst: inout Bool, to buffer: inout ByteBuffer) {
        if !isFirst { buffer.append(0x2C) }
        isFirst = false
        JSONString.append(name, to: &buffer)
        buffer.append(0x3A)
    }

    private static func appendMask(to buffer: inout ByteBuffer) {
        buffer.append(0x22)
        buffer.append(SecretMask.text)
        buffer.append(0x22)
    }

    private func appendCodes(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        reject.codesText.bytes.withUnsafeBytes { JSONString.append($0, to: &buffer) }
    }

    private func appendMessages(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        reject.messagesText.bytes.withUnsafeBytes { JSONString.append($0, to: &buffer) }
    }
}
