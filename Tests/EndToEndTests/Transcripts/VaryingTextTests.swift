import Testing

/// Comparisons forgive what varies, and nothing else.
@Suite struct VaryingTextTests {
    static func isSame(_ expected: String, _ printed: String) -> Bool {
        VaryingText.matches(
            expected.split(separator: "\n").map(String.init)[...],
            printed.split(separator: "\n").map(String.init)[...])
    }

    @Test(arguments: [
        ("Run  20261124-031500-7f3a90c2", "Run  20270101-000000-00000000"),
        ("3 records in 0.1 s", "3 records in 12.0 s"),
        ("until 2026-11-24T03:15:00Z", "until 2031-01-02T23:59:59Z"),
        ("code: X4DC-LENC-MJA4-JV3M", "code: 745R-5SBR-W72P-VPI6"),
        ("a   0.1 s  b", "a  12.25 s  b"),
        ("first\n...\nlast", "first\nx\ny\nlast"),
        ("first\n...", "first"),
    ]) func varyingPartsAreForgiven(expected: String, printed: String) {
        #expect(Self.isSame(expected, printed))
    }

    @Test(arguments: [
        ("created  1", "created  2"), ("2020-01-01", "2020-01-02"), ("ada", "Ada"),
        ("one", "one\ntwo"), ("one\ntwo", "one"), ("first\n...\nlast", "first\nx"),
        ("3 records in 0.1 s", "4 records in 0.1 s"),
    ]) func everythingElseCounts(expected: String, printed: String) {
        #expect(!Self.isSame(expected, printed))
    }

    @Test func aNameThatIsKnownIsTheSameEachTime() {
        let known: Set = ["20261124-031500-7f3a90c2"]
        let line = ["Run 20261124-031500-7f3a90c2"]
        let other = ["Run 20270101-000000-00000000"]
        #expect(VaryingText.matches(line[...], line[...], known: known))
        #expect(!VaryingText.matches(other[...], line[...], known: known))
        #expect(!VaryingText.matches(line[...], other[...], known: known))
        #expect(VaryingText.merged(other, line, known: known) == line)
    }

    @Test func anUpdateKeepsWhatMatches() {
        let old = ["Run 20261124-031500-7f3a90c2", "created 1", "...", "end"]
        let new = ["Run 20270101-000000-00000000", "created 2", "x", "y", "end"]
        #expect(
            VaryingText.merged(old, new)
                == ["Run 20261124-031500-7f3a90c2", "created 2", "...", "end"])
    }

    @Test func aNewLineOfAnUpdateNamesTheSameRun() {
        let old = ["Results 20261124-031500-7f3a90c2", "Summary 20261124-031500-7f3a90c2"]
        let new = ["Results", "Report", "Summary"].map { "\($0) 20270101-000000-00000000" }
        #expect(VaryingText.merged(old, new)[1] == "Report 20261124-031500-7f3a90c2")
    }

    @Test func aTerminalShowsWhatIsLeftOnIt() {
        let bytes = Array("\r\u{1B}[K50 %\r\u{1B}[K\u{1B}[32mdone\u{1B}[0m\r\nnext\n\n".utf8)
        #expect(TerminalShell.shown(bytes[...]) == ["done", "next"])
    }
}
