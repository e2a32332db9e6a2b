import GRDB
import Provisioning

/// Writes the rows of new users: the innermost loop of a first import.
///
/// The statement names only the columns that the feed has, and slots are looked up once a layout.
/// Every parameter is bound for every record, so that nothing of the one before remains.
final class UserInsertion {
    let layout: ColumnLayout
    private let statement: PreparedStatement
    private let usernameSlot: Int?
    private let emailSlot: Int?
    private let profileSlots: [(slot: Int, parameter: Int32)]

    /// Parameters before those of the profile columns.
    private enum Parameter {
        static let id: Int32 = 1
        static let usernameKey: Int32 = 2
        static let emailKey: Int32 = 3
        static let externalID: Int32 = 4
        static let username: Int32 = 5
        static let email: Int32 = 6
        static let disabledCause: Int32 = 7
        static let deviceLimit: Int32 = 8
        static let secondFactor: Int32 = 9
        static let feed: Int32 = 10
        static let run: Int32 = 11
        static let record: Int32 = 12
        static let profile: Int32 = 13
    }

    init(_ database: Database, layout: ColumnLayout) throws {
        self.layout = layout
        usernameSlot = layout.slot(of: .username)
        emailSlot = layout.slot(of: .email)
        var columns = [
            "id", "username_key", "email_key", "external_id", "username", "email",
            "disabled_cause", "device_limit", "second_factor", "feed_id", "created_run",
            "created_record",
        ]
        var slots: [(Int, Int32)] = []
        for column in UserColumn.profile {
            guard let slot = layout.slot(of: column) else { continue }
            slots.append((slot, Parameter.profile + Int32(slots.count)))
            columns.append(column.name)
        }
        profileSlots = slots
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        statement = try PreparedStatement(
            database,
            "INSERT INTO users(\(columns.joined(separator: ", "))) VALUES (\(places))")
    }

    /// Binds what all new users of a chunk share.
    func begin(run: OpenRun) {
        statement.bind(Parameter.run, run.id)
        if run.feed.value == 0 {
            statement.bindNull(Parameter.feed)
        } else {
            statement.bind(Parameter.feed, Int64(run.feed.value))
        }
    }

    /// Forgets the pointers into the chunk.
    func end() { statement.clearBindings() }

    /// Writes one user.
    ///
    /// `cells` are the record's values, and `bytes` the chunk's buffer that they stand in. Returns
    /// nil, or the message of the unique constraint that refused the row.
    @inline(__always)
    func insert(
        _ user: UInt32, cells: UnsafePointer<CellValue>, bytes: UnsafePointer<UInt8>,
        decision: RecordDecision, record: UInt32
    ) throws -> String? {
        statement.bind(Parameter.id, Int64(user))
        bindKey(
            cells, bytes, key: ColumnLayout.usernameKeySlot, written: usernameSlot,
            parameters: (Parameter.usernameKey, Parameter.username))
        bindKey(
            cells, bytes, key: ColumnLayout.emailKeySlot, written: emailSlot,
            parameters: (Parameter.emailKey, Parameter.email))
        bind(cells[ColumnLayout.externalIDSlot], bytes, Parameter.externalID)
        for (slot, parameter) in profileSlots { bind(cells[slot], bytes, parameter) }
        bindSettings(decision)
        statement.bind(Parameter.record, Int64(record))
        return try statement.runUnlessTaken()
    }

    @inline(__always)
    private func bind(_ cell: CellValue, _ bytes: UnsafePointer<UInt8>, _ parameter: Int32) {
        if cell.isValue {
            statement.bind(parameter, text: cell.range.buffer(in: bytes))
        } else {
            statement.bindNull(parameter)
        }
    }

    /// Binds the compared form, and the form as written only where it differs.
    @inline(__always)
    private func bindKey(
        _ cells: UnsafePointer<CellValue>, _ bytes: UnsafePointer<UInt8>, key: Int,
        written: Int?, parameters: (key: Int32, written: Int32)
    ) {
        bind(cells[key], bytes, parameters.key)
        guard let written, cells[written].isValue else {
            return statement.bindNull(parameters.written)
        }
        let text = cells[written].range.buffer(in: bytes)
        if text.holdsSame(as: cells[key].range.buffer(in: bytes)) {
            statement.bindNull(parameters.written)
        } else {
            statement.bind(parameters.written, text: text)
        }
    }

    @inline(__always)
    private func bindSettings(_ decision: RecordDecision) {
        if decision.isEnabled {
            statement.bindNull(Parameter.disabledCause)
        } else {
            statement.bind(Parameter.disabledCause, Int64(DisabledCause.order.rawValue))
        }
        if decision.deviceLimit == 0 {
            statement.bindNull(Parameter.deviceLimit)
        } else {
            statement.bind(Parameter.deviceLimit, Int64(decision.deviceLimit))
        }
        if let method = decision.secondFactor {
            statement.bind(Parameter.secondFactor, Int64(method.rawValue))
        } else {
            statement.bindNull(Parameter.secondFactor)
        }
    }
}

extension ByteRange {
    /// The bytes of the range in a chunk's buffer.
    @inline(__always)
    func buffer(in bytes: UnsafePointer<UInt8>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes + Int(start), count: Int(length))
    }
}
