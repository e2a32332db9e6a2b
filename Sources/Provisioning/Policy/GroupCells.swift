/// Reads `groups` cells: which groups a record names, and what it wants with each.
///
/// The same few names come again and again in a feed, so where each leads is remembered.
package final class GroupCells {
    /// What a cell asks for, as indexes of the run's group table, ascending.
    package struct Request: Equatable, Sendable {
        /// Named with `+`, or bare.
        package var joins: [GroupIndex] = []
        /// Named with `-`.
        package var leaves: [GroupIndex] = []
        /// Whether a bare name was among them, which `replace` takes as the whole list.
        package var hasBareNames = false
        /// Names that the run does not know.
        package var unknown: [ByteString] = []
    }

    private let groups: GroupTable
    private let separators: ASCIISet
    private static let placeBits: UInt64 = 12
    @exclusivity(unchecked) private var short = WordMemo<GroupIndex>(
        bits: placeBits, filler: 0)
    /// Longer names: one place per hash of a name; a later name takes the place of an earlier one.
    @exclusivity(unchecked) private var remembered:
        ContiguousArray<(name: ByteString, index: GroupIndex)> = []
    private let hash = KeyedHash(key: (0x6D75_7374, 0x6572_6772))
    private static let places = 1 << placeBits

    package init(groups: GroupTable, separators: ASCIISet = .listSeparators) {
        self.groups = groups
        self.separators = separators
    }

    /// Appends the groups that `cell` joins, ascending and each once, if that is all it asks for and
    /// the run knows them; otherwise appends nothing and returns false.
    ///
    /// This is nearly every cell of a feed; the lists of a `Request` cost two allocations each.
    package func join(
        _ cell: UnsafeRawBufferPointer, into groups: inout ContiguousArray<GroupIndex>
    ) -> Bool {
        let start = groups.count
        for item in GroupList(cell, separators: separators) {
            guard item.operation != .remove,
                let index = index(of: UnsafeRawBufferPointer(rebasing: cell[item.range]))
            else {
                groups.removeSubrange(start...)
                return false
            }
            var position = groups.count
            while position > start, groups[position - 1] > index { position -= 1 }
            if position > start, groups[position - 1] == index { continue }
            if position == groups.count {
                groups.append(index)
            } else {
                groups.insert(index, at: position)
            }
        }
        return true
    }

    /// What `cell` asks for.
    package func request(_ cell: UnsafeRawBufferPointer) -> Request {
        var request = Request()
        for item in GroupList(cell, separators: separators) {
            let name = UnsafeRawBufferPointer(rebasing: cell[item.range])
            guard let index = index(of: name) else {
                if item.operation != .remove { request.unknown.append(ByteString(name)) }
                if item.operation == .bare { request.hasBareNames = true }
                continue
            }
            switch item.operation {
            case .remove: Self.insert(index, into: &request.leaves)
            case .add: Self.insert(index, into: &request.joins)
            case .bare:
                Self.insert(index, into: &request.joins)
                request.hasBareNames = true
            }
        }
        return request
    }

    private func index(of name: UnsafeRawBufferPointer) -> GroupIndex? {
        if let known = short.meaning(of: name) { return known }
        if name.count <= ShortBytes.bytesMax {
            guard let index = groups.index(of: ByteString(name)) else { return nil }
            short.remember(name, index)
            return index
        }
        if remembered.isEmpty {
            remembered = ContiguousArray(repeating: ("", 0), count: Self.places)
        }
        let place = Int(truncatingIfNeeded: hash.hash(name, domain: 0) % UInt64(Self.places))
        if remembered[place].name.equals(name), !name.isEmpty { return remembered[place].index }
        let written = ByteString(name)
        guard let index = groups.index(of: written) else { return nil }
        remembered[place] = (written, index)
        return index
    }

    /// Keeps the few indexes of a cell ascending, each once.
    private static func insert(_ index: GroupIndex, into indexes: inout [GroupIndex]) {
        var position = indexes.count
        while position > 0, indexes[position - 1] > index { position -= 1 }
        if position > 0, indexes[position - 1] == index { return }
        indexes.insert(index, at: position)
    }
}
