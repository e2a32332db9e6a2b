/// One value of a record as the scanner found it, with the key that it stands under.
///
/// Tokens stand in the order of the text; those of an object's members, or an array's elements,
/// follow the token of the object or array. Positions are indices into the buffer scanned.
struct JSONToken {
    enum Kind: UInt8 { case object, array, string, number, yes, no, null }

    var kind: Kind
    /// Whether the text between the quotes has escapes.
    var hasEscapes = false
    var keyHasEscapes = false
    /// Node of the key in the tree of keys; -1: none, or one that is not to be used.
    var node: Int32 = -1
    /// The key between its quotes; `keyStart` 0 and `keyLength` 0 in an array.
    var keyStart: UInt32 = 0
    var keyLength: UInt32 = 0
    /// The value as it is written, quotes included.
    var start: UInt32
    var end: UInt32 = 0
    /// Index of the first token behind this one and all within it.
    var next: Int32 = 0

    /// Whether there are values within this one.
    @inline(__always)
    var isContainer: Bool { kind == .object || kind == .array }
}
