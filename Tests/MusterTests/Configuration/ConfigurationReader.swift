import Muster
import Provisioning

/// Reads configuration text the way the tests need it.
enum ConfigurationReader {
    static func read(_ text: String) throws -> MusterConfiguration {
        try MusterConfiguration.read(Array(text.utf8), fileName: "muster.yaml")
    }

    /// What a text is refused for; nil if it is not.
    static func halt(_ text: String) -> RunHalt? { halt(Array(text.utf8)) }

    static func halt(_ bytes: [UInt8]) -> RunHalt? {
        do throws(RunHalt) {
            _ = try MusterConfiguration.read(bytes, fileName: "muster.yaml")
            return nil
        } catch {
            return error
        }
    }

    /// The profile of the feed `hr` whose keys are `lines`.
    static func profile(_ lines: String) throws -> FeedProfile {
        let body = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        return try read("feeds:\n  hr:\n\(body)").profile(of: "hr")
    }
}
