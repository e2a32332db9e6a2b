/// What messages call a feed's file.
package enum FeedLabel {
    /// The last part of a path; `standard input` for `-`.
    package static func text(of file: String) -> String {
        guard file != "-" else { return "standard input" }
        return String(file.split(separator: "/").last ?? "feed")
    }
}
