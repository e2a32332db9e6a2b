package import ResultReporting

/// How a command sets off parts of its text; whoever prints decides whether in colour.
package typealias CommandStyle = TextStyle

/// The form of what a command prints.
package enum CommandFormat: String, CaseIterable, Sendable {
    /// For people.
    case text
    /// One object, or one array of objects.
    case json
}
