import Muster
import Provisioning
import Testing

@Suite struct SampleFeedTests {
    /// Records of a CSV text without line breaks in fields.
    private func records(_ text: String) -> [[String]] {
        text.split(separator: "\r\n").map { line in
            var fields = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == ",", !isQuoted {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
    }

    private var rows: [[String: String]] {
        get throws {
            let all = records(try SampleFeed.text())
            return all.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(all[0], $0)) }
        }
    }

    @Test func everyRowHasTheFieldsOfTheHeader() throws {
        let all = records(try SampleFeed.text())
        #expect(all[0] == SampleFeed.columns)
        #expect(all.allSatisfy { $0.count == all[0].count })
        #expect(all[0].allSatisfy { UserColumn(name: $0) != nil || $0.hasPrefix("attr.") })
        #expect(Set(all[0]).count == all[0].count)
    }

    @Test func everyActionOfThisVersionThatAnEmptyDirectoryCanTakeHasARow() throws {
        let shown = Set(try rows.map { $0["action"] ?? "" })
        let others: Set<Action> = [
            .update, .impersonate, .generateBackupCode, .resetPassword, .resendOnboarding,
        ]
        let expected = Action.allCases.filter { !others.contains($0) }
        #expect(shown == Set(expected.map(\.word)))
    }

    @Test func noTwoRowsDescribeOnePerson() throws {
        let describing = try rows.filter { ["add", "upsert"].contains($0["action"]) }
        for key in ["username", "email", "external_id"] {
            #expect(Set(describing.map { $0[key] ?? "" }).count == describing.count)
        }
    }

    @Test func everyOtherRowNamesAPersonOfAnEarlierRow() throws {
        var known: Set<String> = []
        for row in try rows {
            if let user = row["user"], !user.isEmpty { #expect(known.contains(user)) }
            known.insert(row["username"] ?? "")
            known.insert("ext:\(row["external_id"] ?? "")")
        }
    }

    @Test func everyColumnHasAnExample() throws {
        let rows = try rows
        for column in SampleFeed.columns {
            #expect(rows.contains { $0[column]?.isEmpty == false }, "\(column)")
        }
    }

    @Test func everyProfileColumnIsThere() {
        let missing = UserColumn.profile.map(\.name).filter { !SampleFeed.columns.contains($0) }
        #expect(missing.isEmpty)
    }

    @Test func addressesAreOfDomainsThatNobodyHas() throws {
        let domains = ["example.com", "example.net", "example.org"]
        for value in try rows.flatMap(\.values) where value.contains("@") {
            #expect(domains.contains { value.hasSuffix("@\($0)") || value.hasSuffix(".\($0)") })
        }
    }

    @Test(arguments: ["ods", "", "CSV"])
    func otherFormatsAreRefused(format: String) {
        do throws(RunHalt) {
            _ = try SampleFeed.text(format: format)
            Testing.Issue.record("\(format) was taken")
        } catch {
            #expect(error.status == .usage)
            #expect(error.code == .feedFormatUnknown)
        }
    }

    /// A column that says the opposite holds the opposite: filled in as it is, the sample would
    /// block the people in it.
    @Test(arguments: ["csv", "xml", "jsonl"])
    func columnsThatSayTheOppositeAreWrittenSo(format: String) throws {
        var profile = FeedProfile()
        profile.columns = ["ACCOUNT_DISABLED": "enabled"]
        let text = try SampleFeed.text(format: format, profile: profile)
        let plain = try SampleFeed.text(format: format)
        #expect(text.contains("ACCOUNT_DISABLED"))
        #expect(plain.contains("true") && !text.contains("true"))
    }
}
