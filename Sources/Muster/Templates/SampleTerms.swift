import Provisioning

/// How a feed says things: the names that its profile gives the columns, and how it writes values.
struct SampleTerms {
    /// A column under the feed's name.
    struct Name: Equatable {
        var column: String
        var name: String
        /// Whether the profile gives it, and not Muster.
        var isOwn: Bool
        /// Whether it says the opposite of the column: `suspended` for `enabled`.
        var isInverted: Bool
    }

    let profile: FeedProfile

    init(_ profile: FeedProfile) { self.profile = profile }

    /// The columns of the sample and those that the profile names, in order; without those that a
    /// feed has no name for that `isUsable`.
    func names(where isUsable: (String) -> Bool = { !$0.isEmpty }) -> [Name] {
        let others = profile.columns.sorted { $0.key < $1.key }.map(\.value)
            .filter { !SampleFeed.columns.contains($0) }
        var columns = SampleFeed.columns
        for column in others where !columns.contains(column) { columns.append(column) }
        return columns.compactMap { name(of: $0, where: isUsable) }
    }

    private func name(of column: String, where isUsable: (String) -> Bool) -> Name? {
        let own = profile.columns.filter { $0.value == column }.map(\.key).sorted()
        if let name = own.first(where: isUsable) {
            return Name(
                column: column, name: name, isOwn: true, isInverted: isInverted(name, column))
        }
        // What means something else in this feed, or nothing, cannot name the column.
        let taken = Set(
            (profile.columns.keys + profile.ignoredColumns).map { HeaderName.fold($0) })
        let candidates = [column] + aliases(of: column)
        let name = candidates.first { isUsable($0) && !taken.contains(HeaderName.fold($0)) }
        return name.map { Name(column: column, name: $0, isOwn: false, isInverted: false) }
    }

    /// Whether a reader of the feed takes what stands under a name for the opposite.
    private func isInverted(_ name: String, _ column: String) -> Bool {
        let header = HeaderName(name)
        let key = HeaderName.fold(
            header.name.hasPrefix("@") ? String(header.name.dropFirst()) : header.name)
        let line = ColumnAliasTable.all.first { $0.target.name == column }
        let hit = line?.aliases.first { $0.matches(key) }
        return hit?.reading == .inverted || header.foldedLabel.hasPrefix("blocksignin")
    }

    private func aliases(of column: String) -> [String] {
        let line = ColumnAliasTable.all.first { $0.target.name == column }
        return line?.aliases.filter { $0.reading == .plain && !$0.isNumbered }.map(\.spelling) ?? []
    }

    /// The value that the sample has for a column; nil: none.
    func value(of name: Name, in row: [String: String]) -> SampleValue? {
        let column = name.column
        guard let written = row[column], !written.isEmpty else { return nil }
        if let pattern = profile.dateFormats[column], let format = DateFormat(pattern) {
            return .text(SampleDate.text(written, as: format))
        }
        switch UserColumn(name: column) {
        case .groups, .apps: return .list(written.split(separator: ";").map(String.init))
        case .enabled, .sendMail: return truth((written == "true") != name.isInverted)
        case .deviceLimit: return UInt64(written).map { .number($0) } ?? .text(written)
        default: return .text(written)
        }
    }

    /// The feed's own word, where it has one.
    private func truth(_ isTrue: Bool) -> SampleValue {
        let words = isTrue ? profile.trueWords : profile.falseWords
        return words.first.map { .text($0.text) } ?? .truth(isTrue)
    }

    /// A value as one text: a cell, or an attribute of an element.
    func text(_ value: SampleValue) -> String {
        switch value {
        case .text(let text): return text
        case .truth(let isTrue): return isTrue ? "true" : "false"
        case .number(let number): return String(number)
        case .list(let items):
            let separator = profile.listSeparators.first ?? UInt8(ascii: ";")
            return items.joined(separator: String(UnicodeScalar(separator)))
        }
    }
}
