/// Index of an application in a run's `AppTable`, from 0.
package typealias AppIndex = UInt32

/// An application that groups and users are assigned.
package struct AppEntry: Equatable, Sendable {
    /// As written when it was created.
    package var name: ByteString
    /// Number in the directory, from 1.
    package var id: UInt32
    /// Whether it asks for a second factor, whatever the global setting says.
    package var requiresSecondFactor: Bool
    /// Groups whose members have it.
    package var groups: Set<GroupID>

    package init(
        name: ByteString, id: UInt32, requiresSecondFactor: Bool, groups: Set<GroupID>
    ) {
        self.name = name
        self.id = id
        self.requiresSecondFactor = requiresSecondFactor
        self.groups = groups
    }
}

/// The applications of the directory, in the order of their names; a run creates none.
///
/// Names are compared without regard to ASCII case.
package struct AppTable: Equatable, Sendable {
    package let entries: [AppEntry]
    private let indexes: [ByteString: AppIndex]
    private let indexesByID: [UInt32: AppIndex]

    package init(_ entries: [AppEntry] = []) {
        self.entries = entries
        var indexes: [ByteString: AppIndex] = [:]
        var indexesByID: [UInt32: AppIndex] = [:]
        for (index, entry) in entries.enumerated() {
            indexes[GroupTable.fold(entry.name)] = AppIndex(index)
            indexesByID[entry.id] = AppIndex(index)
        }
        self.indexes = indexes
        self.indexesByID = indexesByID
    }

    /// The index of the application called `name`; nil: there is none.
    package func index(of name: ByteString) -> AppIndex? { indexes[GroupTable.fold(name)] }

    /// The index of the application with this number in the directory; nil: there is none.
    package func index(ofID id: UInt32) -> AppIndex? { indexesByID[id] }

    /// The name of an application as written, for messages.
    package func name(_ index: AppIndex) -> String {
        Int(index) < entries.count ? entries[Int(index)].name.text : "?"
    }
}
