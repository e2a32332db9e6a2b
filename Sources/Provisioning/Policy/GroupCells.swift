/// Reads `groups` cells: which groups a record names, and what it wants with each.
///
/// The same few cells come again and again in a feed, so what a cell says is remembered.
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
    /// One place per hash; a later cell takes the place of an earlier one.
    private var remembered: ContiguousArray<(cell: ByteString, request: Request)>
    private let hash = KeyedHash(key: (0x6D75_7374, 0x6572_6772))
    private static let places = 8_192

    package init(groups: GroupTable) {
        self.groups = groups
        remembered = []
    }

    /// What `cell` asks for.
    package func request(_ cell: UnsafeRawBufferPointer) -> Request {
        if remembered.isEmpty {
            remembered = ContiguousArray(repeating: ("", Request()), count: Self.places)
        }
        let place = Int(hash.hash(cell, domain: 0) % UInt64(Self.places))
        if remembered[place].cell.equals(cell) { return remembered[place].request }
        let request = read(cell)
        if request.unknown.isEmpty { remembered[place] = (ByteString(cell), request) }
        return request
    }

    private func read(_ cell: UnsafeRawBufferPointer) -> Request {
        var request = Request()
        for item in GroupList(cell) {
            let name = ByteString(UnsafeRawBufferPointer(rebasing: cell[item.range]))
            guard let index = groups.index(of: name) else {
                if item.operation != .remove { request.unknown.append(name) }
                if item.operation == .bare { request.hasBareNames = true }
                continue
            }
            switch item.operation {
            case .remove: request.leaves.append(index)
            case .add: request.joins.append(index)
            case .bare:
                request.joins.append(index)
                request.hasBareNames = true
            }
        }
        request.joins = Array(Set(request.joins)).sorted()
        request.leaves = Array(Set(request.leaves)).sorted()
        return request
    }
}
