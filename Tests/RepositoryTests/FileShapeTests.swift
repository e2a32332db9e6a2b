import Testing

/// How large files are, what they are called, and what they must not contain.
@Suite struct FileShapeTests {
    static let sources = Repository.files(in: "Sources", ending: ".swift")

    @Test func noFileIsLongerThan400Lines() {
        for file in Repository.swiftFiles {
            let count = Repository.lines(file).count - 1
            #expect(count <= 400, "\(file) has \(count) lines")
        }
    }

    @Test func theMedianFileIsShort() {
        let counts = Self.sources.map { Repository.lines($0).count - 1 }.sorted()
        #expect(counts[counts.count / 2] <= 120)
    }

    @Test func whatOthersSeeIsDocumented() {
        let missing = Self.sources.flatMap(SwiftText.undocumentedDeclarations)
        #expect(missing.isEmpty, "no documentation comment:\n\(missing.joined(separator: "\n"))")
    }

    @Test func noCodeCrashesOnPurpose() {
        let places = SwiftText.places(
            of: /\b(fatalError\(|try!|as! )/, mentioning: ["fatalError(", "try!", "as! "],
            in: Self.sources)
        #expect(places == [])
    }

    @Test func namesSayWhatAThingIs() {
        let vague = /(Manager|Helper|Helpers|Util|Utils|Utilities|Misc|Common)\.swift$/
        for file in Repository.swiftFiles {
            #expect(file.firstMatch(of: vague) == nil, "\(file)")
        }
    }

    @Test func nothingIsLeftForLater() {
        // Spelled in two parts so that this file keeps its own rule.
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX:"]
        for file in Self.written {
            #expect(!Repository.mentions(marks, in: file), "\(file)")
        }
    }

    @Test func noFileNamesAMachine() {
        let paths = ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/Use" + "rs/"]
        for file in Self.written {
            #expect(!Repository.mentions(paths, in: file), "\(file)")
        }
    }

    /// Files that people write.
    static let written = Repository.files.filter { file in
        [".swift", ".md", ".yaml", ".yml", ".h", ".c", ".py", ".sh", "Makefile", "run"]
            .contains { file.hasSuffix($0) }
    }
}
