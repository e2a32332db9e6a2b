import Mustache

/// One value; as a section it is its own context.
struct MailValue: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    let text: String
    let isHTML: Bool

    /// What `{{transform(name)}}` may be.
    static let transforms = ["uppercased", "lowercased"]

    var renderText: String { isHTML ? text.escapedForHTML : text }
    var isNull: Bool { false }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "uppercased": MailValue(text: text.uppercased(), isHTML: isHTML)
        case "lowercased": MailValue(text: text.lowercased(), isHTML: isHTML)
        default: nil
        }
    }
}

extension String {
    /// With a blank for each control character and line separator, and none at the ends.
    var onOneLine: String {
        var line = self
        let isPlain = line.withUTF8 { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
        if !isPlain {
            line.unicodeScalars = String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: " "
                    default: scalar
                    }
                })
        }
        guard line.utf8.first == 0x20 || line.utf8.last == 0x20 else { return line }
        let inner = line.utf8.drop { $0 == 0x20 }
        guard let last = inner.lastIndex(where: { $0 != 0x20 }) else { return "" }
        return String(line[inner.startIndex...last])
    }

    /// With entities for the characters that mean something in HTML.
    var escapedForHTML: String {
        guard utf8.contains(where: Self.isMarkup) else { return self }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count + 32)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
