import Glibc
import Provisioning
import ResultReporting

/// Whether the configuration says what it should.
struct ConfigurationExamination {
    private static let subject = "configuration"
    private let place: DirectoryPlace

    init(_ place: DirectoryPlace) { self.place = place }

    /// What it says, nil if it cannot be used, and what was found.
    func examine() -> (MusterConfiguration?, [DoctorFinding]) {
        let path = FileFault.shown(place.configuration)
        let configuration: MusterConfiguration
        do throws(RunHalt) {
            configuration = try place.loadConfiguration(checksTemplates: false)
        } catch {
            return (nil, [DoctorFinding(Self.subject, error)])
        }
        var status = stat()
        guard stat(place.configuration, &status) == 0 else {
            let note = DoctorFinding(
                Self.subject, .note, "there is no \(path): everything is as by default",
                advice: "muster init writes one with every default, for a new directory.")
            return (configuration, [note])
        }
        var findings = [DoctorFinding(Self.subject, .ok, "\(path): \(feeds(of: configuration))")]
        if status.st_mode & 0o022 != 0 {
            findings.append(
                DoctorFinding(
                    Self.subject, .warning,
                    "others may write \(path), and so decide what is imported",
                    advice: "chmod go-w \(path)"))
        }
        return (configuration, findings)
    }

    private func feeds(of configuration: MusterConfiguration) -> String {
        let names = configuration.feeds.keys.sorted().map(MessageText.quoted)
        guard !names.isEmpty else { return "no profile of a feed, each is read as by default" }
        return "\(names.count == 1 ? "a profile" : "profiles") of \(names.joined(separator: ", "))"
    }
}
