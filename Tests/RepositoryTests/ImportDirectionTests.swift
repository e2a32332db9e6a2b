import Testing

/// Who may import whom: arrows point at the core, and each dependency has one door.
@Suite struct ImportDirectionTests {
    /// What a target may import beside the Swift standard library's own modules.
    static let allowed: [String: Set<String>] = [
        "Provisioning": ["CIDN2", "CUnistring", "Dispatch"],
        "FeedFormats": ["Provisioning", "CXMLEvents", "CZlib", "CZstd"],
        "Credentials": [
            "Provisioning", "CArgon2", "CCrypt", "Crypto", "CryptoExtras", "FoundationEssentials",
        ],
        "SQLiteDirectory": ["Provisioning", "GRDB", "GRDBSQLite"],
        "MailDelivery": ["Provisioning", "CMailTransfer", "Mustache", "FoundationEssentials"],
        "ResultReporting": ["Provisioning"],
        "Muster": [
            "Provisioning", "FeedFormats", "Credentials", "SQLiteDirectory", "MailDelivery",
            "ResultReporting", "Yams", "FoundationEssentials", "Foundation",
        ],
        "MusterCommand": [
            "Muster", "Provisioning", "ResultReporting", "ArgumentParser", "Rainbow",
            "FoundationEssentials", "Foundation",
        ],
    ]
    static let everywhere: Set<String> = ["Glibc", "Synchronization"]

    /// Targets written in Swift: a folder of Sources without a module map.
    static let targets = Repository.entries(of: "Sources").filter {
        !Repository.exists("Sources/\($0)/module.modulemap")
            && !Repository.exists("Sources/\($0)/include")
    }

    @Test(arguments: targets) func targetImportsOnlyWhatTheLayersAllow(target: String) throws {
        let allowed = try #require(Self.allowed[target], "\(target) has no line in the table")
        for file in Repository.files(in: "Sources/\(target)", ending: ".swift") {
            for module in Self.imports(of: file) {
                #expect(
                    allowed.contains(module) || Self.everywhere.contains(module),
                    "\(file) imports \(module)")
            }
        }
    }

    @Test func onlyTheCommandReadsItsSurroundingsOrExits() {
        // The folder for temporary files is a convention of the system, not a setting of ours.
        let words = /\b(CommandLine\.|ProcessInfo\b|getenv\((?!"TMPDIR"\))|_?exit\()/
        let places = SwiftText.places(
            of: words, mentioning: ["CommandLine", "ProcessInfo", "getenv(", "exit("],
            in: Self.sources(except: "MusterCommand"))
        #expect(places == [])
    }

    @Test func onlyTheDirectorySpeaksSQL() {
        let words = /"\s*(SELECT|INSERT|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA)\s/
        let places = SwiftText.places(
            of: words, mentioning: ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA"],
            in: Self.sources(except: "SQLiteDirectory"))
        #expect(places == [])
    }

    @Test func onlyTheLibraryFacadeIsPublic() {
        let places = SwiftText.places(
            of: /^\s*(@\w+\s+)*public\s/, mentioning: ["public "],
            in: Self.sources(except: "Muster"))
        #expect(places == [])
    }

    private static func sources(except target: String) -> [String] {
        Repository.files(in: "Sources", ending: ".swift")
            .filter { !$0.hasPrefix("Sources/\(target)/") }
    }

    static func imports(of file: String) -> [String] {
        // Imports stand at the left edge.
        SwiftText.codeLines(of: file).filter { !$0.text.hasPrefix(" ") }.compactMap { line in
            let pattern =
                /^(@\w+\s+)*((package|public|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
            return line.text.firstMatch(of: pattern).map { String($0.output.4) }
        }
    }
}
