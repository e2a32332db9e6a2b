import CXMLEvents
import Provisioning

/// What becomes of the values of each path within the records, asked of the columns once a path.
final class XMLPaths {
    struct Destination {
        /// Field of the row; `unused` or `unknown` below 0.
        var field: Int32
        var isList: Bool

        static let unused = Destination(field: -1, isList: false)
        static let unknown = Destination(field: -2, isList: false)
    }

    private let columns: FoundColumns
    /// By path. Behind a pointer of its own for the reason that `XMLRows` gives.
    private let known: UnsafeMutablePointer<UnsafeMutableBufferPointer<Destination>>
    /// Bytes of a name beyond which nobody can mean it.
    private static let nameBytesMax = 1_024

    init(columns: FoundColumns) {
        self.columns = columns
        known = .allocate(capacity: 1)
        known.initialize(to: Self.table(64))
    }

    deinit {
        known.pointee.deallocate()
        known.deallocate()
    }

    /// Forgets all paths.
    func removeAll() { known.pointee.update(repeating: .unknown) }

    /// What becomes of the values of a path.
    /// - Throws: what the columns throw for a new name.
    @inline(__always)
    func destination(of path: UInt32, in events: XMLEvents) throws(RunHalt) -> Destination {
        let index = Int(path)
        let known = known.pointee
        if index < known.count, known[index].field != -2 { return known[index] }
        return try resolve(path, events)
    }

    private func resolve(_ path: UInt32, _ events: XMLEvents) throws(RunHalt) -> Destination {
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.nameBytesMax, alignment: 1)
        defer { room.deallocate() }
        let length = xe_path(
            events.reader, path, room.baseAddress?.assumingMemoryBound(to: CChar.self), room.count)
        var destination = Destination.unused
        if length <= room.count {
            let name = UnsafeRawBufferPointer(rebasing: room[(room.count - length)...])
            let answer = try columns.field(named: name)
            if answer.kind != .unused {
                destination = Destination(
                    field: Int32(answer.field), isList: answer.kind == .list)
            }
        }
        let index = Int(path)
        if index >= known.pointee.count {
            let grown = Self.table(index * 2)
            for index in known.pointee.indices { grown[index] = known.pointee[index] }
            known.pointee.deallocate()
            known.pointee = grown
        }
        known.pointee[index] = destination
        return destination
    }

    private static func table(_ count: Int) -> UnsafeMutableBufferPointer<Destination> {
        let table = UnsafeMutableBufferPointer<Destination>.allocate(capacity: count)
        table.initialize(repeating: .unknown)
        return table
    }
}
