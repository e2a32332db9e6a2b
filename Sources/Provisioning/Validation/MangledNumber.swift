/// Numbers that a spreadsheet has rewritten on its way to the feed.
package enum MangledNumber {
    /// Whether a cell has the shape of scientific notation, such as `1.23E+11`, in which the last
    /// digits of an identifier or phone are lost.
    ///
    /// A plain exponent without a fraction or sign, such as `1E5`, is taken for an identifier.
    package static func looksMangled(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let count = bytes.count
        func skipDigits() -> Int {
            let start = index
            while index < count, CellBytes.isDigit(bytes[index]) { index += 1 }
            return index - start
        }
        if index < count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
        guard skipDigits() > 0 else { return false }
        var hasFraction = false
        // A German or French spreadsheet writes the fraction with a comma.
        if index < count, bytes[index] == 0x2E || bytes[index] == 0x2C {
            index += 1
            guard skipDigits() > 0 else { return false }
            hasFraction = true
        }
        guard index < count, bytes[index] | 0x20 == 0x65 else { return false }
        index += 1
        var hasSign = false
        if index < count, bytes[index] == 0x2B || bytes[index] == 0x2D {
            index += 1
            hasSign = true
        }
        return skipDigits() > 0 && index == count && (hasFraction || hasSign)
    }
}
