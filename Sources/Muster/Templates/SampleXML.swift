import Provisioning

/// The sample as XML: an element a row, below the elements that the profile's record path names.
struct SampleXML {
    /// The member of an element that is its text.
    private static let content = "#text"
    private let terms: SampleTerms
    private let path: [String]

    init(_ terms: SampleTerms) {
        self.terms = terms
        let own = terms.profile.recordPath
        path = own.isEmpty ? ["users", "user"] : own
    }

    var text: String {
        var text = terms.profile.encoding == nil ? "" : "\u{FEFF}"
        text += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let parents = path.dropLast()
        for (level, parent) in parents.enumerated() { text += "\(Self.indent(level))<\(parent)>\n" }
        let names = terms.names(where: Self.isPath)
        // A root that is a record itself has no others beside it.
        for row in SampleFeed.rows.prefix(parents.isEmpty ? 1 : .max) {
            append(record(row, names), as: path.last ?? "user", level: parents.count, to: &text)
        }
        for (level, parent) in parents.enumerated().reversed() {
            text += "\(Self.indent(level))</\(parent)>\n"
        }
        return text
    }

    // MARK: Places

    private func record(_ row: [String: String], _ names: [SampleTerms.Name]) -> SampleTree {
        var record = SampleTree.empty
        for name in names {
            guard let value = terms.value(of: name, in: row) else { continue }
            var steps = Self.steps(name)
            let isAttribute =
                if case .member(let last)? = steps.last { last.hasPrefix("@") } else { false }
            if !isAttribute { steps.append(.member(Self.content)) }
            _ = record.put(value, at: steps)
        }
        return record
    }

    /// Where a column stands: by the profile's name, or in the dialect that needs no profile.
    private static func steps(_ name: SampleTerms.Name) -> [SamplePath.Step] {
        guard !name.isOwn else { return SamplePath.steps(name.name) }
        if case .attribute(let attribute)? = ColumnTarget(name: name.name) {
            return [
                .member("attributes"), .member("attribute"),
                .choice(key: "@name", value: attribute),
            ]
        }
        switch name.name {
        case UserColumn.action.name: return [.member("@action")]
        case UserColumn.groups.name: return [.member("groups"), .member("group")]
        default: return SamplePath.steps(name.name)
        }
    }

    /// Whether a name is a path of elements, with an attribute at most at its end.
    private static func isPath(_ name: String) -> Bool {
        if name.hasPrefix("attr.") { return true }
        let steps = SamplePath.steps(name)
        return steps.enumerated().allSatisfy { index, step in
            guard case .member(let member) = step else { return false }
            let isLast = index == steps.count - 1
            return isName(isLast && member.hasPrefix("@") ? member.dropFirst() : member[...])
        }
    }

    /// Whether a text is a name of XML (XML 1.0, section 2.3) in letters of any script, digits and
    /// `-`, `_`.
    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLetter || first == "_" else { return false }
        return text.allSatisfy {
            $0.isLetter || $0.isWholeNumber && $0.isASCII || $0 == "-" || $0 == "_"
        }
    }

    // MARK: Writing

    private func append(_ tree: SampleTree, as name: String, level: Int, to text: inout String) {
        switch tree {
        case .array(let elements):
            for element in elements { append(element, as: name, level: level, to: &text) }
        case .value(let value):
            append(
                .object([.init(name: Self.content, tree: .value(value))]), as: name,
                level: level, to: &text)
        case .object(let members):
            appendElement(members, as: name, level: level, to: &text)
        }
    }

    private func appendElement(
        _ members: [SampleTree.Member], as name: String, level: Int, to text: inout String
    ) {
        let indent = Self.indent(level)
        let tag = "\(indent)<\(name)\(attributes(members))"
        let children = members.filter { !$0.name.hasPrefix("@") && $0.name != Self.content }
        if !children.isEmpty {
            text += "\(tag)>\n"
            for child in children {
                append(child.tree, as: child.name, level: level + 1, to: &text)
            }
            text += "\(indent)</\(name)>\n"
        } else if let content = members.first(where: { $0.name == Self.content }),
            case .value(let value) = content.tree
        {
            for item in items(value) { text += "\(tag)>\(Self.escaped(item))</\(name)>\n" }
        } else {
            text += "\(tag)/>\n"
        }
    }

    private func items(_ value: SampleValue) -> [String] {
        if case .list(let items) = value { items } else { [terms.text(value)] }
    }

    private func attributes(_ members: [SampleTree.Member]) -> String {
        members.filter { $0.name.hasPrefix("@") }.map { member in
            guard case .value(let value) = member.tree else { return "" }
            return " \(member.name.dropFirst())=\"\(Self.escaped(terms.text(value)))\""
        }.joined()
    }

    private static func indent(_ level: Int) -> String { String(repeating: "  ", count: level) }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
