import Provisioning
import Testing

/// Every code that a user can meet is explained, and nothing else is.
@Suite struct IssueCodeDocumentTests {
    static let lines = Repository.lines("docs/issue-codes.md")

    /// Codes of the headings, in order.
    static let headings = lines.compactMap { line in
        line.wholeMatch(of: /## `([^`]+)`/).map { String($0.output.1) }
    }

    @Test func everyCodeHasItsHeading() {
        for code in IssueCode.allCases {
            #expect(Self.headings.contains(code.rawValue), "no heading for \(code.rawValue)")
        }
    }

    @Test func everyHeadingIsACode() {
        for heading in Self.headings {
            #expect(IssueCode(rawValue: heading) != nil, "\(heading) is no code")
        }
        #expect(Self.lines.count { $0.hasPrefix("## ") } == Self.headings.count)
    }

    @Test func noCodeIsExplainedTwice() {
        #expect(Set(Self.headings).count == Self.headings.count)
    }

    @Test func everyHeadingSaysHowMuchItWeighs() throws {
        for (index, line) in Self.lines.enumerated() {
            guard let match = line.wholeMatch(of: /## `([^`]+)`/),
                let code = IssueCode(rawValue: String(match.output.1))
            else { continue }
            let body = Self.lines[(index + 1)...].drop { $0.isEmpty }.prefix { !$0.hasPrefix("#") }
            let first = try #require(body.first, "\(code.rawValue) is not explained")
            let weight = code.severity == .warning ? "Warning. " : "Error. "
            let stops = ["Stops the run", "Stops mail delivery", "Stops what was asked for"]
            #expect(
                first.hasPrefix(weight)
                    || (code.severity == .error && stops.contains { first.hasPrefix($0) }),
                "\(code.rawValue) begins with neither \(weight)nor \(stops)")
            #expect(
                body.joined(separator: " ").contains("**Do:**"),
                "\(code.rawValue) does not say what to do")
        }
    }

    /// Halts that the sources spell out carry the exit status that the document gives.
    @Test func statusesAreThoseThatTheCodeGives() throws {
        for file in Repository.files(in: "Sources", ending: ".swift") {
            for halt in Repository.text(file).matches(of: /RunHalt\(\s*\.(\w+),\s*\.(\w+)/) {
                let code = try #require(
                    IssueCode.allCases.first { "\($0)" == String(halt.output.2) },
                    "\(halt.output.2)")
                let status = try #require(Self.statuses[halt.output.1], "\(halt.output.1)")
                // A command's own record that is wrong is a rejected record, not a halt.
                if status == .someRejected { continue }
                #expect(
                    Self.documentedStatuses(of: code).contains(status.rawValue),
                    "\(file) ends with \(status.rawValue) for \(code.rawValue)")
            }
        }
    }

    /// Exit statuses by the name of their case.
    private static let statuses: [Substring: Provisioning.ExitStatus] = {
        var statuses: [Substring: Provisioning.ExitStatus] = [:]
        for number in 0...255 as ClosedRange<Int32> {
            if let status = Provisioning.ExitStatus(rawValue: number) {
                statuses["\(status)"] = status
            }
        }
        return statuses
    }()

    private static func documentedStatuses(of code: IssueCode) -> [Int32] {
        let section = lines.drop { $0 != "## `\(code.rawValue)`" }.dropFirst()
            .prefix { !$0.hasPrefix("## ") }.joined(separator: " ")
        return section.matches(of: /exit status ([0-9]+)(?: or ([0-9]+))?/)
            .flatMap { [$0.output.1, $0.output.2 ?? ""] }.compactMap { Int32($0) }
    }

    @Test(arguments: IssueCode.allCases) func codeIsSpelledStageSubjectCondition(code: IssueCode) {
        #expect(code.rawValue.wholeMatch(of: /[a-z0-9]+(\.[a-z0-9-]+){1,2}/) != nil)
    }
}
