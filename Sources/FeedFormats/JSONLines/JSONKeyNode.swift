/// A key at its place in the records of a feed, and what is known about its values.
struct JSONKeyNode {
    /// The key as it is written, and its path in plain text: places in the tree's bytes.
    var keyStart: Int
    var keyLength: Int
    var pathStart: Int
    var pathLength: Int
    var parent: Int32
    /// Hash of parent and key.
    var hash: UInt32
    /// The key that stood first within this one, and the one that stood behind it, the last time:
    /// the best guess for the next record. -1: none yet.
    var first: Int32 = -1
    var following: Int32 = -1
    /// Node of the elements of this key's arrays, and of the texts of a key that chooses elements.
    var elements: Int32 = -1
    var choices: Int32 = -1
    /// The first node with the same path, which may be spelled in several ways.
    var canonical: Int32 = -1
    /// Length of the path up to the array that this is in; -1: it is in none.
    var stemLength = -1
    /// Whether it is in an array that is in an array, where no value has a name.
    var isNested = false
    /// Whether it is a key by which names choose elements.
    var choosesElements = false
    /// Whether the profile or an alias means the name.
    var isWanted: Bool?
    /// The column of the name; its field is `fieldUnknown` until it has been asked for.
    var column = JSONColumn(field: Self.fieldUnknown, isList: false)
    /// The last object, and the last record, in which it was.
    var scope: UInt64 = 0
    var record: UInt64 = 0

    static let fieldUnknown: Int32 = -2
}
