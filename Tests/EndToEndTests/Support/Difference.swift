/// The first lines in which two long texts differ, so that a failure can be read.
struct Difference: Equatable {
    var line: Int
    var found: String
    var expected: String

    /// nil: the texts are the same.
    init?(_ found: String, _ expected: String) {
        guard found != expected else { return nil }
        let foundLines = found.split(separator: "\n", omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
        var index = 0
        while index < min(foundLines.count, expectedLines.count),
            foundLines[index] == expectedLines[index]
        {
            index += 1
        }
        line = index + 1
        self.found = index < foundLines.count ? String(foundLines[index]) : "(end)"
        self.expected = index < expectedLines.count ? String(expectedLines[index]) : "(end)"
    }

    /// nil: the directories hold the same.
    init?(_ found: DirectoryContents, _ expected: DirectoryContents) {
        let parts = [
            (found.export, expected.export), (found.groups, expected.groups),
            (found.mails.joined(separator: "\n"), expected.mails.joined(separator: "\n")),
        ]
        guard let first = parts.lazy.compactMap({ Difference($0, $1) }).first else { return nil }
        self = first
    }
}
