import Muster
import Provisioning
import Testing

/// A table of every key: what it reads, and where and how it refuses.
@Suite struct ConfigurationKeyTests {
    struct Good: Sendable {
        var path: String
        var text: String
        var holds: @Sendable (MusterConfiguration, FeedProfile) -> Bool

        init(
            _ path: String, _ text: String,
            _ holds: @escaping @Sendable (MusterConfiguration, FeedProfile) -> Bool
        ) {
            self.path = path
            self.text = text
            self.holds = holds
        }
    }

    struct Bad: Sendable {
        var path: String
        var text: String
        /// What the message says of the value.
        var finding: String

        init(_ path: String, _ text: String, _ finding: String) {
            self.path = path
            self.text = text
            self.finding = finding
        }
    }

    /// The file that says just this, and where its value stands.
    static func file(_ path: String, _ value: String) -> (text: String, place: String) {
        let names = path.split(separator: ".")
        var lines: [String] = []
        for (depth, name) in names.enumerated() {
            lines.append(String(repeating: "  ", count: depth) + "\(name):")
        }
        let column = lines[lines.count - 1].count + 2
        lines[lines.count - 1] += " \(value)"
        return (lines.joined(separator: "\n") + "\n", "muster.yaml:\(names.count):\(column): ")
    }

    /// A path of the tables as the description of the keys spells it.
    static func describedPath(_ path: String) -> String {
        var names = path.split(separator: ".").map(String.init)
        if names.first == "feeds", names.count > 1 { names[1] = "NAME" }
        if names.count > 4, names[2] == "derive" { names[3] = "COLUMN" }
        return names.joined(separator: ".")
    }

    @Test(arguments: ConfigurationCases.good)
    func rightValuesAreTaken(row: Good) throws {
        let configuration = try ConfigurationReader.read(Self.file(row.path, row.text).text)
        #expect(
            row.holds(configuration, configuration.profile(of: "hr")), "\(row.path): \(row.text)")
    }

    @Test(arguments: ConfigurationCases.bad)
    func wrongValuesAreRefusedAtTheirPlace(row: Bad) {
        let file = Self.file(row.path, row.text)
        let halt = ConfigurationReader.halt(file.text)
        #expect(halt?.status == .configuration)
        #expect(halt?.code == .configValueInvalid)
        let message = halt?.message ?? ""
        #expect(message.hasPrefix(file.place), "\(message)")
        #expect(message.contains(row.finding), "\(message)")
        #expect(halt?.advice == nil)
    }

    /// Keys that stand only beside another one, which the tables cannot give them.
    static let companions: Set = [
        "feeds.NAME.derive.COLUMN.derive", "feeds.NAME.trailer.count_field",
        "feeds.NAME.trailer.includes",
    ]

    @Test func theTablesHaveEveryKey() {
        var keys = Set(ConfigurationDescription.keys.filter { !$0.initial.isEmpty }.map(\.path))
        keys.subtract(Self.companions)
        let good = Set(ConfigurationCases.good.map { Self.describedPath($0.path) })
        let bad = Set(ConfigurationCases.bad.map { Self.describedPath($0.path) })
        #expect(keys.subtracting(good).sorted() == [])
        #expect(keys.subtracting(bad).sorted() == [])
    }

    @Test func noKeyTakesASectionOrAListInPlaceOfAValue() {
        for key in ConfigurationDescription.keys where !key.initial.isEmpty {
            guard !Self.companions.contains(key.path), !key.initial.hasPrefix("["),
                !key.initial.hasPrefix("{")
            else { continue }
            let path = key.path.split(separator: ".").map {
                $0 == "NAME" ? "hr" : $0 == "COLUMN" ? "email" : String($0)
            }.joined(separator: ".")
            for value in ["[on]", "{on: on}", "", "~"] {
                let message = ConfigurationReader.halt(Self.file(path, value).text)?.message ?? ""
                #expect(message.contains("\(path): is "), "\(path): \(value): \(message)")
            }
        }
    }
}
