import Mustache

/// What a template comes to for every mail that has the same variables: text, and places for values.
///
/// A value escapes itself and stands on one line, so that nothing but its own place depends on what
/// it is; what a template shows or leaves out depends on whether it is there.
struct FlatText: Equatable, Sendable {
    private enum Piece: Equatable {
        case text(String)
        case value(MailVariable, transforms: [String])
    }

    private let pieces: [Piece]

    /// Finds the form by what `render` makes of marks; nil: the template's own words look like marks.
    init?(rendering render: (MarkedFields) -> String, of variables: Set<MailVariable>) {
        let forms = MarkedValue.edges.map { edge in
            Self(marked: render(MarkedFields(variables, edge: edge)), edge: edge)
        }
        // Words that look like marks do so with one kind of edge, and not with the other.
        guard let form = forms[0], form == forms[1] else { return nil }
        self = form
    }

    private init?(marked: String, edge: Unicode.Scalar) {
        var pieces: [Piece] = []
        let parts = marked.unicodeScalars.split(
            separator: edge, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index % 2 == 0 {
                if !part.isEmpty { pieces.append(.text(String(part))) }
                continue
            }
            let words = String(part).split(separator: " ").map(String.init)
            guard let variable = words.first.flatMap(MailVariable.init) else { return nil }
            let transforms = Array(words.dropFirst())
            guard transforms.allSatisfy(MailValue.transforms.contains) else { return nil }
            pieces.append(.value(variable, transforms: transforms))
        }
        guard parts.count % 2 == 1 else { return nil }
        self.pieces = pieces
    }

    /// The text with these values, which are there for the same variables.
    func filled(_ fields: MailFields) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let variable, let transforms):
                var value = fields.value(of: variable)
                for name in transforms { value = value?.transform(name) as? MailValue }
                text += value?.renderText ?? ""
            }
        }
        return text
    }
}

/// Marks in place of the values of one mail.
final class MarkedFields: MustacheParent, MustacheCustomRenderable {
    private let variables: Set<MailVariable>
    private let edge: Unicode.Scalar

    init(_ variables: Set<MailVariable>, edge: Unicode.Scalar) {
        self.variables = variables
        self.edge = edge
    }

    func child(named name: String) -> Any? {
        guard let variable = MailVariable(rawValue: name), variables.contains(variable) else {
            return nil
        }
        return MarkedValue(words: [variable.rawValue], edge: edge)
    }

    var renderText: String { "" }
    var isNull: Bool { false }
}

/// A mark: the name of a variable and of what is made of it, between two characters of private use.
struct MarkedValue: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    /// Two, to tell marks from what a template says.
    static let edges: [Unicode.Scalar] = ["\u{F8F0}", "\u{F8F1}"]

    let words: [String]
    let edge: Unicode.Scalar

    var renderText: String { "\(edge)\(words.joined(separator: " "))\(edge)" }
    var isNull: Bool { false }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        MailValue.transforms.contains(name) ? MarkedValue(words: words + [name], edge: edge) : nil
    }
}
