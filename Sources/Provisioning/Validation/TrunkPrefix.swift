/// The digits that are dialled before a national number inside its country only.
enum TrunkPrefix {
    /// Drops the prefix from a national number, which stands behind a `+`.
    ///
    /// One `0` in most countries. Where the zero belongs to the number it stays: Italy, San
    /// Marino, Ivory Coast, Benin, Congo, and numbers of eight digits in Gabon (their national
    /// numbering plans at the ITU). Russia, Kazakhstan and Turkmenistan dial 8, Belarus 80, Hungary
    /// 06, North America 1: recognised by the length, because those digits also begin numbers.
    static func drop(from number: inout ContiguousArray<UInt8>, callingCode: String) {
        let digits = number.count - 1
        guard digits > 1 else { return }
        switch callingCode {
        case "39", "378", "225", "229", "242": return
        case "7": if digits == 11, number[1] == 0x38 { number.remove(at: 1) }
        case "1": if digits == 11, number[1] == 0x31 { number.remove(at: 1) }
        case "241": if digits == 9, number[1] == 0x30 { number.remove(at: 1) }
        case "993": if digits == 9, number[1] == 0x38 { number.remove(at: 1) }
        case "375":
            if digits == 11, number[1] == 0x38, number[2] == 0x30 { number.removeSubrange(1...2) }
        case "36":
            if digits > 8, number[1] == 0x30, number[2] == 0x36 { number.removeSubrange(1...2) }
        default: if number[1] == 0x30 { number.remove(at: 1) }
        }
    }
}
