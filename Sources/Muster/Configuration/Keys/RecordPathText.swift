import Provisioning

/// The elements that lead to a record of an XML feed, written as one text.
enum RecordPathText {
    /// The path that a profile has which names none.
    static let initial = "users/user"

    /// Names of elements with slashes between them, or with dots if there is no slash, since a
    /// name can have a dot in it.
    static var form: ValueForm<[String]> {
        ValueForm(
            allowed: "names of elements from the root to the record, such as "
                + "Report_Data/Report_Entry"
        ) { text in
            let path = text.hasPrefix("/") ? text.dropFirst() : text[...]
            let separator: Character = path.contains("/") ? "/" : "."
            let names = path.split(separator: separator, omittingEmptySubsequences: false)
            guard names.allSatisfy(isName) else { return nil }
            return path == initial ? [] : names.map(String.init)
        }
    }

    /// Whether a text is a name of XML (Namespaces in XML 1.0, production 4) without a prefix.
    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first, text.utf8.count <= 255 else { return false }
        return startsName(first) && text.unicodeScalars.allSatisfy(continuesName)
    }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
            0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D...0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: startsName(scalar)
        }
    }
}
