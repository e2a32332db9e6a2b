import Foundation

/// A JSON text as a value.
enum JSONText: Decodable {
    case null, truth(Bool), number(Double), text(String)
    case array([JSONText]), object([String: JSONText])

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let truth = try? box.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? box.decode(Double.self) {
            self = .number(number)
        } else if let text = try? box.decode(String.self) {
            self = .text(text)
        } else if let array = try? box.decode([JSONText].self) {
            self = .array(array)
        } else {
            self = .object(try box.decode([String: JSONText].self))
        }
    }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    /// Its type in the words of `docs/json-output.md`.
    var type: String {
        switch self {
        case .null: "null"
        case .truth: "truth"
        case .number: "number"
        case .text: "text"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// What `docs/json-output.md` says about the output of each command.
struct DocumentedShapes {
    /// A member, an element, or the whole.
    final class Shape {
        var types: Set<String> = []
        var members: [String: Shape] = [:]
        /// Members whose names are data.
        var any: Shape?
        var element: Shape?

        func at(_ path: Substring) -> Shape {
            guard !path.isEmpty else { return self }
            if path.hasPrefix("[]") {
                let next = element ?? Shape()
                element = next
                return next.at(path.dropFirst(2))
            }
            let name = path.drop { $0 == "." }.prefix { $0 != "." && $0 != "[" }
            let rest = path.drop { $0 == "." }.dropFirst(name.count)
            if name == "*" {
                let next = any ?? Shape()
                any = next
                return next.at(rest)
            }
            let next = members[String(name)] ?? Shape()
            members[String(name)] = next
            return next.at(rest)
        }
    }

    /// The section of a command: `array`, `object`, or nil where it prints no report.
    struct Section {
        var form: String?
        var shape = Shape()
        /// The section that has the table.
        var reference: String?
        var hasTable = false
    }

    private var sections: [String: Section] = [:]

    var titles: [String] { sections.keys.sorted() }

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/json-output.md"), encoding: .utf8)
        for part in text.components(separatedBy: "\n## ").dropFirst() {
            let lines = part.components(separatedBy: "\n")
            sections[lines[0]] = Self.section(Array(lines.dropFirst()))
        }
    }

    private static func section(_ lines: [String]) -> Section {
        var section = Section()
        let prose = lines.filter { !$0.hasPrefix("|") }.joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
        if prose.hasPrefix("One array") { section.form = "array" }
        if prose.hasPrefix("One object") { section.form = "object" }
        for line in lines where line.hasPrefix("| `") {
            let cells = line.components(separatedBy: " | ")
            guard cells.count == 3 else { continue }
            section.hasTable = true
            let types = cells[1].replacing(", ", with: " or ").components(separatedBy: " or ")
            for name in cells[0].matches(of: /`([^`]+)`/).map(\.output.1) {
                section.shape.at(name).types.formUnion(types)
            }
        }
        section.reference = prose.firstMatch(of: /\[(muster [^\]]+)\]\(#/).map {
            String($0.output.1)
        }
        return section
    }

    /// What is documented for a command; nil: it has no section.
    func section(of command: String) -> Section? {
        guard var section = sections[command] else { return nil }
        if !section.hasTable, let reference = section.reference, let other = sections[reference] {
            section.shape = other.shape
        }
        return section
    }

    /// How an output differs from its documented shape, a sentence for each difference.
    static func differences(_ value: JSONText, _ shape: Shape, at place: String) -> [String] {
        switch value {
        case .array(let elements):
            guard let element = shape.element else {
                return elements.isEmpty ? [] : ["\(place)[] has no line"]
            }
            return elements.flatMap { Self.check($0, element, at: "\(place)[]") }
        case .object(let members):
            if shape.types.contains("any") { return [] }
            var found: [String] = []
            for (name, member) in members {
                if let known = shape.members[name] ?? shape.any {
                    found += check(member, known, at: "\(place).\(name)")
                } else {
                    found.append("\(place).\(name) has no line")
                }
            }
            for (name, known) in shape.members
            where members[name] == nil && !known.types.contains("absent") {
                found.append("\(place).\(name) is not there")
            }
            return found
        default: return []
        }
    }

    private static func check(_ value: JSONText, _ shape: Shape, at place: String) -> [String] {
        let isKnown =
            shape.types.contains(value.type) || shape.types.contains("any")
            // The lines of an element's members say that it is an object.
            || (shape.types.isEmpty && value.type == "object" && !shape.members.isEmpty)
        guard isKnown else { return ["\(place) is \(value.type)"] }
        return shape.types.contains("any") ? [] : differences(value, shape, at: place)
    }
}
