import Muster
import Provisioning
import Testing

@Suite struct ConfigurationReadingTests {
    private func message(_ text: String) -> String {
        ConfigurationReader.halt(text)?.message ?? ""
    }

    // MARK: Files that say nothing

    @Test(arguments: [
        "", "\n\n", "# nothing\n", "---\n", "{}", "~", "policy:\nfeeds:\n", "\u{FEFF}",
    ])
    func aFileWithoutSettingsIsAsByDefault(text: String) throws {
        let configuration = try ConfigurationReader.read(text)
        #expect(configuration.policy == DirectoryPolicy())
        #expect(configuration.limits == Limits())
        #expect(configuration.profile(of: "hr").feed == "hr")
    }

    @Test(arguments: ["policy", "- policy\n", "42"])
    func aFileThatIsNoSectionIsRefused(text: String) {
        #expect(ConfigurationReader.halt(text)?.code == .configValueInvalid)
        #expect(message(text).hasPrefix("muster.yaml:1:1: the file: is a"))
    }

    // MARK: Unknown keys

    @Test func anUnknownKeyIsNamedWithItsPlaceAndTheAllowedOnes() {
        let halt = ConfigurationReader.halt("policy:\n  devise_limit: 3\n")
        #expect(halt?.status == .configuration)
        #expect(halt?.code == .configKeyUnknown)
        #expect(
            halt?.message
                == "muster.yaml:2:3: unknown key \"devise_limit\" in policy, did you mean "
                + "\"device_limit\"? Allowed here: device_limit, second_factor, "
                + "second_factor_fallback, gateways, default_groups, protected, "
                + "device_limit_over, password_words")
    }

    @Test(arguments: [
        ("polcy: {}", "policy"), ("Policy: {}", "policy"), ("feed: {}", "feeds"),
        ("feeds: {hr: {unknownColumns: warn}}", "unknown_columns"),
        ("feeds: {hr: {max-rejects: 3}}", "max_rejects"),
        ("limits: {fielt_bytes: 3}", "field_bytes"),
        ("feeds: {hr: {derive: {email: {vaule: x}}}}", "value"),
    ])
    func aLikelyMisspellingIsProposed(text: String, meant: String) {
        #expect(message(text).contains("did you mean \"\(meant)\"?"), "\(message(text))")
    }

    @Test func aFarAwayKeyIsNotProposedFor() {
        let text = message("policy:\n  colour: red\n")
        #expect(text.hasPrefix("muster.yaml:2:3: unknown key \"colour\" in policy. Allowed here:"))
    }

    @Test(arguments: [
        "guards: {removals: 5}", "leavers: {}", "attributes: {}",
        "feeds: {hr: {timezone: UTC}}", "feeds: {hr: {attributes: {}}}",
    ])
    func whatThisVersionDoesNotDoIsRefusedByName(text: String) {
        let halt = ConfigurationReader.halt(text)
        #expect(halt?.code == .configKeyUnknown)
        #expect(halt?.message.contains("is not available in this version") == true)
        #expect(halt?.message.contains("did you mean") == false)
    }

    @Test func aLimitUnderBothOfItsNamesIsAConflict() {
        let halt = ConfigurationReader.halt(
            "feeds: {hr: {max_rejects: 3, guards: {rejects: 3}}}\n")
        #expect(halt?.code == .configValueInvalid)
        #expect(halt?.message.contains("are the same limit") == true)
        for text in [
            "max_rejects: 3, guards: {rejects: default}",
            "guards: {rejects: 3}, max_rejects: default",
        ] {
            let halt = ConfigurationReader.halt("feeds: {hr: {\(text)}}\n")
            #expect(halt?.message.contains("are the same limit") == true, "\(text)")
        }
    }

    @Test func aWrongWordOfAListIsRefusedWhereItStands() {
        let text = message("feeds:\n  hr:\n    guards:\n      health: [format, heder]\n")
        #expect(text.hasPrefix("muster.yaml:4:24: feeds.hr.guards.health: "), "\(text)")
        #expect(text.contains("did you mean \"header\"?"), "\(text)")
    }

    @Test func anUnknownKeyThatHoldsAnythingIsSkippedWhole() {
        let halt = ConfigurationReader.halt("other: {policy: {device_limit: x}}\n")
        #expect(halt?.advice == nil)
    }

    // MARK: Several faults

    @Test func allFaultsAreReportedTogetherInFileOrder() {
        let halt = ConfigurationReader.halt(
            """
            feeds:
              hr:
                quoting: single
            limits:
              columns: 0
              rows: 5
            policy:
              device_limit: 0
            """)
        #expect(halt?.code == .configValueInvalid)
        #expect(halt?.message.hasPrefix("muster.yaml:3:14: feeds.hr.quoting:") == true)
        let others = halt?.advice?.split(separator: "\n").map { $0.drop { $0 == " " } } ?? []
        #expect(others.count == 3)
        #expect(others[0].hasPrefix("muster.yaml:5:12: limits.columns:"))
        #expect(others[0].hasSuffix("[config.value.invalid]"))
        #expect(others[1].hasPrefix("muster.yaml:6:3: unknown key \"rows\" in limits"))
        #expect(others[1].hasSuffix("[config.key.unknown]"))
        #expect(others[2].hasPrefix("muster.yaml:8:17: policy.device_limit:"))
    }

    @Test func eachWrongElementOfAListIsReported() {
        let halt = ConfigurationReader.halt(
            "policy:\n  second_factor_fallback:\n    - otp\n    - none\n    - sms\n")
        #expect(halt?.message.hasPrefix("muster.yaml:3:7:") == true)
        #expect(halt?.advice?.hasPrefix("muster.yaml:5:7:") == true)
    }

    @Test func columnsAreCountedInCharacters() {
        let text = message("feeds: {hr: {columns: {Prénom: first_nam}}}")
        #expect(text.hasPrefix("muster.yaml:1:32: feeds.hr.columns: \"first_nam\""))
        #expect(text.contains("did you mean \"first_name\"?"))
    }

    @Test func valuesAreQuotedHarmlessly() {
        let text = message("mail: {rate: \"\\e[31mred\\u202e\"}")
        #expect(text.contains("\"\\u{1B}[31mred\\u{202E}\" is not allowed"))
    }

    // MARK: Syntax

    @Test(arguments: [
        ("policy: [", "2:1"), ("policy: {a: 1", "2:1"), ("a: b: c\n", "1:5"),
        ("policy:\n\tdevice_limit: 3\n", "2:1"), ("policy: \"x\n", "2:1"),
        ("policy: *nobody\n", "1:9"), ("policy: {}\n---\nmail: {}\n", "2:1"),
        ("policy: \u{1}\n", "1:9"),
    ])
    func whatIsNotYAMLIsRefusedAtItsPlace(text: String, place: String) {
        let halt = ConfigurationReader.halt(text)
        #expect(halt?.status == .configuration)
        #expect(halt?.code == .configSyntaxInvalid)
        #expect(halt?.message.hasPrefix("muster.yaml:\(place): ") == true, "\(message(text))")
    }

    @Test func aTabIsNamedAsTheCause() {
        #expect(message("policy:\n\tdevice_limit: 3\n").contains("indented with a tab"))
    }

    @Test(arguments: [
        ("policy: {}\nmail: {}\npolicy: {}\n", "1:1", "policy"),
        ("limits:\n  columns: 1\n  columns: 1\n", "2:3", "columns"),
        ("feeds:\n  hr:\n  \"hr\":\n", "2:3", "hr"),
    ])
    func aKeyGivenTwiceIsRefused(text: String, place: String, key: String) {
        #expect(ConfigurationReader.halt(text)?.code == .configSyntaxInvalid)
        #expect(message(text).hasPrefix("muster.yaml:\(place): the key \"\(key)\" is given twice"))
    }

    @Test func bytesThatAreNotUTF8AreRefusedAtTheirPlace() {
        let halt = ConfigurationReader.halt(Array("policy: {}\n# Zo".utf8) + [0xEB, 0x0A])
        #expect(halt?.code == .configSyntaxInvalid)
        #expect(halt?.message.hasPrefix("muster.yaml:2:5: is not UTF-8 text") == true)
    }

    @Test func deepNestingIsRefusedAndNotFollowed() {
        for opening in ["[", "{a: "] {
            let text = "policy: " + String(repeating: opening, count: 100_000)
            #expect(ConfigurationReader.halt(text)?.status == .configuration)
        }
    }

    @Test func referencesDoNotMultiplyTheWork() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(ConfigurationReader.halt(text)?.code == .configKeyUnknown)
    }

    @Test func profilesCanShareByReference() throws {
        let configuration = try ConfigurationReader.read(
            "feeds:\n  hr: &shared {delimiter: \";\"}\n  payroll: *shared\n")
        #expect(configuration.profile(of: "payroll").delimiter == 0x3B)
        #expect(configuration.profile(of: "payroll").feed == "payroll")
    }

    @Test func everyCutOfTheInitialFileIsReadOrRefused() {
        let bytes = Array(ConfigurationText.initial.utf8)
        for end in stride(from: 0, to: bytes.count, by: 7) {
            let halt = ConfigurationReader.halt(Array(bytes[..<end]))
            #expect(halt == nil || halt?.status == .configuration)
        }
    }
}
