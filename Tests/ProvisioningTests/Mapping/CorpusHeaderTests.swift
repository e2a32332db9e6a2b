import Glibc
import Provisioning
import Testing

/// Headers of feeds that nobody on this project wrote, where they are at hand.
@Suite struct CorpusHeaderTests {
    /// The first line of a file of the corpus; nil where it is absent.
    private func header(_ path: String, separator: Character) -> [String]? {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        guard let file = fopen("/\(root)/../shared/corpus/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 4_096)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let line = String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return line.split(omittingEmptySubsequences: false) { $0 == separator }
            .map { $0.filter { $0 != "\"" && !$0.isNewline } }
    }

    @Test func workersOfTheHRFeedsMapWithTheirProfile() throws {
        var skipped = 0
        for name in ["employeeData", "contractorData", "internData"] {
            guard let header = header("hr-feeds/\(name).csv", separator: ",") else {
                skipped += 1
                continue
            }
            let halt = #expect(throws: RunHalt.self) { try FeedSample(header, []).mapping() }
            #expect(halt?.code == .feedKeysMissing)

            var profile = FeedProfile()
            profile.columns = ["UserID": "username"]
            profile.derivations = ["email": "{username}@corp.example"]
            let mapping = try FeedSample(header, [], profile: profile).mapping()
            for (header, target) in [
                ("WorkerID", "employee_id"), ("WorkerStatus", "enabled"), ("UserID", "username"),
                ("FirstName", "first_name"), ("LastName", "last_name"),
                ("FullName", "display_name"), ("ManagerID", "manager"),
                ("HireDate", "start_date"), ("OnLeave", "attr.on_leave"),
                ("Department", "department"), ("CostCenter", "attr.costCenter"),
                ("JobTitle", "job_title"), ("CountryCode", "country"), ("OfficePhone", "phone"),
                ("Custom01", "attr.Custom01"), ("Division", "attr.org_unit"),
            ] { #expect(mapping.target(of: header) == target, "\(name) \(header)") }
            #expect(mapping.layout.slot(of: .email) != nil)
        }
        if skipped > 0 { print("CorpusHeaderTests: \(skipped) HR feeds skipped, no corpus") }
    }

    @Test func connectorHeadersMapOrSayWhyNot() throws {
        var skipped = 0
        for (name, separator, targets) in [
            ("authenticate", ";", ["first_name", "username", "last_name", "password"]),
            ("test-bom", ";", [nil, "first_name", "last_name", "email"]),
            ("discover-configuration", "|", [nil, "first_name", "username", "last_name", nil]),
        ] as [(String, Character, [String?])] {
            guard let header = header("connector-csv/files/\(name).csv", separator: separator)
            else {
                skipped += 1
                continue
            }
            #expect(try FeedSample(header, []).mapping().targets == targets, "\(name)")
        }
        if let header = header("connector-csv/files/schema-repeating-column.csv", separator: ";") {
            let halt = #expect(throws: RunHalt.self) { try FeedSample(header, []).mapping() }
            #expect(halt?.code == .feedColumnColliding)
        } else {
            skipped += 1
        }
        if skipped > 0 { print("CorpusHeaderTests: \(skipped) connector files skipped, no corpus") }
    }
}
