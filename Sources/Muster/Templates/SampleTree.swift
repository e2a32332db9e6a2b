/// The values of one record in their places: objects in objects, arrays of them.
indirect enum SampleTree: Equatable, Sendable {
    case value(SampleValue)
    case object([Member])
    case array([SampleTree])

    struct Member: Equatable, Sendable {
        var name: String
        var tree: SampleTree
    }

    static let empty = SampleTree.object([])

    /// Puts a value at the end of a path, and says whether its place was free; if not, nothing is
    /// changed.
    mutating func put(_ value: SampleValue, at path: some Collection<SamplePath.Step>) -> Bool {
        guard let step = path.first else {
            guard self == .empty else { return false }
            self = .value(value)
            return true
        }
        switch step {
        case .member(let name): return put(value, in: name, path.dropFirst())
        case .index(let index):
            return put(value, path.dropFirst()) { elements in
                while elements.count <= index { elements.append(.empty) }
                return index
            }
        case .choice(let key, let word):
            let chosen = Member(
                name: key,
                tree: .value(
                    word == "true" || word == "false" ? .truth(word == "true") : .text(word)))
            return put(value, path.dropFirst()) { elements in
                let known = elements.firstIndex { element in
                    if case .object(let members) = element {
                        members.contains(chosen)
                    } else {
                        false
                    }
                }
                if let known { return known }
                elements.append(.object([chosen]))
                return elements.count - 1
            }
        }
    }

    private mutating func put(
        _ value: SampleValue, in name: String, _ path: some Collection<SamplePath.Step>
    ) -> Bool {
        guard case .object(var members) = self else { return false }
        let index = members.firstIndex { $0.name == name } ?? members.count
        if index == members.count { members.append(Member(name: name, tree: .empty)) }
        guard members[index].tree.put(value, at: path) else { return false }
        self = .object(members)
        return true
    }

    private mutating func put(
        _ value: SampleValue, _ path: some Collection<SamplePath.Step>,
        choosing: (inout [SampleTree]) -> Int
    ) -> Bool {
        var elements: [SampleTree] = []
        if case .array(let known) = self {
            elements = known
        } else if self != .empty {
            return false
        }
        let index = choosing(&elements)
        guard elements[index].put(value, at: path) else { return false }
        self = .array(elements)
        return true
    }
}
