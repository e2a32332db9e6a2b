import CMailTransfer
import Glibc
package import Provisioning

/// Whether mail could leave, found out without sending any.
package enum TransportExamination {
    /// Version of libcurl; nil: none can be used.
    package static var libraryVersion: String? {
        mt_library_version().map { String(cString: $0) }
    }

    /// Connects to the server as a delivery would, with TLS and login; looks at the program or the
    /// folder. Nothing is sent, started or made.
    ///
    /// A server gets `wait` for each step.
    /// - Returns: what was found, such as `mail.corp.example:587 takes connections`.
    /// - Throws: a halt that says why no mail could leave, as a delivery would.
    package static func examine(
        _ settings: TransportSettings, wait: Duration
    ) throws(RunHalt) -> String {
        switch settings.place {
        case .smtp, .smtps:
            var times = TransportTimes()
            times.connect = wait
            times.greeting = wait
            times.login = wait
            let transport = try SMTPTransport(settings, times: times, isStopping: { false })
            defer { transport.close() }
            let secured = SMTPServer(settings).isSecured ? ", secured by TLS" : ""
            let login = settings.user == nil ? "" : ", and lets mail.user in"
            return "\(try transport.connect()) takes connections\(secured)\(login)"
        case .sendmail(let path):
            guard kind(of: path) != S_IFDIR, access(path, X_OK) == 0 else {
                let reason = kind(of: path) == S_IFDIR ? EISDIR : errno
                throw RunHalt(
                    .inputOutput, .mailTransportFailed,
                    "cannot run \(MessageText.path(path)): \(String(cString: strerror(reason)))",
                    advice: "mail.transport names it; give the program's own path.")
            }
            return "mail goes to the program \(MessageText.path(path))"
        case .folder(let path):
            try CurlLibrary.load()
            let isThere = access(path, F_OK) == 0
            let isFolder = !isThere || kind(of: path) == S_IFDIR
            guard isFolder, !isThere || access(path, W_OK | X_OK) == 0 else {
                let reason = isFolder ? errno : ENOTDIR
                throw RunHalt(
                    .inputOutput, .mailTransportFailed,
                    "cannot write in \(MessageText.path(path)): "
                        + String(cString: strerror(reason)),
                    advice: "mail.transport names it; make it your own folder.")
            }
            let note = isThere ? "" : ", which the first mail makes"
            return "mail goes into the folder \(MessageText.path(path))\(note)"
        }
    }

    /// What stands at a path, as the bits of its mode say; nil: nothing, or it cannot be seen.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
