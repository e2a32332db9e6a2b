import Glibc

/// A conversion of the C library from a named encoding to UTF-8.
final class IconvDescriptor {
    /// How a conversion of some bytes has ended.
    enum Ending {
        /// All bytes were used.
        case complete
        /// There is no room for what comes next.
        case full
        /// The next bytes begin a character and do not end it.
        case incomplete
        /// The next byte begins no character.
        case undefined
    }

    private let descriptor: iconv_t

    /// Opens the conversion; nil if the C library does not know the encoding.
    init?(from encoding: String) {
        guard let opened = iconv_open("UTF-8", encoding), opened != iconv_t(bitPattern: -1) else {
            return nil
        }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// Converts as much as there is room for.
    func convert(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) -> (consumed: Int, produced: Int, ending: Ending) {
        var source = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        var target = room.baseAddress?.assumingMemoryBound(to: CChar.self)
        var sourceLeft = bytes.count
        var targetLeft = room.count
        let result = iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
        let ending: Ending
        if result != -1 {
            ending = .complete
        } else {
            switch errno {
            case E2BIG: ending = .full
            case EINVAL: ending = .incomplete
            default: ending = .undefined
            }
        }
        return (bytes.count - sourceLeft, room.count - targetLeft, ending)
    }

    /// Writes a character that was held back because a later one might have joined it, and goes
    /// back to the initial state; gives the number of bytes.
    func flush(into room: UnsafeMutableRawBufferPointer) -> Int {
        var target = room.baseAddress?.assumingMemoryBound(to: CChar.self)
        var targetLeft = room.count
        _ = iconv(descriptor, nil, nil, &target, &targetLeft)
        return room.count - targetLeft
    }
}
