package import Credentials
import Glibc
package import Provisioning
package import SQLiteDirectory

/// Where a directory and what belongs to it stand.
package struct DirectoryPlace: Equatable, Sendable {
    /// Where the directory is that nobody names.
    package static let defaultDirectory = "muster.sqlite"

    /// Path of the directory's file.
    package var directory: String
    /// Path of the configuration file, if the user named one; else `muster.yaml` beside the
    /// directory, which need not be there.
    package var namedConfiguration: String?

    package init(directory: String, configuration: String? = nil) {
        self.directory = directory
        namedConfiguration = configuration
    }

    /// Path of the configuration file.
    package var configuration: String { namedConfiguration ?? beside("muster.yaml") }

    /// Path of the key file.
    package var key: String { KeyFile.path(besideDirectory: directory) }

    /// Whether something is where the directory belongs: a link that leads nowhere, too, which is no
    /// reason to make a directory or a key.
    package var exists: Bool {
        var status = stat()
        return lstat(directory, &status) == 0
    }

    /// Reads the configuration, and the mail templates that it names.
    ///
    /// A faulty template is found by the next import or delivery rather than by the next mail of its
    /// kind. Sign-ins, actions on one user and what only looks at the queue leave the templates alone
    /// (`checksTemplates`): a slip in a mail's words is no reason not to lock somebody out at night.
    /// - Throws: a halt with status 78.
    package func loadConfiguration(
        checksTemplates: Bool = true
    ) throws(RunHalt) -> MusterConfiguration {
        let loaded = try MusterConfiguration.load(
            configuration, isRequired: namedConfiguration != nil)
        if checksTemplates, loaded.mail.templatesFolder != nil {
            _ = try MailSetup(place: self, settings: loaded.mail).templates()
        }
        return loaded
    }

    /// The key of the directory, made with a new directory.
    /// - Throws: a halt with status 73, 74 or 78.
    package func openKey() throws(RunHalt) -> KeyFile {
        try KeyFile.open(key, directoryExists: exists, random: SystemRandom())
    }

    /// Opens the directory for reading.
    /// - Throws: a halt with status 66 if there is none; 74, 75 or 78 if it cannot be used.
    package func openForReading() throws(RunHalt) -> SQLiteDirectory {
        try SQLiteDirectory.open(path: directory, access: .reading, seal: nil)
    }

    /// Opens the directory for a command that writes, with its key.
    ///
    /// A missing directory and its key are made; `wait` is how long other writers are waited for.
    /// - Throws: a halt with status 73, 74, 75 or 78.
    package func openForCommand(
        wait: Duration = .seconds(30), clock: any WallClock
    ) throws(RunHalt) -> SQLiteDirectory {
        let seal = KeyedAuditSeal(key: try openKey())
        return try SQLiteDirectory.open(
            path: directory, access: .command, seal: seal, wait: wait, clock: clock)
    }

    private func beside(_ name: String) -> String {
        guard let slash = directory.lastIndex(of: "/") else { return name }
        return directory[...slash] + name
    }
}
