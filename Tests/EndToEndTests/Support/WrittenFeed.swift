/// A small feed of users with one value of interest each, in any format that Muster reads.
///
/// The values are bytes and need not be text: what a format must escape is escaped, everything
/// else stands as it is.
struct WrittenFeed {
    enum Format: String, CaseIterable, Sendable {
        case csv
        case jsonLines = "jsonl"
        case xml
    }

    /// The column of the values.
    var column: String
    var values: [[UInt8]]

    /// Usernames of the records are `u1`, `u2` and so on.
    func bytes(as format: Format) -> [UInt8] {
        let records = zip(1..., values).map { record(number: $0, value: $1, as: format) }
        switch format {
        case .csv: return Array("username,email,\(column)\n".utf8) + records.joined()
        case .jsonLines: return Array(records.joined())
        case .xml:
            return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users>\n".utf8)
                + records.joined() + Array("</users>\n".utf8)
        }
    }

    private func record(number: Int, value: [UInt8], as format: Format) -> [UInt8] {
        let name = "u\(number)"
        let email = "\(name)@example.com"
        switch format {
        case .csv:
            return Array("\(name),\(email),\"".utf8) + value.flatMap(Self.csv) + Array("\"\n".utf8)
        case .jsonLines:
            let start = #"{"username":"\#(name)","email":"\#(email)","\#(column)":""#
            return Array(start.utf8) + value.flatMap(Self.json) + Array("\"}\n".utf8)
        case .xml:
            let start = "<user><username>\(name)</username><email>\(email)</email><\(column)>"
            return Array(start.utf8) + value.flatMap(Self.xml)
                + Array("</\(column)></user>\n".utf8)
        }
    }

    private static func csv(_ byte: UInt8) -> [UInt8] { byte == 0x22 ? [0x22, 0x22] : [byte] }

    private static func json(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x22, 0x5C: return [0x5C, byte]
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        default: return [byte]
        }
    }

    private static func xml(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x26: Array("&amp;".utf8)
        case 0x3C: Array("&lt;".utf8)
        case 0x3E: Array("&gt;".utf8)
        case 0x0D: Array("&#13;".utf8)
        default: [byte]
        }
    }
}
