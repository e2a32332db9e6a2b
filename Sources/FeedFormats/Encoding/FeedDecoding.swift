package import Provisioning

/// Opens the way from the bytes of a file to UTF-8: inflation, then transcoding.
package enum FeedDecoding {
    /// Bytes of the text that format and document are told by.
    private static let textBytes = 4 << 10

    /// Finds out how a feed is written, and puts what layers it needs over it.
    ///
    /// Reads the first bytes, up to 64 KiB and what inflates to as many. Afterwards `raw` belongs
    /// to the input that is returned: it alone may read and rewind it, and reads it to its end.
    /// - Parameters:
    ///   - raw: the file, of which nothing has been read; its observer sees the raw bytes once.
    ///   - path: name of the file as the user gave it; `-` says nothing.
    ///   - declaredFormat: what the user says that it is; nil: as `profile` says, or by its name
    ///     and first bytes.
    ///   - profile: gives format and encoding where they are declared.
    ///   - limits: for the size of the decoded feed, and how much may come out of few bytes.
    /// - Returns: the feed, at its first byte.
    /// - Throws: a halt with status 64 for an unknown format, 65 if the file cannot be decoded, 73
    ///   if the copy of what is decoded cannot be created, 74 if the file cannot be read.
    package static func open(
        _ raw: any FeedInput, path: String, declaredFormat: FeedFormat?, profile: FeedProfile,
        limits: Limits
    ) throws(RunHalt) -> DecodedFeed {
        var format = declaredFormat
        if format == nil, let declared = profile.format {
            format = try FeedFormat(declared: declared)
        }
        let rawHead = try raw.peek(LookaheadStage.headBytes)
        try ForeignFile.refuse(rawHead, name: raw.name)
        let compression = Compression(head: rawHead)
        if compression == nil {
            try requireWhatTheNameSays(path, rawHead, profile.encoding, name: raw.name)
        }
        let text = try LookaheadStage(try stage(over: raw, compression, limits))
        if let compression { try requireCompressedOnce(text.head, compression, name: raw.name) }

        var decision = try EncodingDecision(
            head: text.head, declared: profile.encoding, name: raw.name)
        var head = try beginning(of: text, decision, name: raw.name)
        if format == nil {
            try FormatDetection.requireWhatTheNameSays(path: path, head: head, name: raw.name)
        }
        let found = format ?? FormatDetection.format(path: path, head: head)
        if found == .xml {
            try decision.follow(documentIn: head[...])
            head = try beginning(of: text, decision, name: raw.name)
        }
        decision.doubtByBytes(isWhole: text.isWhole)
        let transcoder = try TranscoderChoice.transcoder(from: decision.encoding, name: raw.name)
        let reading = FeedReading(
            format: FormatDetection.title(of: found, head: head),
            compression: compression?.title, encoding: decision.encoding.title,
            encodingReason: decision.reason)
        return DecodedFeed(
            input: try input(over: raw, text, transcoder, decision, compression, limits),
            format: found, reading: reading, notices: decision.notices)
    }

    /// The step that gives the bytes of the text.
    private static func stage(
        over raw: any FeedInput, _ compression: Compression?, _ limits: Limits
    ) throws(RunHalt) -> any ByteStage {
        let file = RawStage(raw)
        let meter = InflationMeter(name: raw.name, inflationMax: limits.inflationMax)
        switch compression {
        case .gzip: return try GzipStage(file, meter: meter)
        case .zstandard: return try ZstandardStage(file, meter: meter)
        case nil: return file
        }
    }

    private static func input(
        over raw: any FeedInput, _ text: LookaheadStage, _ transcoder: (any Transcoder)?,
        _ decision: EncodingDecision, _ compression: Compression?, _ limits: Limits
    ) throws(RunHalt) -> any FeedInput {
        guard let transcoder else {
            if compression == nil {
                try raw.rewind()
                return raw
            }
            return try DecodedInput(
                text, over: raw, encodingName: nil, bytesMax: limits.fileBytesMax)
        }
        text.skip(decision.skippedBytes)
        return try DecodedInput(
            TranscodingStage(text, transcoder), over: raw, encodingName: decision.encoding.title,
            bytesMax: limits.fileBytesMax)
    }

    /// The first bytes of the text as UTF-8.
    private static func beginning(
        of text: LookaheadStage, _ decision: EncodingDecision, name: String
    ) throws(RunHalt) -> [UInt8] {
        let bytes = Array(text.head.dropFirst(decision.skippedBytes).prefix(textBytes))
        guard
            let transcoder = try TranscoderChoice.transcoder(from: decision.encoding, name: name)
        else { return bytes }
        // No encoding has more than four bytes of UTF-8 for one of its own.
        return [UInt8](unsafeUninitializedCapacity: textBytes * 4 + ByteStageRoom.min) {
            room, count in
            bytes.withUnsafeBytes { bytes in
                count =
                    transcoder.transcode(
                        bytes, into: UnsafeMutableRawBufferPointer(room), isFinal: false
                    ).produced
            }
        }
    }

    private static func requireCompressedOnce(
        _ head: [UInt8], _ compression: Compression, name: String
    ) throws(RunHalt) {
        try ForeignFile.refuse(head, name: "what \(name) inflates to")
        guard let second = Compression(head: head) else { return }
        throw RunHalt(
            .malformedFile, .feedCompressionMalformed,
            "\(name) is compressed twice: by \(compression.title), and by \(second.title) within",
            advice: "Inflate it once and import what comes out.")
    }

    /// Refuses a file that is called compressed, does not begin so and is no text either.
    private static func requireWhatTheNameSays(
        _ path: String, _ head: [UInt8], _ encoding: String?, name: String
    ) throws(RunHalt) {
        guard Compression.innerName(of: path) != path, encoding == nil,
            ByteOrderMark(head) == nil
        else { return }
        let isWhole = head.count < LookaheadStage.headBytes
        if !head.contains(0), ByteSigns(head).isUTF8(isWhole: isWhole) { return }
        throw RunHalt(
            .malformedFile, .feedCompressionMalformed,
            "\(name) is compressed by its name, but neither gzip nor Zstandard data begins it",
            advice: "Transfer the file again; if it is not compressed, give it its proper name.")
    }
}
