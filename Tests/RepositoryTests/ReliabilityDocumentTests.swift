import Foundation
import Testing

/// docs/reliability.md names tests that exist, for each promise, and every suite of `make torture`.
@Suite struct ReliabilityDocumentTests {
    static let promises = (1...12).map { "P\($0)" }

    /// The row of each promise.
    static func rows() throws -> [String: String] {
        var rows: [String: String] = [:]
        for line in Repository.lines("docs/reliability.md") where line.hasPrefix("| P") {
            let name = line.dropFirst(2).prefix { $0 != " " }
            rows[String(name)] = String(line)
        }
        return rows
    }

    /// Names of all suites of tests.
    static let suites: Set<String> = {
        var names: Set<String> = []
        for file in Repository.files(in: "Tests", ending: ".swift") {
            for line in Repository.lines(file) {
                for match in line.matches(of: /\bstruct ([A-Z]\w*(?:Tests|Torture))\b/) {
                    names.insert(String(match.output.1))
                }
            }
        }
        return names
    }()

    static func named(in text: String) -> Set<String> {
        Set(text.matches(of: /`([A-Z]\w*(?:Tests|Torture))`/).map { String($0.output.1) })
    }

    @Test func eachPromiseNamesTestsThatExist() throws {
        let rows = try Self.rows()
        #expect(Set(rows.keys) == Set(Self.promises))
        for (promise, row) in rows {
            let named = Self.named(in: row)
            #expect(!named.isEmpty, "\(promise)")
            #expect(
                named.isSubset(of: Self.suites), "\(promise): \(named.subtracting(Self.suites))")
        }
    }

    @Test func everySuiteOfTheTortureIsNamed() {
        let text = Repository.lines("docs/reliability.md").joined(separator: "\n")
        let torture = Self.suites.filter { $0.hasSuffix("Torture") }
        #expect(torture.count > 5)
        #expect(torture.isSubset(of: Self.named(in: text)))
    }

    /// The breaks that `Tests/Mutation/mutate.py promises` makes: where they are to be, and whose tests.
    @Test func eachPromiseHasABreakThatFitsTheCode() throws {
        let text = Repository.lines("Tests/Mutation/promises.toml").joined(separator: "\n")
        var broken: Set<String> = []
        for entry in text.components(separatedBy: "[[break]]").dropFirst() {
            func value(_ name: String) throws -> String {
                let start = try #require(entry.range(of: "\n\(name) = \""), "\(name) in \(entry)")
                let rest = String(entry[start.upperBound...].prefix { $0 != "\n" })
                return String(rest.dropLast()).replacing(#"\""#, with: "\"").replacing(
                    #"\n"#, with: "\n"
                )
                .replacing(#"\\"#, with: #"\"#)
            }
            broken.insert(try value("promise"))
            let file = try value("file")
            let code = Repository.lines(file).joined(separator: "\n")
            let find = try value("find")
            let found = code.components(separatedBy: find).count - 1
            #expect(found == 1, "\(file) has \(found) times: \(find)")
            for name in try value("tests").split(separator: "|") where name.hasSuffix("Tests") {
                let suite = String(name.split(separator: ".").last ?? name)
                #expect(Self.suites.contains { $0.hasSuffix(suite) } || suite == "FeedFormatsTests")
            }
        }
        #expect(broken == Set(Self.promises))
    }
}
