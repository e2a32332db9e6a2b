import Provisioning

/// Reads single records again, with columns of its own, beside the thread that reads in order.
final class JSONRereader {
    private let input: any FeedInput
    private let limits: Limits
    private var reader: JSONRecordReader

    init(
        input: any FeedInput, text: JSONFaultText, limits: Limits, profile: FeedProfile,
        columns: FoundColumns
    ) {
        self.input = input
        self.limits = limits
        reader = JSONRecordReader(columns: columns, profile: profile, text: text)
    }

    /// Makes the record at `place` the only one of `chunk`.
    ///
    /// - Throws: a halt with status 74 if it does not stand there.
    func read(_ place: FeedRecord, into chunk: FeedChunk) throws(RunHalt) {
        chunk.removeAll()
        reader.mapper.beginChunk()
        chunk.columns = reader.mapper.columns
        // No more of a record that is too long than it takes to see that it is.
        let wanted = min(Int(place.byteLength), limits.recordBytesMax + 2)
        chunk.reserve(wanted + FeedWindow.paddingBytes)
        let count = try input.read(
            at: place.offset, into: UnsafeMutableRawBufferPointer(start: chunk.base, count: wanted))
        guard count == wanted, count > 0 else { throw moved() }
        chunk.count = count - substitutes(chunk.base, count)
        (chunk.base + chunk.count).update(repeating: 0, count: FeedWindow.paddingBytes)
        guard chunk.count > 0, find(chunk, chunk.count) else { throw moved() }
        var builder = JSONChunkBuilder(takingFrom: chunk)
        defer {
            builder.give(to: chunk)
            JSONChunkBuilder.place(reader.mapper.made, in: chunk)
        }
        try reader.add(
            place, base: UnsafePointer(chunk.base), origin: place.offset, to: &builder)
    }

    private func find(_ chunk: FeedChunk, _ count: Int) -> Bool {
        let base = UnsafePointer(chunk.base)
        if reader.text.isByLine {
            let found = JSONLineReader.find(
                at: 0, base, to: count, isFinal: true, max: limits.recordBytesMax,
                with: &reader.scanner)
            if case .record = found { return true }
            return false
        }
        var extent = JSONExtent()
        let found = JSONArrayReader.find(
            at: 0, base, to: count, isFinal: true, limits: limits, extent: &extent,
            with: &reader.scanner)
        switch found {
        case .record, .endless: return true
        case .starved, .mismatch, .nothing: return false
        }
    }

    /// End-of-file marks behind the last record of the feed; no other record can end with one.
    private func substitutes(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var marks = 0
        while marks < count, base[count - 1 - marks] == Byte.substitute { marks += 1 }
        return marks <= 128 ? marks : 0
    }

    private func moved() -> RunHalt {
        RunHalt(
            .inputOutput, .feedFileChanged, "\(input.name) changed while it was read",
            advice: "Import a file only when it has been written to its end.")
    }
}
