/// Finds the values in a JSON text that hold no other values.
enum JSONScalars {
    private static let quote: UInt8 = 0x22
    private static let backslash: UInt8 = 0x5C
    private static let colon: UInt8 = 0x3A

    /// Where each text, number, truth value and null stands that is no key; texts with their
    /// quotes. Nil: a text has no end, so that the rest cannot be told apart.
    ///
    /// - Complexity: one step a byte.
    static func values(in bytes: UnsafeRawBufferPointer) -> [Range<Int>]? {
        var values: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            let start = index
            if bytes[index] == quote {
                guard let end = endOfText(bytes, from: index) else { return nil }
                index = end
                if !isKey(bytes, endingAt: end) { values.append(start..<end) }
            } else if isMark(bytes[index]) {
                index += 1
            } else {
                while index < bytes.count, !isMark(bytes[index]), bytes[index] != quote {
                    index += 1
                }
                values.append(start..<index)
            }
        }
        return values
    }

    /// Where each value stands that is under a key for which `isSecret` says yes, at any depth; of
    /// texts with their quotes. Nil as for `values`.
    ///
    /// - Complexity: one step a byte, and one question a key.
    static func values(
        in bytes: UnsafeRawBufferPointer, underKeys isSecret: (UnsafeRawBufferPointer) -> Bool
    ) -> [Range<Int>]? {
        var values: [Range<Int>] = []
        var isOpenSecret: [Bool] = []
        var isNextSecret = false
        var index = 0
        func take(_ range: Range<Int>) {
            if isNextSecret || isOpenSecret.last == true { values.append(range) }
            isNextSecret = false
        }
        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case quote:
                guard let end = endOfText(bytes, from: index) else { return nil }
                index = end
                if isKey(bytes, endingAt: end) {
                    isNextSecret = isSecret(
                        UnsafeRawBufferPointer(rebasing: bytes[start + 1..<end - 1]))
                } else {
                    take(start..<end)
                }
            case 0x7B, 0x5B:
                isOpenSecret.append(isNextSecret || isOpenSecret.last == true)
                isNextSecret = false
                index += 1
            case 0x7D, 0x5D:
                _ = isOpenSecret.popLast()
                index += 1
            case let byte where isMark(byte): index += 1
            default:
                while index < bytes.count, !isMark(bytes[index]), bytes[index] != quote {
                    index += 1
                }
                take(start..<index)
            }
        }
        return values
    }

    private static func endOfText(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case quote: return index + 1
            case backslash: index += 2
            default: index += 1
            }
        }
        return nil
    }

    private static func isKey(_ bytes: UnsafeRawBufferPointer, endingAt end: Int) -> Bool {
        bytes[end...].first { !RejectedRecord.isBlank($0) } == colon
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, colon: true
        default: RejectedRecord.isBlank(byte)
        }
    }
}
