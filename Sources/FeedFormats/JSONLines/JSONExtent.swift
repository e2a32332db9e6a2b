/// Finds where an object or an array ends by its brackets, whatever else is wrong with it.
///
/// Can go on in another buffer, so that what is too long to be kept can still be passed. A line end
/// within quotes, which no text may have, ends the text: a quote that is missing spoils its line
/// and not the rest of the feed.
struct JSONExtent {
    enum Found: Equatable {
        /// The bracket that closes all stands before this place.
        case end(Int)
        /// A bracket of the other kind stands at this place.
        case mismatch(Int)
        /// It goes on behind the buffer.
        case more
    }

    private static let kindsMax = 64
    private var depth = 0
    /// Kinds of the outermost brackets that are open, the innermost one lowest; 1: a brace.
    private var kinds: UInt64 = 0
    private var isInText = false
    private var isEscaped = false

    /// Goes over `base[start..<end]`.
    mutating func advance(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Found {
        var index = start
        while index < end {
            if isInText {
                index = passText(base, from: index, to: end)
                continue
            }
            let byte = base[index]
            switch byte {
            case Byte.quote: isInText = true
            case JSONByte.openBrace, JSONByte.openBracket: open(byte)
            case JSONByte.closeBrace, JSONByte.closeBracket:
                guard close(byte) else { return .mismatch(index) }
                if depth == 0 { return .end(index + 1) }
            default: break
            }
            index += 1
        }
        return .more
    }

    private mutating func passText(
        _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        var index = start
        while index < end {
            if isEscaped {
                isEscaped = Byte.endsLine(base[index])
                if isEscaped { break }
                index += 1
                continue
            }
            if index + 8 <= end {
                let ends = JSONByte.textEnds(ByteWord.load(base + index))
                if ends == 0 {
                    index += 8
                    continue
                }
                index += ByteWord.first(ends)
            }
            let byte = base[index]
            index += 1
            if byte == Byte.backslash { isEscaped = true }
            if byte == Byte.quote || Byte.endsLine(byte) {
                isInText = false
                return index
            }
        }
        if isEscaped, index < end {
            isEscaped = false
            isInText = false
        }
        return index
    }

    private mutating func open(_ byte: UInt8) {
        if depth < Self.kindsMax {
            kinds = kinds << 1 | (byte == JSONByte.openBrace ? 1 : 0)
        }
        depth += 1
    }

    /// Closes the innermost bracket; says false if it is of another kind. Deeper than `kindsMax`
    /// brackets are only counted.
    private mutating func close(_ byte: UInt8) -> Bool {
        depth -= 1
        if depth >= Self.kindsMax { return true }
        let isBrace = kinds & 1 == 1
        kinds >>= 1
        return isBrace == (byte == JSONByte.closeBrace)
    }
}
