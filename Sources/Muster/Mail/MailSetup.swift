import Glibc
import MailDelivery
import Provisioning

/// What the configuration says about mail, made ready for use: files read, placeholders found.
struct MailSetup {
    let place: DirectoryPlace
    let settings: MailSettings

    /// The transport that is used: the command's own, else the configuration's.
    ///
    /// It throws a halt with status 78 where neither says, where mail that reaches people would have a
    /// placeholder in it, or where the password cannot be read.
    func transportSettings(_ named: TransportSettings.Place?) throws(RunHalt) -> TransportSettings {
        guard let target = named ?? settings.transport.map(placed) else {
            throw RunHalt(
                .configuration, .mailTransportMissing, "nothing says how mail is to be sent",
                advice: "Set mail.transport in \(MessageText.quoted(place.configuration)), or give "
                    + "--transport: smtp://HOST:PORT, smtps://HOST:PORT, sendmail:PATH or folder:PATH."
            )
        }
        if target.reachesPeople, let first = settings.placeholders.first {
            let list = settings.placeholders.joined(separator: " and ")
            let isOne = settings.placeholders.count == 1
            throw RunHalt(
                .configuration, .mailSettingPlaceholder,
                "\(list) \(isOne ? "is a placeholder" : "are placeholders"), and people would get "
                    + "such mail",
                advice: "Write your own values into \(MessageText.quoted(place.configuration)), "
                    + "beginning with \(first); folder:PATH works without.")
        }
        var result = TransportSettings(place: target)
        result.startTLS = settings.startTLS
        result.user = settings.user
        result.hello = settings.hello
        if let file = settings.authoritiesFile.map(path) {
            guard access(file, R_OK) == 0 else {
                throw RunHalt(
                    .configuration, .configFileUnreadable,
                    "cannot read \(MessageText.path(file)): \(String(cString: strerror(errno)))",
                    advice: "mail.ca_file names it.")
            }
            result.authorities = file
        }
        if settings.user != nil { result.password = try password() }
        return result
    }

    func templates() throws(RunHalt) -> MailTemplates {
        try MailTemplates(overrides: settings.templatesFolder.map(path))
    }

    private func password() throws(RunHalt) -> String {
        guard let file = settings.passwordFile.map(path) else {
            throw RunHalt(
                .configuration, .configValueInvalid, "mail.user has no password",
                advice: "Name the file with the password: mail.password_file.")
        }
        var info = stat()
        if stat(file, &info) == 0, info.st_mode & 0o077 != 0 {
            throw RunHalt(
                .configuration, .directoryFileMode,
                "others may read \(MessageText.path(file)), which has a password in it",
                advice: "chmod 600 \(MessageText.path(file))")
        }
        do throws(RunHalt) {
            return try SecretInput.read(file)
        } catch {
            throw RunHalt(
                .configuration, .configFileUnreadable, error.message,
                advice: "mail.password_file names it.")
        }
    }

    /// Paths of the configuration are relative to its folder.
    private func path(_ name: String) -> String {
        guard !name.hasPrefix("/"), let slash = place.configuration.lastIndex(of: "/") else {
            return name
        }
        return place.configuration[...slash] + name
    }

    private func placed(_ target: TransportSettings.Place) -> TransportSettings.Place {
        switch target {
        case .folder(let name): .folder(path: path(name))
        case .sendmail(let name): .sendmail(path: path(name))
        case .smtp, .smtps: target
        }
    }
}
