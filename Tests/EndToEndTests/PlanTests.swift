import Foundation
import Testing

/// Done when 4 of safety: a plan is carried out as it was reviewed, or refused.
@Suite struct PlanTests {
    static let formats = ["csv", "xml", "jsonl"]

    /// A directory with users, groups and devices.
    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(
            """
            action,user,username,email,department,groups,device
            ,,ada,ada@example.com,Sales,staff,
            ,,bob,bob@example.com,Sales,staff,
            ,,cyd,cyd@example.com,Law,,
            register-device,ada,,,,,phone
            register-device,ada,,,,,laptop
            """, to: "first.csv")
        try place.write("policy: {second_factor: none}\n", to: "muster.yaml")
        let ending = place.muster("import", "first.csv", "--quiet", "--feed", "base")
        #expect(ending.status == 0, "\(ending.error)")
        return place
    }

    static func feed(_ format: String) -> String {
        switch format {
        case "xml":
            """
            <users>
            <user><username>ada</username><email>ada@example.com</email>\
            <department>Support</department><device_limit>1</device_limit></user>
            <user><username>bob</username><email>bob@example.com</email>\
            <department>Sales</department></user>
            <user><username>eve</username><email>eve@example.com</email>\
            <groups><group>staff</group><group>new</group></groups></user>
            <user><username>fay</username><email>nonsense</email></user>
            <user action="disable"><user>cyd</user></user>
            </users>
            """
        case "jsonl":
            """
            {"username":"ada","email":"ada@example.com","department":"Support","device_limit":1}
            {"username":"bob","email":"bob@example.com","department":"Sales"}
            {"username":"eve","email":"eve@example.com","groups":["staff","new"]}
            {"username":"fay","email":"nonsense"}
            {"action":"disable","user":"cyd"}

            """
        default:
            """
            action,user,username,email,department,device_limit,groups
            ,,ada,ada@example.com,Support,1,
            ,,bob,bob@example.com,Sales,,
            ,,eve,eve@example.com,,,staff;new
            ,,fay,nonsense,,,
            disable,cyd,,,,,

            """
        }
    }

    static func copy(_ place: Workplace) throws -> Workplace {
        let other = try Workplace()
        for name in ["muster.sqlite", "muster.key", "muster.yaml", "muster.audit-head"] {
            let url = URL(filePath: place.path(name))
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            try FileManager.default.copyItem(atPath: url.path, toPath: other.path(name))
        }
        return other
    }

    static func plan(_ place: Workplace, _ format: String = "csv") throws -> ProcessEnding {
        try place.write(feed(format), to: "next.\(format)")
        return place.muster(
            "plan", "next.\(format)", "--out", "next.plan", "--mail", "--results",
            "results.jsonl")
    }

    @Test(arguments: formats) func aPlanThatFitsEndsLikeAnImport(format: String) throws {
        let place = try Self.place()
        let model = try Self.copy(place)
        let planned = try Self.plan(place, format)
        #expect(planned.status == 1, "\(planned.error)")
        #expect(place.names.contains("next.plan"))
        #expect(!place.names.contains("results.jsonl"))
        #expect(place.mode(of: "next.plan") == 0o600)
        #expect(try place.contents() == model.contents())
        let applied = place.muster("apply", "next.plan")
        #expect(applied.status == 1, "\(applied.error)")
        try model.write(Self.feed(format), to: "next.\(format)")
        let imported = model.muster(
            "import", "next.\(format)", "--mail", "--results", "results.jsonl")
        #expect(imported.status == 1)
        #expect(try place.contents() == model.contents())
        #expect(try place.read("results.jsonl") == model.read("results.jsonl"))
        let runs = place.muster("runs", "list", "--limit", "1").output
        #expect(runs.contains("\tapply\t"))
    }

    @Test func aChangedFileIsRefused() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        let before = try place.contents()
        try place.write(Self.feed("csv") + ",,gus,gus@example.com,,,\n", to: "next.csv")
        let applied = place.muster("apply", "next.plan")
        #expect(applied.status == 2)
        #expect(applied.error.contains("[run.plan.moved]"))
        #expect(applied.error.contains("the file"))
        #expect(applied.error.contains("next.csv"))
        #expect(!applied.error.contains("configuration"))
        #expect(try place.contents() == before)
    }

    @Test func aChangedConfigurationIsRefused() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        let before = try place.contents()
        try place.write(
            "policy: {second_factor: none, device_limit: 5}\n", to: "muster.yaml")
        let applied = place.muster("apply", "next.plan")
        #expect(applied.status == 2)
        #expect(applied.error.contains("the configuration changed"))
        #expect(try place.contents() == before)
    }

    @Test func aUserWhoMovedIsNamed() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        #expect(place.muster("user", "update", "ada", "--job-title", "Boss").status == 0)
        let before = try place.contents()
        let applied = place.muster("apply", "next.plan")
        #expect(applied.status == 2)
        #expect(applied.error.contains("user id:1 (record 1) changed"), "\(applied.error)")
        #expect(!applied.error.contains("ada"))
        #expect(try place.contents() == before)
    }

    @Test func aUserWhomThePlanLeavesAloneMayMove() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        #expect(place.muster("user", "update", "bob", "--job-title", "Boss").status == 0)
        #expect(place.muster("apply", "next.plan").status == 1)
    }

    @Test func aKeyThatIsTakenIsFound() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        #expect(place.muster("user", "add", "zoe", "--email", "eve@example.com").status == 0)
        let before = try place.contents()
        let applied = place.muster("apply", "next.plan")
        #expect(applied.status == 2)
        #expect(
            applied.error.contains("record 3 (was created, is rejected)"), "\(applied.error)")
        #expect(try place.contents() == before)
    }

    @Test func aGroupThatIsGoneIsFound() throws {
        let place = try Self.place()
        try place.write("user,action,groups\nada,remove-from-groups,staff\n", to: "next.csv")
        #expect(place.muster("plan", "next.csv", "--out", "next.plan").status == 0)
        #expect(
            place.muster("user", "add-to-groups", "cyd", "staff").status == 0)
        #expect(place.muster("apply", "next.plan").status == 0)
    }

    @Test func aPlanIsAppliedOnce() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        #expect(place.muster("apply", "next.plan").status == 1)
        let again = place.muster("apply", "next.plan")
        #expect(again.status == 2)
        #expect(again.error.contains("this plan was applied by run"))
        #expect(again.error.contains("[run.plan.moved]"))
    }

    @Test func anEditedPlanIsFound() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        let text = try place.read("next.plan")
        try place.write(
            text.replacingOccurrences(of: "\"Support\"", with: "\"Board\""), to: "edited.plan")
        for words in [["apply", "edited.plan"], ["plan", "show", "edited.plan"]] {
            let ending = place.start(words).end()
            #expect(ending.status == 65)
            #expect(ending.error.contains("[run.plan.malformed]"))
        }
        // Cut at any line.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for count in 0..<lines.count - 1 {
            try place.write(lines[..<count].joined(separator: "\n"), to: "cut.plan")
            #expect(place.muster("plan", "show", "cut.plan").status == 65, "\(count) lines")
        }
    }

    @Test func aPlanForAnotherDirectoryIsFound() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        let other = try Self.place()
        try other.write(try place.read("next.plan"), to: "next.plan")
        let ending = other.muster("apply", "next.plan")
        #expect(ending.status == 65)
        #expect(ending.error.contains("another directory"))
    }

    @Test func aPlanWorksWhereThereIsNoDirectory() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        #expect(place.muster("plan", "users.csv", "--out", "users.plan").status == 0)
        #expect(place.names == ["users.csv", "users.plan"])
        #expect(try place.read("users.plan").contains("\"keyed\":false"))
        #expect(place.muster("apply", "users.plan").status == 0)
        #expect(place.muster("users", "find", "ada").lines.count == 1)
        try place.write("username,email\nbob,bob@example.com\n", to: "more.csv")
        let late = try Workplace()
        try late.write("username,email\nbob,bob@example.com\n", to: "users.csv")
        #expect(late.muster("plan", "users.csv", "--out", "users.plan").status == 0)
        #expect(late.muster("user", "add", "eve", "--email", "eve@example.com").status == 0)
        let refused = late.muster("apply", "users.plan")
        #expect(refused.status == 2)
        #expect(refused.error.contains("which had no users"))
    }

    @Test func standardInputIsRefused() throws {
        let place = try Workplace()
        let ending = place.muster("plan", "-", "--out", "x.plan", input: "username,email\n")
        #expect(ending.status == 64)
        #expect(place.names.isEmpty)
    }

    @Test func noOtherFileIsOverwritten() throws {
        let place = try Self.place()
        try place.write(Self.feed("csv"), to: "next.csv")
        let ending = place.muster("plan", "next.csv", "--out", "first.csv")
        #expect(ending.status == 73)
        #expect(try place.read("first.csv").hasPrefix("action,"))
        _ = try Self.plan(place)
        #expect(try Self.plan(place).status == 1)
    }

    @Test func aGuardThatTripsLeavesNoPlan() throws {
        let place = try Self.place()
        try place.write(Self.feed("csv"), to: "next.csv")
        let ending = place.muster(
            "plan", "next.csv", "--out", "next.plan", "--max-rejects", "0")
        #expect(ending.status == 2)
        #expect(ending.error.contains("--allow rejects=1 --reason"), "\(ending.error)")
        #expect(!place.names.contains { $0.contains("plan") })
    }

    @Test func showSaysEverythingThatIsToBeReviewed() throws {
        let place = try Self.place()
        _ = try Self.plan(place)
        let shown = place.muster("plan", "show", "next.plan")
        #expect(shown.status == 0, "\(shown.error)")
        #expect(Self.masked(shown.output, place) == Self.golden)
        let one = place.muster("plan", "show", "next.plan", "--outcome", "updated")
        #expect(one.output.contains("department: Sales → Support"))
        #expect(!one.output.contains("eve"))
        let none = place.muster("plan", "show", "next.plan", "--limit", "1")
        #expect(none.output.hasSuffix("and 3 more (--limit)\n"))
        let json = place.muster(
            "plan", "show", "next.plan", "--format", "json", "--outcome", "rejected")
        let object =
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((object?["records"] as? [[String: Any]])?.count == 1)
        #expect((object?["plan"] as? [String: Any])?["records"] as? Int == 5)
    }

    /// The text without what differs from run to run.
    static func masked(_ text: String, _ place: Workplace) -> String {
        // The headline wraps after a path of its own length.
        let head = text.prefix { $0 != "M" }.replacingOccurrences(of: "\n  ", with: " ")
        let flat = head + text.drop { $0 != "M" }
        return flat.replacingOccurrences(of: place.folder, with: "FOLDER")
            .split(separator: "\n", omittingEmptySubsequences: false).map { line in
                if line.hasPrefix("Made ") { return "Made     THEN" }
                if line.hasPrefix("File ") { return "File     BYTES" }
                return String(line)
            }.joined(separator: "\n")
    }

    static let golden = """
        Plan for FOLDER/next.csv: 5 records, 1 rejected.
        Made     THEN
        Feed     default
        File     BYTES
        Program  muster 0.1.0

          created         1
          updated         1
          unchanged       1
          disabled        1
          rejected        1
          groups created  1

        Guards passed
          removals: 1 (at most 5)
          rejects: 1 (at most 99)
          identity: 0 (at most 99)
          drift: 0 (no limit)
          creates: 1 (no limit)
          updates: 1 (no limit)
          health: 0 (at most 0)

        Mails owed
          1 onboarding, at once

        More devices than the new limit
          user id:1 (record 1): 2 devices, limit 1

        Records
          updated  record 1, line 2  id:1  ada  ada@example.com
            department: Sales → Support
            device_limit: default → 1
            device_limit: "1" lets the user have 1 devices, and 2 are registered: they stay, and new \
        ones are refused [policy.device-limit.exceeded]
          created  record 3, line 4  eve  eve@example.com
            username: eve
            email: eve@example.com
            groups: +staff +new
            mail: onboarding
            groups: group "new" was unknown and is created [policy.group.created]
          rejected  record 4, line 5  fay  nonsense
            email: "nonsense" is not an e-mail address: it has no @ sign [field.email.malformed]
          disabled  record 5, line 6  id:3  cyd  cyd@example.com
            enabled: true → false

        """
}
