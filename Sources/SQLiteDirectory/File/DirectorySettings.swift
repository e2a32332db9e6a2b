import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The value of one of SQLite's settings on this connection, such as `synchronous`; nil: it has
    /// no such setting. For the checks of `doctor`.
    package func setting(_ name: String) throws(RunHalt) -> String? {
        let known = name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 >= 0x61 && $0 <= 0x7A }
        guard known else { return nil }
        return try perform("read a setting") { database in
            try String.fetchOne(database, sql: "PRAGMA \(name)")
        }
    }

    /// What SQLite finds wrong with the file; empty: nothing.
    ///
    /// Rows are held against their indexes, too, which the quick check leaves out: two pages that have
    /// changed places can each look well.
    /// - Complexity: reads the whole file twice, and sorts nothing.
    package func integrityFaults() throws(RunHalt) -> [String] {
        try perform("check the directory") { database in
            // On a page that cannot be read the whole check ends without saying where.
            let faults = try String.fetchAll(database, sql: "PRAGMA quick_check")
            guard faults == ["ok"] else { return faults }
            return try String.fetchAll(database, sql: "PRAGMA integrity_check").filter {
                $0 != "ok"
            }
        }
    }
}
