import Provisioning
import Testing

/// The quick ways through plain cells say what the rules of their columns say.
@Suite struct PlainCellTests {
    private static let columns: [UserColumn] = [
        .username, .email, .externalID, .employeeID, .phone, .firstName, .lastName, .displayName,
        .department, .jobTitle, .alternateEmail, .groups,
    ]

    /// Cells at the edges of what is plain.
    private static let edges: [String] = {
        let long = String(repeating: "a", count: 64)
        return [
            "ada", "Ada", "id", "id:", "id:7", "ID:7", "ext:x", "Ext:x", "e", "i", "idx", "ad a",
            "ada ", "é", "a\u{7F}", "~", "!", "a@b.example", "A@b.example", "a@B.example",
            "a@b", "a@b.1", "a.@b.example", "@b.example", "a@@b.example", "a@b-.example",
            long + "@b.example", long + "a@b.example", "1.2e+9", "1E5", "1,5E-3", "-1e+2",
            "+14155550177", "+1415555017", "+999999999", "14155550177", "+1415555017a", "+",
            "+1 415 555 0177", "+123456789012345", "+1234567890123456",
            String(repeating: "u", count: 255), String(repeating: "u", count: 256),
            String(repeating: "t", count: 1_024), String(repeating: "t", count: 1_025), "=1+1",
            "a;b", "a;", ";a", ";", "+a", "+", "-", "a;-", "a|-b", "+a;-a", "a; b", "a ;b",
            "a;\u{A0}",
            String(repeating: "g", count: 255) + ";g", "g;" + String(repeating: "g", count: 256),
            "a\"b", "a,b", "'", "x\u{0}",
        ]
    }()

    /// What a column's rule makes of a cell, and of its compared form.
    private struct Ruling: Equatable {
        var value: String?
        var key: String?
        var code: IssueCode?
    }

    private func ruling(_ column: UserColumn, _ cell: String) -> Ruling {
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        var scratch: ContiguousArray<UInt8> = []
        return ByteString(cell).bytes.withUnsafeBytes { bytes in
            do throws(ValueFault) {
                let value = text(try rules.check(column, bytes, into: &scratch), bytes, scratch)
                var ruling = Ruling(value: value)
                guard column == .username || column == .email else { return ruling }
                ruling.key = ByteString(value).bytes.withUnsafeBytes { written in
                    do throws(ValueFault) {
                        let key =
                            column == .email
                            ? try rules.emailKey(written, into: &scratch)
                            : try rules.usernameKey(written, into: &scratch)
                        return text(key, written, scratch)
                    } catch {
                        return nil
                    }
                }
                return ruling
            } catch {
                return Ruling(code: error.code)
            }
        }
    }

    private func text(
        _ value: NormalisedValue, _ bytes: UnsafeRawBufferPointer, _ scratch: ContiguousArray<UInt8>
    ) -> String {
        switch value {
        case .asWritten: String(decoding: bytes, as: UTF8.self)
        case .trimmed(let range): String(decoding: bytes[range], as: UTF8.self)
        case .rewritten: String(decoding: scratch, as: UTF8.self)
        }
    }

    /// What mapping makes of it, as one of several records, so that others are remembered.
    private func mapped(_ column: UserColumn, _ cells: [String]) throws -> [Ruling] {
        let sample = FeedSample(
            ["action", "user", column.name], cells.map { ["disable", "id:1", $0] })
        let batch = try sample.batch()
        return cells.indices.map { record in
            let issue = batch.issues(of: record).first {
                $0.severity == .error && $0.column == column.name
            }
            guard issue == nil else { return Ruling(code: issue?.code) }
            let keySlot = column == .username ? 0 : column == .email ? 1 : nil
            return Ruling(
                value: batch.text(record, column),
                key: keySlot.flatMap { batch.bytes(record, slot: $0)?.text })
        }
    }

    @Test(arguments: columns) func edgesAreWhatTheRuleSays(_ column: UserColumn) throws {
        let mapped = try mapped(column, Self.edges)
        for (cell, mapped) in zip(Self.edges, mapped) {
            #expect(mapped == ruling(column, cell), "\(column.name): \(cell)")
        }
    }

    @Test(arguments: columns) func anyTextIsWhatTheRuleSays(_ column: UserColumn) throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("anyTextIsWhatTheRuleSays \(column.name): seed \(seed)")
        var dice = Dice(state: seed)
        let letters = Array("ab19@@..-+_ Az;:é\"'~eEidx\u{7F}")
        let cells = (0..<400).map { _ in
            // Not blank: that is no value, and never comes to the rules.
            "a"
                + String(
                    (0..<Int.random(in: 0..<24, using: &dice)).map { _ in
                        letters.randomElement(using: &dice) ?? "a"
                    }) + "z"
        }
        for (cell, mapped) in zip(cells, try mapped(column, cells)) {
            #expect(mapped == ruling(column, cell), "seed \(seed), \(column.name): \(cell)")
        }
    }
}
