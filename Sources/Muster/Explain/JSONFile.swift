import Glibc
import Provisioning
import Yams

/// A small JSON text of our own, such as `summary.json`, to look members up in.
struct JSONFile {
    private let node: Node

    private init(_ node: Node) { self.node = node }

    /// Every JSON text is YAML. nil: it is no JSON object.
    init?(text: String) {
        guard let node = try? Yams.compose(yaml: text), node.mapping != nil else { return nil }
        self.node = node
    }

    /// nil: there is no such file, or it is no JSON object, or it is larger than such files are.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, (1...4 << 20).contains(Int(status.st_size)) else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { return nil }
        self.init(text: String(decoding: bytes, as: UTF8.self))
    }

    /// The text or the number of a member; nil: there is none, or null.
    func text(_ name: String) -> String? {
        guard let scalar = node.mapping?[Node(name)]?.scalar else { return nil }
        return scalar.string == "null" && scalar.style == .plain ? nil : scalar.string
    }

    /// A member that is an object.
    func object(_ name: String) -> JSONFile? {
        node.mapping?[Node(name)].flatMap { $0.mapping == nil ? nil : JSONFile($0) }
    }

    /// The objects in a member that is an array.
    func list(_ name: String) -> [JSONFile] {
        node.mapping?[Node(name)]?.sequence?.filter { $0.mapping != nil }.map { JSONFile($0) } ?? []
    }

    /// Members with their numbers, in order.
    var numbers: [(name: String, number: UInt64)] {
        node.mapping?.compactMap { key, value in
            guard let name = key.scalar?.string, let text = value.scalar?.string else { return nil }
            return UInt64(text).map { (name, $0) }
        } ?? []
    }
}
