/// Index of a group in a run's `GroupTable`, from 0.
package typealias GroupIndex = UInt32

/// What a group says about its members.
package struct GroupEntry: Equatable, Sendable {
    /// As written when the group was created.
    package var name: ByteString
    /// nil: a group that this run creates when it is first written.
    package var id: GroupID?
    /// nil: no policy of its own.
    package var deviceLimit: UInt16?
    /// nil: no policy of its own.
    package var secondFactor: SecondFactorMethod?
    package init(
        name: ByteString, id: GroupID? = nil, deviceLimit: UInt16? = nil,
        secondFactor: SecondFactorMethod? = nil
    ) {
        self.name = name
        self.id = id
        self.deviceLimit = deviceLimit
        self.secondFactor = secondFactor
    }
}

/// The groups that a run knows: those of the directory and those it will create.
///
/// Names are compared without regard to ASCII case. Owned by the deciding thread.
package final class GroupTable {
    @exclusivity(unchecked) package private(set) var entries: [GroupEntry] = []
    private var indexes: [ByteString: GroupIndex] = [:]
    /// Record that announced each group's creation; 0: none yet, or it needs no announcing.
    @exclusivity(unchecked) private var announcers: ContiguousArray<UInt32> = []

    /// Whether the message about a group that is created asks for one with a similar name: where one
    /// person typed it, and no list of groups comes from elsewhere.
    package var proposesSimilar = false

    package init(_ entries: [GroupEntry] = []) {
        for entry in entries { _ = add(entry) }
    }

    /// The index of the group called `name`, if the run knows it.
    package func index(of name: ByteString) -> GroupIndex? { indexes[Self.fold(name)] }

    /// Adds a group and says its index; a group of that name already there keeps its own.
    package func add(_ entry: GroupEntry) -> GroupIndex {
        let key = Self.fold(entry.name)
        if let known = indexes[key] { return known }
        let index = GroupIndex(entries.count)
        entries.append(entry)
        indexes[key] = index
        announcers.append(entry.id == nil ? 0 : .max)
        return index
    }

    /// Whether `record` is the one whose result says that the group is created: the first record
    /// accepted that needs it.
    @inline(__always)
    package func announces(_ record: UInt32, creationOf index: GroupIndex) -> Bool {
        let announcer = announcers[Int(index)]
        if announcer == 0 {
            announcers[Int(index)] = record
            return true
        }
        return announcer == record
    }

    /// Notes the directory's number of a group that was written.
    package func setID(_ id: GroupID, of index: GroupIndex) { entries[Int(index)].id = id }

    /// The index of the group with this number, if the run knows it.
    package func index(of id: GroupID) -> GroupIndex? {
        if let quick = indexesByID[id] { return quick }
        indexesByID = [:]
        for (index, entry) in entries.enumerated() {
            if let known = entry.id { indexesByID[known] = GroupIndex(index) }
        }
        return indexesByID[id]
    }
    private var indexesByID: [GroupID: GroupIndex] = [:]

    /// The form in which names are compared.
    package static func fold(_ name: ByteString) -> ByteString {
        ByteString(name.bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
    }
}
