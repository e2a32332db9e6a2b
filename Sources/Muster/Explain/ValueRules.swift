import Provisioning

/// Says which rule made a value of a cell.
struct ValueRules {
    let profile: FeedProfile

    /// What happened to a cell on its way to `value`.
    func note(
        _ target: ColumnTarget, _ reading: CellReading, _ cell: String, _ value: String,
        compared: String?
    ) -> String {
        var parts: [String] = []
        if value == cell {
            parts.append("as written")
        } else if value == trimmed(cell) {
            parts.append("blanks at its ends taken off")
        } else {
            parts.append(rule(target, reading))
        }
        if let compared, compared != value {
            let rule =
                target == .column(.email)
                ? "lower case, domain in its ASCII form" : "UsernameCaseMapped of RFC 8265"
            parts.append("compared as \"\(MessageText.quoted(compared))\" (\(rule))")
        }
        return parts.joined(separator: "; ")
    }

    private func rule(_ target: ColumnTarget, _ reading: CellReading) -> String {
        guard case .column(let column) = target else { return "made text" }
        switch column {
        case .phone:
            if profile.callingCodeFromCountry {
                return "made E.164, with the calling code of the record's country"
            }
            let code = profile.defaultCallingCode.map { ", calling code \($0) where it has none" }
            return "made E.164\(code ?? "")"
        case .startDate, .endDate, .passwordExpires:
            let format = profile.dateFormats[column.name]
            return "a date\(format.map { " written as \($0)" } ?? ""), made ISO 8601"
        case .enabled, .sendMail:
            return reading == .inverted
                ? "a yes or no that says the opposite, turned round" : "a yes or no"
        case .country: return "a country, made its two letters (ISO 3166)"
        case .language: return "a language tag in its usual spelling (BCP 47)"
        case .timezone: return "a time zone in its usual spelling"
        case .secondFactor: return "the word for the method"
        case .username, .email, .alternateEmail: return "cleaned of what nobody sees"
        case .deviceLimit, .count: return "a number in plain digits"
        case .groups, .apps: return "a list, joined from several values"
        case .action: return "the word for the action"
        default: return "made its normal form"
        }
    }

    private func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
