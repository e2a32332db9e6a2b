import Foundation

/// A crowd of made-up users with the mistakes that feeds have, in each format that Muster reads.
struct Population {
    /// What a record says about one column.
    enum Cell: Equatable {
        case text(String)
        case list([String])
        case clear
    }

    static let columns = [
        "action", "username", "email", "first_name", "last_name", "phone", "groups",
        "device_limit", "second_factor", "department", "external_id", "enabled",
        "attr.costCenter",
    ]

    /// Cells by column; a column that is missing says nothing.
    let records: [[String: Cell]]

    init(count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        records = (0..<count).map { Self.record($0, of: count, &random) }
    }

    private static func record(
        _ index: Int, of count: Int, _ random: inout SeededRandom
    ) -> [String: Cell] {
        let first =
            ["Ada", "Zoë", "José", "Łucja", "美咲", "O'Neil", "Anna \"A\""]
            .randomElement(using: &random) ?? ""
        let last =
            ["Lovelace", "Núñez", "Smith, Jr.", "d'Arc & Söhne", "<Tag>", "a;b"]
            .randomElement(using: &random) ?? ""
        var record: [String: Cell] = [
            "username": .text("user\(index)"), "email": .text("user\(index)@example.com"),
            "first_name": .text(first), "last_name": .text(last),
            "external_id": .text("W-\(String(index, radix: 36))"),
        ]
        func often(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        if often(50) { record["action"] = .text("add") }
        if often(60) { record["phone"] = .text("+44207946\(1000 + index % 9000)") }
        if often(70) {
            record["groups"] = .list(["staff", "team \(index % 40)"].shuffled(using: &random))
        }
        if often(30) { record["device_limit"] = .text("\(1 + index % 5)") }
        if often(30) { record["second_factor"] = .text(often(50) ? "otp-email" : "totp") }
        if often(40) { record["department"] = .text("Abteilung \(index % 12)") }
        if often(20) { record["enabled"] = .text(often(90) ? "true" : "false") }
        if often(20) { record["attr.costCenter"] = .text("00\(index % 70)") }
        if often(2) { record["department"] = .clear }
        // What feeds get wrong.
        if often(1) { record["email"] = .text("user\(index)@@example.com") }
        if often(1) { record["username"] = .text("USER\(index / 2)") }
        if often(1) { record["device_limit"] = .text("900") }
        if often(1) { record["phone"] = .text("12") }
        if often(1) { record["action"] = .text("explode") }
        if often(1) { record["username"] = nil }
        return record
    }

    // MARK: Formats

    func csv(lineEnd: String = "\n") -> String {
        let header = Self.columns.joined(separator: ",")
        let rows = records.map { record in
            Self.columns.map { column in
                let text =
                    switch record[column] {
                    case .text(let text)?: text
                    case .list(let names)?: names.joined(separator: ";")
                    case .clear?: "(clear)"
                    case nil: ""
                    }
                return "\"" + text.replacing("\"", with: "\"\"") + "\""
            }.joined(separator: ",")
        }
        return ([header] + rows).map { $0 + lineEnd }.joined()
    }

    /// Numbers, booleans and lists in their own types, and keys in no fixed order.
    func jsonLines(lineEnd: String = "\n") throws -> String {
        try records.map { record in
            var object: [String: Any] = [:]
            for (column, cell) in record {
                switch (column, cell) {
                case (_, .clear): object[column] = NSNull()
                case (_, .list(let names)): object[column] = names
                case ("device_limit", .text(let text)): object[column] = Int(text) ?? 0
                case ("enabled", .text(let text)): object[column] = text == "true"
                case (_, .text(let text)): object[column] = text
                }
            }
            let data = try JSONSerialization.data(withJSONObject: object)
            return String(decoding: data, as: UTF8.self) + lineEnd
        }.joined()
    }

    /// The default dialect, with the action as an attribute.
    func xml(lineEnd: String = "\n", encoding: String = "UTF-8") -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>",
            "<users xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
        ]
        for record in records {
            if case .text(let action)? = record["action"] {
                lines.append("  <user action=\"\(action)\">")
            } else {
                lines.append("  <user>")
            }
            for column in Self.columns.dropFirst() { lines += Self.element(column, record[column]) }
            lines.append("  </user>")
        }
        return (lines + ["</users>"]).map { $0 + lineEnd }.joined()
    }

    private static func element(_ column: String, _ cell: Cell?) -> [String] {
        let isAttribute = column.hasPrefix("attr.")
        let name = isAttribute ? "attribute name=\"\(column.dropFirst(5))\"" : column
        let end = isAttribute ? "attribute" : column
        let line: String
        switch cell {
        case nil: return []
        case .clear?: line = "<\(name) xsi:nil=\"true\"/>"
        case .text(let text)?: line = "<\(name)>\(escaped(text))</\(end)>"
        case .list(let names)?:
            line = "<groups>" + names.map { "<group>\(escaped($0))</group>" }.joined() + "</groups>"
        }
        return ["    " + (isAttribute ? "<attributes>\(line)</attributes>" : line)]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
