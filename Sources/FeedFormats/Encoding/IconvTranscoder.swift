/// Turns text into UTF-8 through the C library: for encodings with several bytes for a character.
final class IconvTranscoder: Transcoder {
    private let descriptor: IconvDescriptor

    init(_ descriptor: IconvDescriptor) { self.descriptor = descriptor }

    func transcode(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, isFinal: Bool
    ) -> (consumed: Int, produced: Int) {
        if bytes.isEmpty {
            return (0, isFinal ? descriptor.flush(into: room) : 0)
        }
        let done = descriptor.convert(bytes, into: room)
        switch done.ending {
        case .complete, .full: return (done.consumed, done.produced)
        case .incomplete where !isFinal: return (done.consumed, done.produced)
        case .incomplete, .undefined:
            // Room for a character that was held back, and for the byte.
            guard room.count - done.produced >= 16 else { return (done.consumed, done.produced) }
            var produced = done.produced
            // A character that was held back stands before the byte that is no character.
            produced += descriptor.flush(
                into: UnsafeMutableRawBufferPointer(rebasing: room[produced...]))
            room[produced] = Self.undefinedByte
            return (done.consumed + 1, produced + 1)
        }
    }
}
