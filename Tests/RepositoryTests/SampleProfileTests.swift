import Testing

/// A ready-made profile is whole: its feed, what that gives, and a line that says what it shows.
@Suite struct SampleProfileTests {
    static let folder = "samples/profiles"
    static let profiles = Repository.files(in: folder, ending: ".yaml")

    /// Files of the folder that belong to a profile, without the folder.
    private static func files(of profile: String) -> [String] {
        let stem = profile.dropLast(".yaml".count)
        return Repository.files(in: folder).filter { $0.hasPrefix(stem + ".") && $0 != profile }
            .map { String($0.dropFirst(folder.count + 1)) }
    }

    @Test(arguments: profiles) func everyProfileHasAFeedAndItsResults(profile: String) {
        let files = Self.files(of: profile)
        let made = files.filter {
            $0.hasSuffix(".expected.csv") || $0.hasSuffix(".directory.csv")
        }
        let feeds = files.filter { !made.contains($0) }
        #expect(!feeds.isEmpty, "\(profile) has no feed")
        for feed in feeds {
            let stem = feed.split(separator: ".").dropLast().joined(separator: ".")
            #expect(made.contains("\(stem).expected.csv"), "\(feed) has no results")
        }
        #expect(made.contains { $0.hasSuffix(".directory.csv") }, "\(profile)")
    }

    @Test(arguments: profiles) func everyProfileIsNamedWhereSamplesAre(profile: String) {
        let name = profile.dropFirst("samples/".count)
        for document in ["samples/README.md", "docs/profiles.md"] {
            #expect(Repository.text(document).contains("\(name))"), "\(document): \(name)")
        }
    }

    @Test func whatThePageShowsStandsInAProfile() {
        let profiles = Self.profiles.map { Repository.text($0) }
        for match in Repository.text("docs/profiles.md").matches(of: /```yaml\n([^`]*)```/) {
            let excerpt = String(match.output.1)
            #expect(profiles.contains { $0.contains(excerpt) }, "\(excerpt)")
        }
    }

    @Test func noFileOfTheFolderIsLeftOver() {
        let known = Set(Self.profiles.flatMap(Self.files))
        for file in Repository.files(in: Self.folder) where !Self.profiles.contains(file) {
            #expect(known.contains(String(file.dropFirst(Self.folder.count + 1))), "\(file)")
        }
    }
}
