import Testing

/// Documents say what is there.
@Suite struct DocumentTests {
    @Test(arguments: Repository.documents) func relativeLinksLeadSomewhere(document: String) {
        let folder = document.split(separator: "/").dropLast().joined(separator: "/")
        for match in Repository.text(document).matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
            let target = String(match.output.1)
            if target.contains("://") || target.hasPrefix("mailto:") { continue }
            let path = folder.isEmpty ? target : folder + "/" + target
            #expect(Repository.exists(path), "\(document) links to \(target)")
        }
    }

    @Test(arguments: Repository.documents) func makeTargetsNamedInDocumentsExist(document: String) {
        let targets = Set(
            Repository.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { $0.output.1 })
        for match in Repository.text(document).matches(of: /(?m)(?:`|^ *\$? *)make ([a-z-]+)/) {
            #expect(targets.contains(match.output.1), "\(document): make \(match.output.1)")
        }
    }

    @Test func architectureNamesEveryTarget() {
        let text = Repository.text("docs/ARCHITECTURE.md")
        for target in Repository.entries(of: "Sources") {
            #expect(text.contains("`\(target)`"), "docs/ARCHITECTURE.md does not name \(target)")
        }
    }

    @Test func architectureNamesEveryDependency() {
        let text = Repository.text("docs/ARCHITECTURE.md")
        for match in Repository.text("Package.swift").matches(
            of: /url: "https:\/\/[^"]*\/([^"\/]+)"/)
        {
            #expect(text.contains(match.output.1), "no reason is given for \(match.output.1)")
        }
    }

    @Test func changelogHasAPlaceForTheNextRelease() {
        #expect(Repository.text("docs/CHANGELOG.md").contains("## Unreleased"))
    }
}
