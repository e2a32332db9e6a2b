import Glibc
import Muster
import Provisioning
import Testing

@Suite struct ConfigurationProfileTests {
    @Test func aFeedWithoutAProfileHasThatOfTheDefaultFeed() throws {
        let configuration = try ConfigurationReader.read(
            "feeds:\n  default: {on_duplicate: last}\n  hr: {quoting: backslash}\n")
        #expect(configuration.profile(of: "other").onDuplicate == .last)
        #expect(configuration.profile(of: "other").feed == "other")
        #expect(configuration.profile(of: "hr").onDuplicate == .first)
        #expect(configuration.profile(of: "hr").quoting == .backslash)
    }

    @Test func theGroupRuleReachesEveryFeedThatSaysNothing() throws {
        let configuration = try ConfigurationReader.read(
            """
            feeds:
              hr: {}
              crm: {groups: {unknown: create}}
            groups: {unknown: reject}
            """)
        #expect(configuration.profile(of: "hr").unknownGroups == .reject)
        #expect(configuration.profile(of: "crm").unknownGroups == .create)
        #expect(configuration.profile(of: "other").unknownGroups == .reject)
    }

    @Test(arguments: ["a b", "../hr", "", "hr/x", String(repeating: "x", count: 65)])
    func feedNamesAreWordsThatAPathCanHold(name: String) {
        let halt = ConfigurationReader.halt("feeds:\n  \"\(name)\": {}\n")
        #expect(halt?.message.hasPrefix("muster.yaml:2:3: feeds: \"") == true)
    }

    @Test func oneColumnHasOneHeader() {
        let halt = ConfigurationReader.halt(
            "feeds:\n  hr:\n    columns:\n      A: email\n      B: email\n")
        #expect(
            halt?.message.hasPrefix("muster.yaml:5:10: feeds.hr.columns: \"A\" is email") == true)
    }

    @Test func strictContradictsAnotherRule() throws {
        let halt = ConfigurationReader.halt(
            "feeds:\n  hr:\n    strict: on\n    unknown_columns: warn\n")
        #expect(
            halt?.message
                == "muster.yaml:3:13: feeds.hr.strict: contradicts feeds.hr.unknown_columns: warn")
        let profile = try ConfigurationReader.profile("strict: on\nunknown_columns: error")
        #expect(profile.unknownColumns == .error)
    }

    @Test func aDerivationSaysWhenItApplies() {
        let halt = ConfigurationReader.halt(
            "feeds: {hr: {derive: {email: {value: \"{user}@x.example\", derive: often}}}}")
        #expect(halt?.message.contains("feeds.hr.derive.email.derive: \"often\"") == true)
        #expect(halt?.message.contains("it takes create or always") == true)
    }

    @Test func aProtectedUserIsAUsername() {
        let halt = ConfigurationReader.halt("policy: {protected: {users: [root, \"a b\"]}}")
        #expect(
            halt?.message
                == "muster.yaml:1:36: policy.protected.users: \"a b\" is not allowed; it takes a "
                + "username")
    }

    @Test func limitsReachTheRulesThatTheyBound() throws {
        let configuration = try ConfigurationReader.read(
            "policy: {device_limit: 400}\nlimits: {device_limit_max: 500}\n")
        #expect(configuration.policy.deviceLimitDefault == 400)
    }

    // MARK: Hashes

    @Test func theHashIsThatOfTheBytes() throws {
        #expect(MusterConfiguration().configurationHash.isEmpty)
        // What `sha256sum` says of these bytes.
        let expected = "253b610bd786f2543252c8d4b45bb40eb375882587f825cb9ce1fd1241f66f1e"
        #expect(try ConfigurationReader.read("# x\n").configurationHash == expected)
        #expect(try ConfigurationReader.read("# y\n").configurationHash != expected)
    }

    private static let based = """
        policy: {device_limit: 5}
        feeds:
          hr: {delimiter: ";", on_duplicate: last}
          crm: {}
        """

    @Test(arguments: [
        // What changes, and whether the fingerprints of hr and of crm still hold.
        (based + "\n# a comment\n", true, true),
        (
            based.replacing(
                "delimiter: \";\", on_duplicate: last", with: "on_duplicate: last, delimiter: ';'"),
            true, true
        ),
        (based + "\nmail: {onboarding: on}\n", true, true),
        (based.replacing("crm: {}", with: "crm: {strict: on}"), true, false),
        (based.replacing("last", with: "first"), false, true),
        (based.replacing("5", with: "6"), false, false),
        (based + "\ngroups: {unknown: reject}\n", false, false),
        (based + "\nlimits: {columns: 20}\n", false, false),
    ])
    func theBasisMovesWithWhatDecidesTheRows(text: String, hr: Bool, crm: Bool) throws {
        let before = try ConfigurationReader.read(Self.based)
        let after = try ConfigurationReader.read(text)
        #expect((before.basis(of: "hr") == after.basis(of: "hr")) == hr)
        #expect((before.basis(of: "crm") == after.basis(of: "crm")) == crm)
    }

    // MARK: Files

    @Test func aMissingFileIsAsByDefaultUnlessItWasNamed() throws {
        let path = "/tmp/muster-tests-no-such-folder/muster.yaml"
        #expect(try MusterConfiguration.load(path, isRequired: false) == MusterConfiguration())
        #expect(loadingHalt(path, isRequired: true)?.code == .configFileUnreadable)
    }

    @Test func aFolderOrAHugeFileIsUnreadable() {
        #expect(loadingHalt("/tmp", isRequired: false)?.code == .configFileUnreadable)
        #expect(loadingHalt("/dev/zero", isRequired: false)?.message.contains("1048576") == true)
    }

    @Test(.enabled(if: geteuid() != 0)) func aFileThatOthersKeepIsUnreadable() {
        #expect(loadingHalt("/etc/shadow", isRequired: true)?.code == .configFileUnreadable)
    }

    private func loadingHalt(_ path: String, isRequired: Bool) -> RunHalt? {
        do throws(RunHalt) {
            _ = try MusterConfiguration.load(path, isRequired: isRequired)
            return nil
        } catch {
            return error
        }
    }
}
