import Provisioning

/// What is wrong with a record as JSON; positions are indices into the buffer that was scanned.
struct JSONFault: Equatable {
    enum Kind: Equatable {
        /// The text ends where the grammar wants more.
        case endsEarly
        /// Another byte than those that may stand there.
        case unexpected(found: UInt8, expected: Expected)
        case textAfterObject
        /// A control character within quotes, which must be written as an escape.
        case control(UInt8)
        case unknownEscape
        case escapedNUL
        case loneSurrogate
        case malformedNumber
        case notObject(found: UInt8)
        case recordTooLong
        case fieldTooLong
        case keyTooLong
        case depthTooDeep
        case keysTooMany
        case invalidUTF8(byte: UInt8)
        /// The same key, or another spelling of the same path.
        case keyRepeated(path: ByteString)
        case valueSeveral(path: ByteString)
        /// A list within a list, where a column wants one value or a plain list.
        case listNested(path: ByteString)
        case listSeparator(path: ByteString)
    }

    /// What the grammar wants at a place.
    enum Expected: String, Sendable {
        case keyOrEnd = "a key in double quotes or }"
        case key = "a key in double quotes"
        case colon = "a colon"
        case value = "a value"
        case valueOrEnd = "a value or ]"
        case memberSeparator = "a comma or }"
        case elementSeparator = "a comma or ]"
        case literal = "true, false or null"
        case hexadecimal = "a hexadecimal digit"
    }

    var kind: Kind
    /// The byte at fault.
    var position: Int

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = position
    }
}
