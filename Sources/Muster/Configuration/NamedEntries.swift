/// Sections whose keys the user chooses, such as names of feeds or headers of a file.
enum NamedEntries {
    /// The entries whose key has the given form, in file order; nil, with a fault reported, if
    /// the node is no section. An empty section has none.
    static func read<Name>(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        of key: ValueForm<Name>
    ) -> [(name: Name, value: ConfigurationNode)]? {
        switch node.content {
        case .nothing: return []
        case .section(let entries):
            return entries.compactMap { entry in
                key.read(entry.key, path, reading).map { ($0, entry.value) }
            }
        default:
            reading.reportValue(
                of: path, at: node, "is \(node.kind); it takes a section with \(key.allowed)")
            return nil
        }
    }
}
