import Provisioning

/// A value of a record: a `ByteRange` of the chunk, or, while the chunk is being filled, of the
/// values that are made for it.
///
/// It has the layout of a `ByteRange`, and stands in for it where each record is handled, because
/// the initialiser of a type of another module is a call.
struct JSONRange {
    var start: UInt32
    var length: UInt32

    /// In a start: the value stands among those made.
    static let made: UInt32 = 1 << 31

    /// The field that a record lacks.
    static let absent = JSONRange(start: .max, length: 0)

    @inline(__always)
    var isAbsent: Bool { start == .max }

    /// Whether it is of the values made.
    @inline(__always)
    var isMade: Bool { start & Self.made != 0 }
}
