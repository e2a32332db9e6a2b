/// What a spreadsheet takes for the start of a formula.
///
/// The list is that of OWASP's page on CSV injection, the full-width forms with it.
enum FormulaText {
    /// What stands before a neutralised cell: a spreadsheet shows the rest as text.
    static let mark: UInt8 = 0x27

    /// Whether a cell with these bytes might run.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return false }
        if isFormulaByte(first) { return true }
        guard first == 0xEF, bytes.count >= 3, bytes[1] == 0xBC else { return false }
        return bytes[2] == 0x8B || bytes[2] == 0x8D || bytes[2] == 0x9D || bytes[2] == 0xA0
    }

    /// Whether a cell that begins with this ASCII byte might run.
    @inline(__always)
    static func isFormulaByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A: true
        default: false
        }
    }

    /// Whether a character begins a formula.
    static func isFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20: true
        default: scalar.isASCII && isFormulaByte(UInt8(scalar.value))
        }
    }
}
