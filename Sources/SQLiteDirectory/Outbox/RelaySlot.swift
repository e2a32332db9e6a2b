import Glibc
import Provisioning

/// The number by which a relay is known while it lives, and that it holds by a lock which dies with
/// its process: what it had leased is free from then on.
///
/// A lock on an open file description, on a byte of the lock file a number.
final class RelaySlot {
    /// Relays that can work on a directory at the same time.
    static let slotsMax: Int64 = 64
    /// Bytes before the ones that stand for relays.
    private static let offset: Int64 = 4_096

    let number: Int64
    private let descriptor: Int32

    /// Takes the first free number.
    /// - Throws: a halt with status 75 when 64 relays are at work.
    init(directory: String) throws(RunHalt) {
        descriptor = try LockFile.open(of: directory)
        for candidate in 1...Self.slotsMax where Self.lock(descriptor, candidate, Self.setLock) {
            number = candidate
            return
        }
        close(descriptor)
        throw RunHalt(
            .directoryBusy, .runDirectoryBusy,
            "\(Self.slotsMax) relays are at work on \(MessageText.quoted(directory)) already",
            advice: "One is enough; end some of them.")
    }

    deinit { close(descriptor) }

    /// Numbers that a living process holds, this one's among them.
    func living() -> [Int64] {
        (1...Self.slotsMax).filter { $0 == number || isHeld($0) }
    }

    private func isHeld(_ candidate: Int64) -> Bool {
        var range = Self.range(candidate)
        guard fcntl(descriptor, Self.getLock, &range) == 0 else { return true }
        return range.l_type != Int16(F_UNLCK)
    }

    private static func lock(_ descriptor: Int32, _ number: Int64, _ command: Int32) -> Bool {
        var range = range(number)
        return fcntl(descriptor, command, &range) == 0
    }

    private static func range(_ number: Int64) -> Glibc.flock {
        var range = Glibc.flock()
        range.l_type = Int16(F_WRLCK)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = Int(offset + number)
        range.l_len = 1
        return range
    }

    /// `F_OFD_GETLK` and `F_OFD_SETLK`, which the headers give only to GNU sources.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37
}
