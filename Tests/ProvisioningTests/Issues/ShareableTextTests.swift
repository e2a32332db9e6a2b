import Provisioning
import Testing

/// What a message keeps where nobody may learn of a person.
@Suite struct ShareableTextTests {
    @Test(
        arguments: [
            ("has 3 fields where the header has 2", "has 3 fields where the header has 2"),
            (
                "group \"Cancer\" was unknown and is created",
                "group \"…\" was unknown and is created"
            ),
            ("already belongs to user id:17", "already belongs to a user"),
            ("user id:1 is due, user id:23 is not", "a user is due, a user is not"),
            ("in field 3 (\"Ada\"): text", "in field 3 (\"…\"): text"),
            ("<ada> stands beside the records", "<…> stands beside the records"),
            // A name may have the sign in it by which it is known.
            ("is \"a\" b \"c\" meant?", "is \"…\" meant?"), ("<a>b> stands", "<…> stands"),
            ("one \" alone", "one \" alone"), ("> and <", "> and <"),
            ("leads to user id:", "leads to a user"), ("", ""),
        ])
    func whatMayTellOfAPersonGoes(text: String, shown: String) {
        #expect(ShareableText.of(text) == shown)
    }

    @Test func aValueAndAHeaderAreNotNamed() {
        var issue = RecordIssue(
            .feedColumnUnknown, column: "Ada", value: "Ada", finding: "is unknown")
        #expect(issue.message == "\"Ada\" is unknown")
        #expect(issue.shareableMessage == "the value is unknown")
        issue.columnNumber = 3
        #expect(issue.shareableMessage == "column 3 is unknown")
    }
}
