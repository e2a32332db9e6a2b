import Yams

/// A value of the configuration file, with its place.
///
/// Wraps the parser's node as it is needed, never a whole tree at once: references (`*name`) can
/// make a short file stand for an endless one.
struct ConfigurationNode {
    /// What a value is, by its form alone; what it should be is its key's business.
    enum Content {
        /// Plain or quoted text.
        case scalar(String)
        case list([ConfigurationNode])
        case section([(key: ConfigurationNode, value: ConfigurationNode)])
        /// Nothing, `~` or `null`.
        case nothing
    }

    private let node: Node
    /// Where the value begins.
    let position: ConfigurationPosition

    init(_ node: Node) {
        self.node = node
        position = ConfigurationPosition(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    var content: Content {
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && Self.nothings.contains(scalar.string)
            return isNothing ? .nothing : .scalar(scalar.string)
        case .sequence(let sequence): return .list(sequence.map(ConfigurationNode.init))
        case .mapping(let mapping):
            return .section(
                mapping.map { (ConfigurationNode($0.key), ConfigurationNode($0.value)) })
        case .alias: return .nothing
        }
    }

    /// The text of a scalar; nil for anything else.
    var text: String? { if case .scalar(let text) = content { text } else { nil } }

    /// What the value is, as messages say it.
    var kind: String {
        switch content {
        case .scalar: "a single value"
        case .list: "a list"
        case .section: "a section"
        case .nothing: "nothing"
        }
    }

    private static let nothings: Set<String> = ["", "~", "null", "Null", "NULL"]
}
