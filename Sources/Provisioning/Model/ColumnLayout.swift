/// Which value slots the records of a run have: one per column that the feed gives or derives.
///
/// Slots are dense, so that a batch keeps only what the feed has. Three slots always exist and
/// come first: the compared forms of the identity keys (`usernameKey`, `emailKey`, `externalID`).
package struct ColumnLayout: Equatable, Sendable {
    /// Compared form of the username.
    package static let usernameKeySlot = 0
    /// Compared form of the e-mail address.
    package static let emailKeySlot = 1
    /// The external id; as written is as compared.
    package static let externalIDSlot = 2

    /// What a slot holds.
    package enum Content: Equatable, Sendable {
        case usernameKey, emailKey
        case column(UserColumn)
        /// A custom attribute, named without its `attr.` prefix.
        case attribute(ByteString)
    }

    /// Contents by slot.
    package private(set) var contents: [Content] = [
        .usernameKey, .emailKey, .column(.externalID),
    ]
    private var slots: [Int8] = Array(repeating: -1, count: UserColumn.allCases.count)
    /// Whether records may say something about a new user's access.
    package private(set) var givesAccess = false
    /// Whether records may name a day from which they mean something else.
    package private(set) var hasDays = false

    package init() { slots[Int(UserColumn.externalID.rawValue)] = Int8(Self.externalIDSlot) }

    /// Slots of the layout.
    package var slotCount: Int { contents.count }

    /// The slot of a column, or nil where the feed has no such column.
    @inline(__always)
    package func slot(of column: UserColumn) -> Int? {
        let slot = slots[Int(column.rawValue)]
        return slot < 0 ? nil : Int(slot)
    }

    /// Adds a slot for a column, or says which it has.
    package mutating func addColumn(_ column: UserColumn) -> Int {
        if let known = slot(of: column) { return known }
        slots[Int(column.rawValue)] = Int8(contents.count)
        contents.append(.column(column))
        switch column {
        case .password, .passwordHash, .totpSecret, .apps: givesAccess = true
        case .passwordExpires: (givesAccess, hasDays) = (true, true)
        case .startDate, .endDate: hasDays = true
        default: break
        }
        return contents.count - 1
    }

    /// Adds a slot for a custom attribute.
    package mutating func addAttribute(_ name: ByteString) -> Int {
        contents.append(.attribute(name))
        return contents.count - 1
    }

    /// Slots of custom attributes, with their names.
    package var attributeSlots: [(slot: Int, name: ByteString)] {
        contents.enumerated().compactMap { slot, content in
            if case .attribute(let name) = content { (slot, name) } else { nil }
        }
    }
}
