package import Provisioning

/// Rejects of an XML feed: its root and the elements around the records, and in them the records.
///
/// A record keeps its bytes and gets `<muster_codes>` and `<muster_messages>` as its last
/// elements; those that an earlier rejects file gave it are left out. A record whose elements
/// cannot be told apart, or whose prefixes nothing declares, stands as text in `<muster_raw>`.
package struct XMLRejectsEncoding: RejectsEncoding {
    /// Bytes of a record that `muster_raw` shows at most: escaped they stay below the limit of 64
    /// KiB of text, beyond which a reader refuses the whole file.
    private static let rawBytesMax = 8 << 10
    private let opening: ByteString
    private let closing: ByteString
    private let masksSecrets: Bool
    private let secrets = SecretNameMemo()
    private let hasByteOrderMark: Bool

    /// Makes the encoding.
    ///
    /// - Parameters:
    ///   - opening: the XML declaration and the start tags of the elements around the records.
    ///   - closing: their end tags.
    ///   - masksSecrets: whether no secret is written: where the user did not name the file.
    ///   - hasByteOrderMark: whether the file begins with U+FEFF, so that it is read as UTF-8 where
    ///     another encoding is declared.
    package init(
        opening: ByteString, closing: ByteString, masksSecrets: Bool,
        hasByteOrderMark: Bool = false
    ) {
        self.opening = opening
        self.closing = closing
        self.masksSecrets = masksSecrets
        self.hasByteOrderMark = hasByteOrderMark
    }

    package func begin(to buffer: inout ByteBuffer) {
        if hasByteOrderMark { buffer.append("\u{FEFF}" as StaticString) }
        buffer.append(opening)
        if opening.bytes.last != 0x0A { buffer.append(0x0A) }
    }

    package func end(to buffer: inout ByteBuffer) {
        buffer.append(closing)
        if closing.bytes.last != 0x0A { buffer.append(0x0A) }
    }

    package func append(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        let range = reject.range
        let shape =
            masksSecrets
            ? XMLElementShape(of: reject.bytes(range)) {
                secrets.isSecret($0, in: reject.batch)
            }
            : XMLElementShape(of: reject.bytes(range))
        if let element = shape, isDeclared(element, reject.bytes(range)),
            let edits = edits(of: reject, element, from: range.lowerBound)
        {
            append(element, of: reject, edits, to: &buffer)
        } else {
            appendRaw(reject, to: &buffer)
        }
    }

    /// Whether every prefix of an element is declared around it or somewhere in it: one that stood
    /// under another parent may use what only that one declares, and would make the whole file
    /// unreadable.
    private func isDeclared(_ element: XMLElementShape, _ bytes: UnsafeRawBufferPointer) -> Bool {
        element.prefixes.allSatisfy { prefix in
            let declaration = Array("xmlns:\(prefix)".utf8)
            return opening.bytes.withUnsafeBytes { XMLBytes($0).holds(declaration) }
                || XMLBytes(bytes).holds(declaration)
        }
    }

    /// What is written otherwise in an element; nil: that cannot be told, and a secret might stand
    /// anywhere.
    private func edits(
        of reject: RejectedRecord, _ element: XMLElementShape, from start: Int
    ) -> RecordEdits? {
        func moved(_ part: Range<Int>) -> Range<Int> {
            part.lowerBound + start..<part.upperBound + start
        }
        var edits = RecordEdits()
        for part in element.ownElements { edits.replace(moved(part), by: .nothing) }
        guard masksSecrets else { return edits }
        if reject.mayBeRawText(start..<start + element.count) { return nil }
        for field in reject.batch.secretFields {
            guard let span = reject.rawSpan(of: field), !span.isEmpty else { continue }
            guard span.lowerBound > start, span.upperBound < start + element.count else {
                return nil
            }
            edits.replace(span, by: .mask)
        }
        for part in element.secrets { edits.replace(moved(part), by: .mask) }
        for part in element.notes { edits.replace(moved(part), by: .nothing) }
        // The reader need not have found every value of a record that it found fault with.
        guard reject.fault != nil else { return edits }
        for part in element.values
        where !reject.isKnown(moved(part), unlessAround: XMLBytes.tagStart) {
            edits.replace(moved(part), by: .mask)
        }
        return edits
    }

    private func append(
        _ element: XMLElementShape, of reject: RejectedRecord, _ edits: RecordEdits,
        to buffer: inout ByteBuffer
    ) {
        let start = reject.range.lowerBound
        for piece in edits.pieces(of: start..<start + element.contentEnd) {
            switch piece {
            case .kept(let range): buffer.append(reject.bytes(range))
            case .substitute(.mask): buffer.append(SecretMask.text)
            case .substitute: break
            }
        }
        if element.isSelfClosed { buffer.append(0x3E) }
        appendFindings(reject, to: &buffer)
        let name = start + element.name.lowerBound..<start + element.name.upperBound
        appendEndTag(reject.bytes(name), to: &buffer)
    }

    private func appendRaw(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        let bytes = reject.bytes(reject.range)
        let name = XMLElementShape.recordName(in: bytes)
        buffer.append(0x3C)
        buffer.append(name)
        buffer.append(0x3E)
        XMLText.appendElement(RejectColumns.raw, to: &buffer) { buffer in
            if masksSecrets, !bytes.isEmpty {
                buffer.append(SecretMask.text)
            } else {
                XMLText.append(RawText.clipped(bytes, to: Self.rawBytesMax), to: &buffer)
            }
        }
        appendFindings(reject, to: &buffer)
        name.bytes.withUnsafeBytes { appendEndTag($0, to: &buffer) }
    }

    private func appendFindings(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        XMLText.appendElement(RejectColumns.codes, to: &buffer) {
            XMLText.append(reject.codesText, to: &$0)
        }
        XMLText.appendElement(RejectColumns.messages, to: &buffer) {
            XMLText.append(reject.messagesText, to: &$0)
        }
    }

    private func appendEndTag(_ name: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        buffer.append("</" as StaticString)
        buffer.append(name)
        buffer.append(">\n" as StaticString)
    }
}
