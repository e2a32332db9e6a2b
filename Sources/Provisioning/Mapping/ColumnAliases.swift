/// What a header stands for: a column of Muster, or a custom attribute.
package enum ColumnTarget: Hashable, Sendable {
    case column(UserColumn)
    /// A custom attribute, without its `attr.` prefix.
    case attribute(String)

    /// The name in feeds, such as `email` or `attr.costCenter`.
    package var name: String {
        switch self {
        case .column(let column): column.name
        case .attribute(let name): "attr.\(name)"
        }
    }

    /// The target called `name`, spelled exactly; nil where there is none.
    package init?(name: String) {
        if let column = UserColumn(name: name) {
            self = .column(column)
        } else if name.hasPrefix("attr."), name.count > 5 {
            self = .attribute(String(name.dropFirst(5)))
        } else {
            return nil
        }
    }
}

/// How a cell under an alias is to be read.
package enum CellReading: UInt8, Sendable {
    case plain
    /// A boolean that says the opposite of its column: `suspended` for `enabled`.
    case inverted
    /// A boolean whose yes is the second factor `none`, and whose no says nothing.
    case exemption
}

/// One name under which other systems know a column.
package struct ColumnAlias: Equatable, Sendable {
    /// The name, folded as headers are.
    package let folded: String
    /// As people write it, for messages and documents.
    package let spelling: String
    /// Whether a number follows, and all such headers together give the value: `cohort1`,
    /// `cohort2`; or the same header may come several times.
    package let isRepeatable: Bool
    /// Whether a number must follow.
    package let isNumbered: Bool
    package let reading: CellReading

    /// Reads the notation of the table: `!name` inverted, `?name` an exemption, `name#` numbered,
    /// `name*` repeatable.
    init(_ notation: String) {
        var text = Substring(notation)
        switch text.first {
        case "!": reading = .inverted
        case "?": reading = .exemption
        default: reading = .plain
        }
        if reading != .plain { text = text.dropFirst() }
        isNumbered = text.last == "#" && text.dropLast().last?.isLetter == true
        isRepeatable = isNumbered || text.last == "*"
        if isRepeatable { text = text.dropLast() }
        spelling = String(text)
        folded = HeaderName.fold(spelling)
    }

    /// Whether a folded header is this alias.
    package func matches(_ header: String) -> Bool {
        guard isNumbered else { return header == folded }
        guard header.hasPrefix(folded), header.utf8.count > folded.utf8.count else { return false }
        return header.utf8.dropFirst(folded.utf8.count).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}

/// The aliases of one target, in order of precedence.
package struct ColumnAliases: Equatable, Sendable {
    package let target: ColumnTarget
    package let aliases: [ColumnAlias]

    /// The name in Muster's own spelling, which goes before every alias.
    package var ownName: String {
        switch target {
        case .column(let column): column.name
        case .attribute(let name): name
        }
    }

    init(_ column: UserColumn, _ names: [String]) {
        target = .column(column)
        aliases = names.map(ColumnAlias.init)
    }

    init(attribute: String, _ names: [String]) {
        target = .attribute(attribute)
        aliases = names.map(ColumnAlias.init)
    }
}
