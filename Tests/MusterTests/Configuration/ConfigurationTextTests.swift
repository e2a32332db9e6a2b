import Muster
import Provisioning
import Testing

@Suite struct ConfigurationTextTests {
    let initial = ConfigurationText.initial

    /// The file with every key that stands behind a `#` taken in.
    private var everyKey: String {
        initial.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = line.drop { $0 == " " }
            guard text.hasPrefix("#"), text.dropFirst().first?.isLowercase == true else {
                return String(line)
            }
            return String(line.prefix(line.count - text.count) + text.dropFirst())
        }.joined(separator: "\n")
    }

    private func expectDefaults(_ configuration: MusterConfiguration) {
        let defaults = MusterConfiguration()
        #expect(configuration.policy == defaults.policy)
        #expect(configuration.limits == defaults.limits)
        #expect(configuration.mail == defaults.mail)
        #expect(configuration.unknownGroups == defaults.unknownGroups)
        #expect(configuration.feeds.keys.sorted() == ["default"])
        for feed in ["default", "hr"] {
            #expect(configuration.profile(of: feed) == defaults.profile(of: feed))
        }
    }

    @Test func theFileSaysNothingThatIsNotSoByDefault() throws {
        expectDefaults(try ConfigurationReader.read(initial))
    }

    @Test func everyKeyStandsThereWithItsDefault() throws {
        #expect(everyKey != initial)
        expectDefaults(try ConfigurationReader.read(everyKey))
    }

    @Test func linesFitOnAScreen() {
        #expect(initial.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(initial.hasSuffix("\n"))
    }
}
