import GRDB
import Provisioning

/// The directory's numbers of a run's groups, as the open transaction sees them.
///
/// A group that the run creates has its number in the table only once the chunk is committed.
final class GroupNumbers {
    let table: GroupTable
    /// Number by group index; 0: not written yet.
    private var numbers: [UInt32] = []
    /// Groups written in this transaction.
    private var pending: [GroupIndex] = []

    init(table: GroupTable) { self.table = table }

    /// The number of a group, written now if it has none.
    func number(
        of index: GroupIndex, in database: Database, run: OpenRun
    ) throws -> UInt32 {
        let position = Int(index)
        if position < numbers.count, numbers[position] != 0 { return numbers[position] }
        while numbers.count < table.entries.count {
            numbers.append(table.entries[numbers.count].id?.value ?? 0)
        }
        if numbers[position] == 0 {
            numbers[position] = try create(table.entries[position], in: database, run: run)
            pending.append(index)
        }
        return numbers[position]
    }

    /// The index of the group with this number; one that another process made since is added.
    func index(of number: UInt32, in database: Database) throws -> GroupIndex? {
        if let index = table.index(of: GroupID(number)) { return index }
        if let index = pending.first(where: { numbers[Int($0)] == number }) { return index }
        guard let entry = try Self.entry(of: number, in: database) else { return nil }
        let index = table.add(entry)
        if table.entries[Int(index)].id == nil { table.setID(GroupID(number), of: index) }
        return index
    }

    /// Tells the table the numbers of this transaction's groups, which are there to stay.
    func committed() {
        for index in pending { table.setID(GroupID(numbers[Int(index)]), of: index) }
        pending.removeAll()
    }

    /// Forgets the numbers of this transaction's groups.
    func rolledBack() {
        for index in pending { numbers[Int(index)] = 0 }
        pending.removeAll()
    }

    private func create(
        _ entry: GroupEntry, in database: Database, run: OpenRun
    ) throws -> UInt32 {
        _ = try GroupInsertion.insert(
            entry, into: database, at: run.startedAt, createdBy: run.id)
        let search = try PreparedStatement(database, "SELECT id FROM groups WHERE name_key = ?")
        search.bind(1, copying: GroupTable.fold(entry.name))
        guard try search.step() else {
            throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a new group is not there")
        }
        return UInt32(clamping: search.int64(0))
    }

    private static func entry(of number: UInt32, in database: Database) throws -> GroupEntry? {
        let search = try PreparedStatement(
            database, "SELECT id, name, device_limit, second_factor FROM groups WHERE id = ?")
        search.bind(1, Int64(number))
        return try search.step() ? entry(search) : nil
    }

    /// The group of a row of number, name, device limit and second factor.
    static func entry(_ row: PreparedStatement) -> GroupEntry {
        GroupEntry(
            name: row.text(1), id: GroupID(UInt32(clamping: row.int64(0))),
            deviceLimit: row.optionalInt64(2).map { UInt16(clamping: $0) },
            secondFactor: row.optionalInt64(3).flatMap {
                SecondFactorMethod(rawValue: UInt8(truncatingIfNeeded: $0))
            })
    }
}
