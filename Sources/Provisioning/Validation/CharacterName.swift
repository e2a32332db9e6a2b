/// How a finding names one character: by code point and Unicode name, never by itself.
enum CharacterName {
    /// `U+2163 ROMAN NUMERAL FOUR`; a control character has no name and is called one.
    static func of(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        let point = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        guard let scalar = Unicode.Scalar(value) else { return point }
        if let name = scalar.properties.name { return "\(point) \(name)" }
        switch scalar.properties.generalCategory {
        case .control: return "\(point), a control character"
        case .privateUse: return "\(point), a private-use character"
        default: return "\(point), which is not a character"
        }
    }
}
