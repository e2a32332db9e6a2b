/// An encoding of text that can be turned into UTF-8.
enum TextEncoding: Equatable {
    /// UTF-8, and ASCII as the part of it that it is.
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    /// UTF-16 of which only a byte order mark can say the order.
    case utf16
    case utf32
    /// Any other, by the name that the C library may know it under, and as it was declared.
    case named(String, declared: String)

    /// The encoding that a name declares; nil if the name cannot be one.
    init?(name: String) {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        guard allowed, !name.isEmpty, name.utf8.count <= Self.nameBytesMax else { return nil }
        let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
        switch folded {
        case "utf8", "utf8bom", "utf8sig", "cp65001", "65001", "ascii", "usascii", "ansix341968",
            "iso646us", "us":
            self = .utf8
        case "utf16", "unicode", "ucs2", "iso10646ucs2": self = .utf16
        case "utf16le", "ucs2le", "cp1200", "unicodelittle": self = .utf16LittleEndian
        case "utf16be", "ucs2be", "cp1201", "unicodebig", "unicodefffe": self = .utf16BigEndian
        case "utf32", "utf32le", "utf32be", "ucs4", "ucs4le", "ucs4be", "iso10646ucs4":
            self = .utf32
        default: self = .named(Self.libraryName(of: folded) ?? name, declared: name)
        }
    }

    /// Bytes of a name that is looked at.
    static let nameBytesMax = 40

    /// What messages call it.
    var title: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .utf16: "UTF-16"
        case .utf32: "UTF-32"
        case .named(_, let declared): declared
        }
    }

    /// Whether text in `other` can be meant where this is declared.
    func allows(_ other: TextEncoding) -> Bool {
        switch (self, other) {
        case (.named(let name, _), .named(let otherName, _)):
            name.uppercased() == otherName.uppercased()
        case (.utf16, .utf16LittleEndian), (.utf16, .utf16BigEndian): true
        default: self == other
        }
    }

    /// One name of the C library for all spellings of an encoding in wide use, some of which it
    /// does not know: `latin-1`, `win1252`. A bare `ANSI` names no code page.
    private static func libraryName(of folded: String) -> String? {
        let prefixes = [
            ("windows", "CP"), ("win", "CP"), ("xcp", "CP"), ("cp", "CP"), ("ibm", "IBM"),
            ("iso8859", "ISO-8859-"),
        ]
        for (prefix, known) in prefixes where folded.hasPrefix(prefix) {
            let rest = folded.dropFirst(prefix.count)
            if !rest.isEmpty, rest.allSatisfy(\.isNumber) { return known + rest }
        }
        return [
            "latin1": "ISO-8859-1", "latin2": "ISO-8859-2", "latin5": "ISO-8859-9",
            "latin9": "ISO-8859-15", "xmacroman": "MACINTOSH", "macroman": "MACINTOSH",
            "xsjis": "SHIFT_JIS",
            "shiftjis": "SHIFT_JIS", "windows31j": "CP932", "gbk": "GBK", "big5": "BIG5",
        ][folded]
    }
}
