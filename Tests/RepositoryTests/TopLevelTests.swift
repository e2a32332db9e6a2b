import Testing

/// What a stranger sees first.
@Suite struct TopLevelTests {
    static let agreed: Set<String> = [
        ".ci", ".gitignore", ".swift-format", "Benchmarks", "LICENSE", "Makefile", "Package.swift",
        "README.md", "Sources", "Tests", "docs", "samples",
    ]

    @Test func topLevelHoldsOnlyTheAgreedEntries() {
        let made =
            /^(\.git|\.build.*|\.swiftpm|\.vscode|Package\.resolved|muster\..*|.*\.sqlite.*)$/
        for entry in Repository.entries() where entry.wholeMatch(of: made) == nil {
            #expect(Self.agreed.contains(entry), "\(entry) is not agreed")
        }
    }

    @Test(arguments: [
        "README.md", "Makefile", ".ci/run", "docs/ARCHITECTURE.md", "docs/CONTRIBUTING.md",
        "docs/CHANGELOG.md", "docs/issue-codes.md", "samples/README.md", "Benchmarks/README.md",
    ]) func everyoneFindsWhatTheyLookFor(file: String) {
        #expect(Repository.exists(file))
    }

    @Test func everyTargetHasTests() {
        for target in ImportDirectionTests.targets where target != "MusterCommand" {
            #expect(Repository.isFolder("Tests/\(target)Tests"), "\(target) has no tests")
        }
        #expect(Repository.isFolder("Tests/EndToEndTests"))
    }
}
