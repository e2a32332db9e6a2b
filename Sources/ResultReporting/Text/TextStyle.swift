/// How parts of a text for the terminal are set off; whoever prints decides whether in colour.
package struct TextStyle: Sendable {
    /// What is good.
    package var good: @Sendable (String) -> String
    /// What needs a look.
    package var caution: @Sendable (String) -> String
    /// What went wrong.
    package var bad: @Sendable (String) -> String
    /// What is read first.
    package var strong: @Sendable (String) -> String
    /// What is read last.
    package var faint: @Sendable (String) -> String

    /// Makes a style of five ways to set a part off.
    package init(
        good: @escaping @Sendable (String) -> String,
        caution: @escaping @Sendable (String) -> String,
        bad: @escaping @Sendable (String) -> String,
        strong: @escaping @Sendable (String) -> String,
        faint: @escaping @Sendable (String) -> String
    ) {
        self.good = good
        self.caution = caution
        self.bad = bad
        self.strong = strong
        self.faint = faint
    }

    /// Text as it is: for pipes, files and tests.
    package static let plain = TextStyle(
        good: { $0 }, caution: { $0 }, bad: { $0 }, strong: { $0 }, faint: { $0 })
}
