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
    /// - Complexity: reads the whole file.
    package func integrityFaults() throws(RunHalt) -> [String] {
        try perform("check the directory") { database in
            try String.fetchAll(database, sql: "PRAGMA quick_check").filter { $0 != "ok" }
        }
    }
}
