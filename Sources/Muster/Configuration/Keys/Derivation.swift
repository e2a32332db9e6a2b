import Provisioning

/// A derived column as a profile describes it.
struct Derivation {
    let target: ColumnTarget
    /// Text with columns in braces: `{first_name:1}{last_name}`.
    var template: String?
    /// Whether it changes a user who exists, too.
    var isAlways = false

    static var keys: [ConfigurationKey<Derivation>] {
        [
            .custom(
                "value", initial: "\"{username}@corp.example\"", "The template",
                read: { $3.readTemplate($0, $1, $2) }),
            .value(
                "derive", .word([("create", false), ("always", true)]), into: \.isAlways,
                initial: "create", "Whether only new users get it, or a matched user too"),
        ]
    }

    /// Reads what stands behind the column's name: a template, or a section with more.
    mutating func read(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading
    ) {
        guard case .section = node.content else { return readTemplate(node, path, reading) }
        let faults = reading.faultCount
        ConfigurationSection(Self.keys).read(node, path, reading, into: &self)
        if template == nil, reading.faultCount == faults {
            reading.reportValue(of: path, at: node, "has no value")
        }
    }

    private mutating func readTemplate(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading
    ) {
        let form = ValueForm<String>.text("a template such as \"{first_name:1}{last_name}\"")
        guard let text = form.read(node, path, reading) else { return }
        do throws(RunHalt) {
            _ = try DerivationTemplate(text, for: target)
            template = text
        } catch {
            reading.reportValue(of: path, at: node, error.message)
        }
    }
}
