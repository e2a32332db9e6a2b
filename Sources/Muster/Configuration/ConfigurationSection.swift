import Provisioning

/// The keys that a section of the file may have.
struct ConfigurationSection<Target> {
    let keys: [ConfigurationKey<Target>]

    /// Name of the key that is read before all others, because they are checked against it.
    let first: String?

    init(_ keys: [ConfigurationKey<Target>], first: String? = nil) {
        self.keys = keys
        self.first = first
    }

    /// Reads a section into the target, key by key in the order of the description.
    ///
    /// A section with nothing in it is an empty one: that is what remains of a section whose
    /// lines are all comments.
    func read(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        into target: inout Target
    ) {
        switch node.content {
        case .nothing: return
        case .section(let entries):
            for (key, _) in entries { checkKey(key, path, reading) }
            for key in keys.filter({ $0.name == first }) + keys.filter({ $0.name != first }) {
                guard let entry = entries.first(where: { $0.key.text == key.name }) else {
                    continue
                }
                let keyPath = path.isEmpty ? key.name : "\(path).\(key.name)"
                reading.note(keyPath, at: entry.value.position)
                key.read(entry.value, keyPath, reading, &target)
            }
        default:
            reading.reportValue(
                of: path.isEmpty ? "the file" : path, at: node,
                "is \(node.kind); it takes a section with the keys \(names)")
        }
    }

    private func checkKey(
        _ key: ConfigurationNode, _ path: String, _ reading: ConfigurationReading
    ) {
        let place = path.isEmpty ? "" : " in \(path)"
        guard let name = key.text else {
            reading.report(.configKeyUnknown, at: key.position, "a key\(place) is \(key.kind)")
            return
        }
        let quoted = MessageText.quoted(name)
        guard let known = keys.first(where: { $0.name == name }) else {
            let proposal = SpellingProposal.clause(for: name, among: availableNames)
            reading.report(
                .configKeyUnknown, at: key.position,
                "unknown key \"\(quoted)\"\(place)\(proposal.isEmpty ? "." : proposal) "
                    + "Allowed here: \(names)")
            return
        }
        if case .unavailable = known.kind {
            reading.report(
                .configKeyUnknown, at: key.position,
                "\"\(quoted)\"\(place) is not available in this version. Allowed here: \(names)")
        }
    }

    private var availableNames: [String] {
        keys.compactMap { if case .unavailable = $0.kind { nil } else { $0.name } }
    }

    private var names: String { availableNames.joined(separator: ", ") }
}
