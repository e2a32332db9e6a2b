import Provisioning

/// Decides in which encoding a feed is read, by its first bytes and what is declared.
///
/// A byte order mark outranks all; then comes what the user or the profile declares, then what an
/// XML document declares of itself, then UTF-8. Nothing is guessed.
struct EncodingDecision {
    /// UTF-8, UTF-16 of a known order, or one with a name.
    private(set) var encoding = TextEncoding.utf8
    /// Why this one, for people.
    private(set) var reason = "nothing else is declared"
    /// What is doubtful about it; warnings.
    private(set) var notices: [RecordIssue] = []

    /// What messages call the file.
    private let name: String
    private let head: [UInt8]
    private let mark: ByteOrderMark?
    private let declared: TextEncoding?

    /// Decides as far as a mark and a declaration outside the file go.
    ///
    /// - Parameters:
    ///   - head: the first bytes of the file, inflated.
    ///   - declared: name of the encoding that the user or the profile declares; nil: none.
    ///   - name: what messages call the file.
    /// - Throws: a halt with status 65 if the encoding cannot be read, or the bytes contradict it.
    init(head: [UInt8], declared: String?, name: String) throws(RunHalt) {
        self.head = head
        self.name = name
        mark = ByteOrderMark(head)
        if let declared {
            guard let known = TextEncoding(name: declared) else {
                throw TranscoderChoice.unsupported(declared, name: name)
            }
            self.declared = known
        } else {
            self.declared = nil
        }
        if let mark {
            try follow(mark)
        } else if let declared = self.declared {
            try ByteSigns(head).check(declared, name: name)
            encoding = declared
            reason = "declared"
        }
        if encoding != .utf16LittleEndian, encoding != .utf16BigEndian {
            try ByteSigns(head).requireText(name: name)
        }
    }

    /// Bytes of a mark that are no text: readers know the one of UTF-8.
    var skippedBytes: Int {
        guard let mark, mark.encoding != .utf8 else { return 0 }
        return mark.byteCount
    }

    private mutating func follow(_ mark: ByteOrderMark) throws(RunHalt) {
        if mark.encoding == .utf32 {
            throw RunHalt(
                .malformedFile, .feedEncodingUnsupported,
                "the byte order mark of \(name) says UTF-32, which is not read",
                advice: "Save the file as UTF-8 and import it again.")
        }
        encoding = mark.encoding
        reason = "byte order mark"
        // The mark of UTF-8 is hardly ever there by chance: Muster writes it where a profile
        // declares another encoding.
        guard let declared, !declared.allows(encoding), encoding != .utf8 else { return }
        doubt(
            "is declared as \(declared.title), but its byte order mark says "
                + "\(encoding.title), and it is read as that")
    }

    /// Takes into account what an XML document declares of itself.
    ///
    /// - Parameter text: the first bytes, as UTF-8.
    /// - Throws: a halt with status 65 if it cannot be read, or contradicts the bytes.
    mutating func follow(documentIn text: ArraySlice<UInt8>) throws(RunHalt) {
        guard let written = XMLEncodingDeclaration.encoding(in: text) else { return }
        guard let own = TextEncoding(name: written) else {
            throw TranscoderChoice.unsupported(written, name: name)
        }
        if let mark {
            guard own.allows(mark.encoding) else {
                throw mismatch(own, "its byte order mark says \(mark.encoding.title)")
            }
        } else if let declared {
            if own.allows(declared) { return }
            doubt(
                "says of itself that it is \(own.title), and is read as \(declared.title), "
                    + "which is declared")
        } else if own != .utf8 {
            guard case .named(let libraryName, _) = own else {
                throw mismatch(own, "it can be read byte by byte")
            }
            guard DocumentEncodings.contains(libraryName) else {
                throw TranscoderChoice.unsupported(own.title, name: name)
            }
            encoding = own
            reason = "the document declares it"
        } else {
            reason = "the document declares it"
        }
    }

    /// Doubts a declared encoding that the bytes speak against without excluding it.
    mutating func doubtByBytes(isWhole: Bool) {
        guard case .named(let libraryName, let declared) = encoding else { return }
        let signs = ByteSigns(head)
        if head.contains(where: { $0 >= 0x80 }), signs.isUTF8(isWhole: isWhole) {
            doubt(
                "is declared as \(declared), but reads as UTF-8 throughout: look at the letters "
                    + "with accents, and say --encoding utf-8 if they are wrong")
        } else if ["ISO-8859-1", "ISO-8859-15"].contains(libraryName.uppercased()),
            signs.hasWindowsCharacters
        {
            doubt(
                "is declared as \(declared), but has bytes from 0x80 to 0x9F, which are control "
                    + "characters there and punctuation or letters in windows-1252")
        }
    }

    private mutating func doubt(_ finding: String) {
        notices.append(RecordIssue(.feedEncodingDoubtful, finding: finding))
    }

    private func mismatch(_ own: TextEncoding, _ found: String) -> RunHalt {
        RunHalt(
            .malformedFile, .feedEncodingMismatch,
            "\(name) says of itself that it is \(MessageText.quoted(own.title)), but \(found)",
            advice: "Correct the encoding in its first line, or save the file in that encoding.")
    }
}
