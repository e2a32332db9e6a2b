import Provisioning

/// One key of a section: what it takes, what it means, and where its value goes.
///
/// The same description reads the file, writes the file that `muster init` makes, and is
/// compared with the documentation, so that the three cannot drift apart.
struct ConfigurationKey<Target> {
    /// What a key holds.
    enum Kind {
        case value
        /// A section with keys of its own.
        case section([ConfigurationKey<Target>])
        /// Something that this version does not carry out, known so as to be refused by name.
        case unavailable
    }

    let name: String
    let kind: Kind
    /// The default as the file would say it; for a key without one, an example.
    let initial: String
    /// What it does, in one sentence without a full stop.
    let summary: String
    /// Reads the value at a path into the target.
    let read: (ConfigurationNode, String, ConfigurationReading, inout Target) -> Void

    /// A single value.
    static func value<Value>(
        _ name: String, _ form: ValueForm<Value>, into property: WritableKeyPath<Target, Value>,
        initial: String, _ summary: String
    ) -> Self {
        Self(name: name, kind: .value, initial: initial, summary: summary) {
            if let value = form.read($0, $1, $2) { $3[keyPath: property] = value }
        }
    }

    /// A single value that can be absent.
    static func value<Value>(
        _ name: String, _ form: ValueForm<Value>, into property: WritableKeyPath<Target, Value?>,
        initial: String, _ summary: String
    ) -> Self {
        Self(name: name, kind: .value, initial: initial, summary: summary) {
            if let value = form.read($0, $1, $2) { $3[keyPath: property] = value }
        }
    }

    /// A list of single values; an empty one is allowed.
    static func list<Value>(
        _ name: String, of form: ValueForm<Value>, into property: WritableKeyPath<Target, [Value]>,
        initial: String, _ summary: String
    ) -> Self {
        Self(name: name, kind: .value, initial: initial, summary: summary) {
            if let values = form.readList($0, $1, $2) { $3[keyPath: property] = values }
        }
    }

    /// A value that is read in a way of its own.
    static func custom(
        _ name: String, initial: String, _ summary: String,
        read: @escaping (ConfigurationNode, String, ConfigurationReading, inout Target) -> Void
    ) -> Self {
        Self(name: name, kind: .value, initial: initial, summary: summary, read: read)
    }

    /// A section whose keys write into the same target.
    static func section(_ name: String, _ summary: String, _ keys: [Self]) -> Self {
        Self(name: name, kind: .section(keys), initial: "", summary: summary) {
            ConfigurationSection(keys).read($0, $1, $2, into: &$3)
        }
    }

    /// A key that a later version will have.
    static func unavailable(_ name: String) -> Self {
        Self(name: name, kind: .unavailable, initial: "", summary: "") { _, _, _, _ in }
    }
}

extension ValueForm {
    /// Reads a list of values of this form; nil, with a fault reported, if it is no list.
    func readList(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading
    ) -> [Value]? {
        guard case .list(let nodes) = node.content else {
            reading.reportValue(
                of: path, at: node, "is \(node.kind); it takes a list, such as [first, second]")
            return nil
        }
        return nodes.compactMap { read($0, path, reading) }
    }
}
