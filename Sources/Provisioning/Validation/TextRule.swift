/// Names and other free text: any Unicode, kept byte for byte, without what would hide or reorder
/// text on a screen.
enum TextRule {
    /// Bytes of a text value, at most.
    static let bytesMax = 1_024
    /// Bytes of an identifier (`external_id`, `employee_id`, `device` ...), at most.
    static let identifierBytesMax = 255

    /// Checks a text column; the value stands as written.
    @inline(__always)
    static func check(
        _ bytes: UnsafeRawBufferPointer, allowingLineBreaks: Bool = false,
        bytesMax: Int = bytesMax, tooLong: IssueCode = .fieldTextTooLong
    ) throws(ValueFault) -> NormalisedValue {
        if bytes.count > bytesMax {
            throw ValueFault(tooLong, "has \(bytes.count) bytes; \(bytesMax) are allowed")
        }
        if CellBytes.isPrintableASCII(bytes, allowingSpace: true) { return .asWritten }
        try scan(bytes, allowingLineBreaks: allowingLineBreaks)
        return .asWritten
    }

    /// Refuses control characters (C0, DEL, C1), line separators, bidi controls and noncharacters.
    static func scan(
        _ bytes: UnsafeRawBufferPointer, allowingLineBreaks: Bool
    ) throws(ValueFault) {
        var steps = UTF8Scalars(bytes)
        while true {
            switch steps.next() {
            case .end: return
            case .malformed:
                throw ValueFault(
                    .fieldTextForbiddenCharacter,
                    "is not UTF-8 text from byte \(steps.offset + 1) on")
            case .scalar(let scalar):
                guard let reason = reason(against: scalar, allowingLineBreaks) else { continue }
                throw ValueFault(
                    .fieldTextForbiddenCharacter,
                    "has \(CharacterName.of(scalar)) at byte \(steps.offset): \(reason)")
            }
        }
    }

    /// Why a character may not stand in a text; nil if it may.
    @inline(__always)
    private static func reason(against scalar: UInt32, _ allowingLineBreaks: Bool) -> String? {
        if scalar >= 0x20, scalar < 0x7F { return nil }
        return slowReason(against: scalar, allowingLineBreaks)
    }

    private static func slowReason(against scalar: UInt32, _ allowingLineBreaks: Bool) -> String? {
        if allowingLineBreaks, scalar == 0x09 || scalar == 0x0A || scalar == 0x0D { return nil }
        return switch scalar {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: "this column has no line breaks"
        case 0..<0x20, 0x7F..<0xA0: "control characters are not allowed"
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            "characters that change the writing direction are not allowed"
        case 0xFDD0...0xFDEF: "noncharacters are not allowed"
        default: scalar & 0xFFFE == 0xFFFE ? "noncharacters are not allowed" : nil
        }
    }
}
