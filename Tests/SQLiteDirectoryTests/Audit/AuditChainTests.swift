import Foundation
import GRDB
import Provisioning
import SQLiteDirectory
import Testing

/// The chain of a log with 1,000 entries: whatever is done to it is found, and where.
@Suite struct AuditChainTests {
    private let it: AuditFixture
    private let last: Int64

    init() throws {
        it = try AuditFixture()
        last = try it.lastEntry()
    }

    @Test func logThatNobodyTouchedIsWhole() throws {
        let verdict = try it.verify()
        #expect(verdict.findings.map(\.text) == [])
        #expect(verdict.isWhole && verdict.hasHeadFile)
        #expect(verdict.entries == last && last >= AuditFixture.entriesMin)
        #expect(verdict.head?.entry == last)
    }

    /// One bit is flipped in every byte of the first entries, and further on in every n-th byte of
    /// each, another one from entry to entry.
    @Test(arguments: [
        "at", "kind", "run_id", "user_id", "first_record", "last_record", "body", "code",
    ])
    func changedByteIsFoundInItsEntry(column: String) throws {
        let isBlob = column == "body" || column == "code"
        try it.database.writeWithoutTransaction { database in
            let update = try database.makeStatement(
                sql: "UPDATE audit SET \(column) = ? WHERE id = ?")
            for entry in 1...last {
                let value = try #require(
                    try Row.fetchOne(
                        database, sql: "SELECT \(column) FROM audit WHERE id = ?",
                        arguments: [entry]))
                let kept: DatabaseValue = value[0]
                for byte in 0..<(isBlob ? value[0] as Data : Data(count: 8)).count
                where entry <= 8 || (Int(entry) + byte) % (isBlob ? 32 : 8) == 0 {
                    let bit = UInt8((Int(entry) + byte) % 8)
                    try update.execute(arguments: [flipped(kept, byte, bit), entry])
                    try expectFinding(at: entry)
                }
                try update.execute(arguments: [kept, entry])
            }
        }
        #expect(try it.verify().isWhole)
    }

    @Test func changedNumberIsFound() throws {
        for entry in stride(from: 1, through: last, by: 1) {
            // Above the numbers that are taken.
            let moved = entry + Int64(1) << (12 + entry % 50)
            try it.execute("UPDATE audit SET id = ? WHERE id = ?", [moved, entry])
            try expectFinding(at: entry)
            try it.execute("UPDATE audit SET id = ? WHERE id = ?", [entry, moved])
        }
        #expect(try it.verify().isWhole)
    }

    @Test func numberKeptAsTextIsFound() throws {
        try it.execute("UPDATE audit SET body = CAST(body AS TEXT) WHERE id = 7")
        #expect(try it.verify().findings.first?.entry == 7)
    }

    @Test func deletedEntryIsFound() throws {
        for entry in 1...last {
            let row = try it.row(entry)
            try it.execute("DELETE FROM audit WHERE id = ?", [entry])
            try expectFinding(at: entry)
            try it.insert(row)
        }
        #expect(try it.verify().isWhole)
    }

    @Test func entriesThatChangePlacesAreFound() throws {
        for entry in 1..<last {
            try it.swap(entry, entry + 1)
            try expectFinding(at: entry)
            try it.swap(entry, entry + 1)
        }
        #expect(try it.verify().isWhole)
    }

    @Test func repeatedEntryIsFound() throws {
        var row = try it.row(9)
        row[0] = (last + 1).databaseValue
        try it.insert(row)
        #expect(try it.verify().findings.first?.entry == last + 1)
    }

    private func flipped(_ value: DatabaseValue, _ byte: Int, _ bit: UInt8) -> DatabaseValue {
        switch value.storage {
        case .int64(let number): return (number ^ Int64(1) << (byte * 8 + Int(bit))).databaseValue
        case .blob(var bytes):
            bytes[bytes.startIndex + byte] ^= 1 << bit
            return bytes.databaseValue
        default: return .null
        }
    }

    /// Verifies the entry and the one after it, and expects the first finding to be the entry.
    private func expectFinding(at entry: Int64) throws {
        let verdict = try it.verify(entry...min(entry + 1, max(last, entry)))
        guard verdict.findings.first?.entry != entry else { return }
        Issue.record("entry \(entry): \(verdict.findings.map(\.text))")
    }
}
