import Provisioning

extension FeedProfile {
    /// Which rows of a CSV file are no people.
    static var rowKeys: [ConfigurationKey<FeedProfile>] {
        [
            .value(
                "rows_before_header", .number(0...100), into: \.rowsBeforeHeader, initial: "0",
                "Rows above the header that are not part of it, such as a version row"),
            .value(
                "rows_after_header", .number(0...100), into: \.rowsAfterHeader, initial: "0",
                "Rows below the header that are not people, such as an example row"),
            .list(
                "skip_rows", of: .cell("the text of a cell"), into: \.skippedRows, initial: "[]",
                "Texts of a first cell by which a row is skipped, such as Total"),
            .value(
                "skip_repeated_headers", .toggle, into: \.skipsRepeatedHeaders, initial: "off",
                "Whether rows that repeat the header are skipped, as files that were joined have "
                    + "them"),
            .value(
                "skip_blank_rows", .toggle, into: \.skipsBlankRows, initial: "off",
                "Whether rows of empty cells are skipped, as spreadsheets leave them below a table"),
            .section(
                "trailer", "The row that must end a file, with the number of its rows",
                trailerKeys),
        ]
    }

    private static var trailerKeys: [ConfigurationKey<FeedProfile>] {
        [
            .custom(
                "mark", initial: "none", "Text of its first cell; none: a file needs no trailer"
            ) {
                let form = ValueForm<ByteString>.cell("the text of a cell").optional("none")
                guard let mark = form.read($0, $1, $2) else { return }
                $3.trailer = mark.map { TrailerRule(mark: $0) }
            },
            .custom("count_field", initial: "2", "Number of its cell with the count, from 1") {
                guard let field = ValueForm<Int>.number(2...16_384).read($0, $1, $2),
                    $2.hasMark(beside: $1, at: $0)
                else { return }
                $3.trailer?.countField = field
            },
            .custom(
                "includes", initial: "[]",
                "What is counted beside the records: rows_before_header, header, "
                    + "rows_after_header, skipped, trailer"
            ) {
                guard let counted = ValueForm<TrailerRule.Counted>.word.readList($0, $1, $2),
                    $2.hasMark(beside: $1, at: $0)
                else { return }
                $3.trailer?.includes = Set(counted)
            },
        ]
    }
}

extension ConfigurationReading {
    /// Whether a trailer's mark is given; reports the key at `path` if not, because a safeguard
    /// that is asked for must not be passed over.
    fileprivate func hasMark(beside path: String, at node: ConfigurationNode) -> Bool {
        let section = path.split(separator: ".").dropLast().joined(separator: ".")
        if has("\(section).mark") { return true }
        reportValue(
            of: path, at: node, "needs \(section).mark, the text of the trailer's first cell")
        return false
    }
}

extension ValueForm where Value == ByteString {
    /// Text that a cell is compared with, without blanks around it. It is not blank: every row
    /// that begins with an empty cell would have it.
    static func cell(_ allowed: String) -> ValueForm {
        ValueForm<String>.text(allowed).map { text in
            let inner = Array(text.utf8).withUnsafeBytes { ByteString(Blanks.trimmed($0)) }
            return inner.isEmpty ? nil : inner
        }
    }
}
