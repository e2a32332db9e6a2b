import Provisioning

extension FeedProfile {
    /// How values are written, and where missing ones come from.
    static var valueKeys: [ConfigurationKey<FeedProfile>] {
        [
            .value(
                "calling_code", callingCode.optional("none"), into: \.defaultCallingCode,
                initial: "none", "Country's code for phones without one, such as 44"),
            .value(
                "calling_code_from_country", .toggle, into: \.callingCodeFromCountry,
                initial: "off", "Whether the column country gives the code of such phones"),
            .list(
                "yes_words", of: .cell("a word"), into: \.trueWords, initial: "[]",
                "Words that mean yes beside true, yes, 1 and the like, such as A for active"),
            .list(
                "no_words", of: .cell("a word"), into: \.falseWords, initial: "[]",
                "Words that mean no beside false, no, 0 and the like, such as T for terminated"),
            .custom(
                "list_separator", initial: "default",
                "Character between the names in groups and apps; default: ; and |"
            ) {
                guard let separator = listSeparator.optional("default").read($0, $1, $2) else {
                    return
                }
                $3.listSeparators = separator.map { [$0] } ?? FeedProfile().listSeparators
            },
            .custom(
                "dates", initial: "{}",
                "Format by column where dates are not ISO 8601, such as {start_date: DD/MM/YYYY}",
                read: readDates),
            .value(
                "bad_optional_value", .word, into: \.badOptionalValue, initial: "reject",
                "What a wrong value in an optional column does: reject the record, or drop the "
                    + "value with a warning"),
            .custom(
                "derive", initial: "{}",
                "Values that the file does not have, by column, such as "
                    + "{email: \"{username}@corp.example\"}", read: readDerivations),
            .value(
                "derived_collision", .word, into: \.derivedCollision, initial: "number",
                "What becomes of a derived username that is taken: number it, or reject the "
                    + "record"),
        ]
    }

    private static var callingCode: ValueForm<String> {
        ValueForm(allowed: "a country's calling code such as 44") { text in
            let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
            let isCode =
                (1...3).contains(digits.utf8.count) && !digits.hasPrefix("0")
                && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isCode ? digits : nil
        }
    }

    /// Letters and digits stand in names, signs in front of them, and quotes around cells.
    private static var listSeparator: ValueForm<UInt8> {
        ValueForm(allowed: "one character such as \",\" that is no letter, digit, sign or quote") {
            text in
            guard let byte = text.utf8.first, text.utf8.count == 1 else { return nil }
            switch byte {
            case 0x20, 0x21, 0x23...0x26, 0x28...0x2A, 0x2C, 0x2E, 0x2F, 0x3A...0x40, 0x5B,
                0x5D...0x5F, 0x7B...0x7E:
                return byte
            default: return nil
            }
        }
    }

    private static var dateFormat: ValueForm<String> {
        .text(
            "YYYY, MM and DD in their order, such as DD/MM/YYYY, DD-MON-YY or YYYYMMDD, or "
                + "epoch-s or epoch-ms"
        ) { DateFormat($0) != nil }
    }

    private static func readDates(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        _ profile: inout FeedProfile
    ) {
        let columns = ValueForm<String>.word(
            [UserColumn.startDate, .endDate, .passwordExpires].map { ($0.name, $0.name) })
        guard let entries = NamedEntries.read(node, path, reading, of: columns) else { return }
        for (column, value) in entries {
            profile.dateFormats[column] = dateFormat.read(value, "\(path).\(column)", reading)
        }
    }

    private static func readDerivations(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        _ profile: inout FeedProfile
    ) {
        guard let entries = NamedEntries.read(node, path, reading, of: ColumnName.derivable) else {
            return
        }
        for (target, value) in entries {
            var derivation = Derivation(target: target)
            derivation.read(value, "\(path).\(target.name)", reading)
            profile.derivations[target.name] = derivation.template
            if derivation.isAlways { profile.derivedAlways.insert(target.name) }
        }
    }
}
