import Provisioning

/// Finds the way from an encoding to UTF-8.
enum TranscoderChoice {
    /// A transcoder for `encoding`, whose order of bytes is known; nil for UTF-8, which needs none.
    ///
    /// - Throws: a halt with status 65 if nothing is known of that encoding, or it is one that
    ///   cannot be read from any place on.
    static func transcoder(
        from encoding: TextEncoding, name: String
    ) throws(RunHalt) -> (any Transcoder)? {
        switch encoding {
        case .utf8: return nil
        case .utf16LittleEndian: return UTF16Transcoder(isBigEndian: false)
        case .utf16BigEndian: return UTF16Transcoder(isBigEndian: true)
        case .utf16, .utf32: throw unsupported(encoding.title, name: name)
        case .named(let libraryName, let declared):
            guard let found = transcoder(libraryName) else {
                throw unsupported(declared, name: name)
            }
            return found
        }
    }

    /// The halt for an encoding that is not known.
    static func unsupported(_ encoding: String, name: String) -> RunHalt {
        RunHalt(
            .malformedFile, .feedEncodingUnsupported,
            "\(name) is declared as \(MessageText.quoted(encoding)), which is not an encoding "
                + "that can be read",
            advice: "Known are utf-8, utf-16le, utf-16be, windows-1252, windows-1250, "
                + "iso-8859-1, iso-8859-15, macintosh, ibm850, shift_jis, gb18030, euc-kr and "
                + "others; say the one that it is with --encoding.")
    }

    /// A transcoder through the C library, with a table where one byte is one character.
    private static func transcoder(_ libraryName: String) -> (any Transcoder)? {
        guard let descriptor = IconvDescriptor(from: libraryName) else { return nil }
        var sequences: [[UInt8]] = []
        var isTable = true
        for byte in UInt8.min...UInt8.max {
            let meaning = meaning(of: byte, descriptor)
            if meaning.isPartial { isTable = false }
            sequences.append(meaning.bytes)
        }
        if isTable {
            let defined = sequences.count { !$0.isEmpty }
            return defined > 0 ? TableTranscoder(sequences) : nil
        }
        // What delimits fields and records must be told apart without what stands before it.
        let marks = Array("\n\r\t ,;|\"'<>&/=!?-:0123456789{}[]".utf8)
        guard marks.allSatisfy({ sequences[Int($0)] == [$0] }), sequences[0x1B] == [0x1B] else {
            return nil
        }
        return IconvTranscoder(descriptor)
    }

    /// What a byte means at the start of text: UTF-8, empty where it means nothing of its own; and
    /// whether more bytes may take part in its meaning.
    private static func meaning(
        of byte: UInt8, _ descriptor: IconvDescriptor
    ) -> (bytes: [UInt8], isPartial: Bool) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { room in
            withUnsafeBytes(of: byte) { source in
                let done = descriptor.convert(source, into: room)
                let held = descriptor.flush(
                    into: UnsafeMutableRawBufferPointer(rebasing: room[done.produced...]))
                let bytes = Array(room[..<(done.produced + held)])
                return (bytes, held > 0 || done.ending == .incomplete || bytes.count > 4)
            }
        }
    }
}
