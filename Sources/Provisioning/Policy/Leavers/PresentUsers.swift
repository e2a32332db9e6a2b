/// Which users of the directory a full file names: a bit each.
package final class PresentUsers {
    /// A record that names nobody, by its place.
    package struct Place: Equatable, Sendable {
        package var record: UInt32
        package var line: UInt64
    }

    private var words: ContiguousArray<UInt64>
    /// Highest user number that there is a bit for.
    package let usersMax: UInt32
    /// Records that have no key that can be read.
    package private(set) var namelessCount: UInt64 = 0
    /// The first of them; nil: there is none.
    package private(set) var firstNameless: Place?

    package init(usersMax: UInt32) {
        self.usersMax = usersMax
        words = ContiguousArray(repeating: 0, count: Int(usersMax >> 6) + 1)
    }

    /// Notes that the file names a user; whoever came into the directory since is passed over.
    @inline(__always)
    package func insert(_ user: UserID) {
        guard user.value <= usersMax else { return }
        words[Int(user.value >> 6)] |= 1 << UInt64(user.value & 63)
    }

    /// Whether the file names a user.
    @inline(__always)
    package func contains(_ user: UserID) -> Bool {
        user.value > usersMax || words[Int(user.value >> 6)] & (1 << UInt64(user.value & 63)) != 0
    }

    /// Whether the file names everybody whose number is in `range`.
    package func containsAll(_ range: ClosedRange<UInt32>) -> Bool {
        let last = min(range.upperBound, usersMax)
        guard range.lowerBound <= last else { return true }
        for index in range.lowerBound >> 6...last >> 6 {
            var wanted = UInt64.max
            if index == range.lowerBound >> 6 { wanted <<= UInt64(range.lowerBound & 63) }
            if index == last >> 6 { wanted &= UInt64.max >> UInt64(63 - last & 63) }
            if words[Int(index)] & wanted != wanted { return false }
        }
        return true
    }

    /// Notes a record without a key that can be read.
    package func addNameless(_ place: Place) {
        namelessCount += 1
        if firstNameless == nil { firstNameless = place }
    }
}
