import GRDB
import Provisioning

/// The leavers of a run, as they were decided before anything was written: four bytes each.
enum RunLeavers {
    static func insert(_ users: [UserID], run: Int64, in database: Database) throws {
        guard !users.isEmpty else { return }
        let insertion = try PreparedStatement(
            database, "INSERT INTO run_leavers(run_id, users) VALUES (?, ?)")
        insertion.bind(1, run)
        try users.map(\.value.littleEndian).withUnsafeBytes { bytes in
            insertion.bind(2, blob: bytes)
            try insertion.run()
        }
    }

    static func read(run: Int64, in database: Database) throws -> [UserID] {
        let reading = try PreparedStatement(
            database, "SELECT users FROM run_leavers WHERE run_id = ?")
        reading.bind(1, run)
        guard try reading.step() else { return [] }
        let bytes = reading.bytes(0)
        return (0..<bytes.count / 4).map { index in
            UserID(
                UInt32(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: index * 4, as: UInt32.self)))
        }
    }
}
