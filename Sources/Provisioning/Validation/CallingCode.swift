/// Calling codes of the public telephone network.
///
/// Source: ITU-T, List of Recommendation E.164 assigned country codes, position of 15 December
/// 2016 (annex to ITU Operational Bulletin 1114). Spare and reserved codes are left out.
package enum CallingCode {
    /// Whether `code` is just the digits of an assigned code, such as `44`.
    package static func isAssigned(_ code: String) -> Bool {
        // Zeros behind it, so that a code is never too short to be told.
        Array((code + "00").utf8).withUnsafeBytes { digits in
            CellBytes.isDigits(digits) && length(inDigits: digits) == code.utf8.count
        }
    }

    /// Digits of the assigned code that the digits of a number begin with; nil: there is none.
    @inline(__always)
    static func length(inDigits digits: UnsafeRawBufferPointer) -> Int? {
        guard digits.count >= 3 else { return nil }
        let first = digits[0] &- 0x30
        if first == 1 || first == 7 { return 1 }
        let two = UInt16(first) * 10 + UInt16(digits[1] &- 0x30)
        if isTwoDigits(two) { return 2 }
        return isThreeDigits(two * 10 + UInt16(digits[2] &- 0x30)) ? 3 : nil
    }

    private static func isTwoDigits(_ code: UInt16) -> Bool {
        switch code {
        case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98:
            true
        default: false
        }
    }

    private static func isThreeDigits(_ code: UInt16) -> Bool {
        switch code {
        case 211...213, 216, 218, 220...258, 260...269, 290, 291, 297...299,
            350...359, 370...383, 385...387, 389, 420, 421, 423,
            500...509, 590...599, 670, 672...683, 685...692,
            800, 808, 850, 852, 853, 855, 856, 870, 878, 880...883, 886, 888,
            960...968, 970...977, 979, 992...996, 998:
            true
        default: false
        }
    }
}
