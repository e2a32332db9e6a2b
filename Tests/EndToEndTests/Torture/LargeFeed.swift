/// A feed of many users, with the mistakes of feeds in it, in any format that Muster reads.
struct LargeFeed: Hashable {
    enum Format: String, CaseIterable {
        case csv, xml, jsonl
    }

    var users: Int
    var format = Format.csv
    /// The second night changes one user in ten, brings newcomers, and misses some.
    var isSecondNight = false
    /// Without records that are rejected.
    var isClean = false
    /// With records whose secrets are shown once.
    var hasSecrets = false

    private static let columns = [
        "action", "username", "email", "first_name", "external_id", "department", "groups",
        "device_limit", "second_factor", "count",
    ]

    /// Whether the second night's file misses a user: one and a half per cent.
    private static func isMissing(_ number: Int) -> Bool { number % 67 == 3 }

    var text: String {
        var text = head
        text.reserveCapacity(users * (format == .csv ? 90 : 260))
        for number in 0..<users {
            if isSecondNight, Self.isMissing(number) { continue }
            append(described(number), to: &text)
            if !isClean, number % 500 == 8 {
                append(["", "user\(number)", "again\(number)@example.com"], to: &text)
            }
            if hasSecrets { appendSecrets(number, to: &text) }
            if number % 400 == 9 { append(["disable", "user\(number)"], to: &text) }
        }
        guard isSecondNight else { return text + foot }
        for number in users..<users + users / 40 { append(described(number), to: &text) }
        return text + foot
    }

    /// A user as the file describes them.
    private func described(_ number: Int) -> [String] {
        let digits = "\(number)"
        let isWrong = !isClean && number % 61 == 0
        let hasMoved = isSecondNight && number % 10 == 7
        return [
            "", "user" + digits, isWrong ? "nonsense" : "u" + digits + "@example.com",
            "Name " + digits, "E" + digits, hasMoved ? "Support" : "Sales",
            "group\(number % 37)", "\(number % 90 + 1)",
        ]
    }

    /// Few of them need a slow hash.
    private func appendSecrets(_ number: Int, to text: inout String) {
        if number % 500 == 30 {
            append(
                ["enrol-second-factor", "user\(number)", "", "", "", "", "", "", "totp"],
                to: &text)
        }
        if number % 10_000 == 7_000 {
            append(
                ["generate-backup-code", "user\(number)", "", "", "", "", "", "", "", "2"],
                to: &text)
        }
    }

    private var head: String {
        switch format {
        case .csv: Self.columns.joined(separator: ",") + "\n"
        case .xml: "<users>\n"
        case .jsonl: ""
        }
    }

    private var foot: String { format == .xml ? "</users>\n" : "" }

    private func append(_ cells: [String], to text: inout String) {
        switch format {
        case .csv:
            text += cells.joined(separator: ",")
            for _ in cells.count..<Self.columns.count { text += "," }
            text += "\n"
        case .xml:
            text += cells[0].isEmpty ? "<user>" : "<user action=\"" + cells[0] + "\">"
            for (index, cell) in cells.enumerated() where index > 0 && !cell.isEmpty {
                let column = Self.columns[index]
                let value = column == "groups" ? "<group>" + cell + "</group>" : cell
                text += "<" + column + ">" + value + "</" + column + ">"
            }
            text += "</user>\n"
        case .jsonl:
            var separator = "{\""
            for (index, cell) in cells.enumerated() where !cell.isEmpty {
                text += separator + Self.columns[index] + "\":\"" + cell + "\""
                separator = ",\""
            }
            text += "}\n"
        }
    }
}
