package import Provisioning

/// Makes transports from settings.
package enum MailTransports {
    /// The transport for `settings`; nothing is sent or opened over the network yet.
    ///
    /// `isStopping` is asked at least once a second while a server is waited for. Once it is true,
    /// what has not come to a mail's text is given up with a halt of status 3 (`run.interrupted`),
    /// and the mail has not used up an attempt; a mail on its way is finished. It throws a halt
    /// where the transport cannot work here: libcurl, program or folder is missing, or a password
    /// would go over the network in the clear.
    package static func make(
        _ settings: TransportSettings, times: TransportTimes = TransportTimes(),
        isStopping: @escaping () -> Bool = { false }
    ) throws(RunHalt) -> any MailTransport {
        switch settings.place {
        case .smtp, .smtps:
            return try SMTPTransport(settings, times: times, isStopping: isStopping)
        case .folder(let path): return try FolderTransport(path: path)
        case .sendmail(let path):
            return try SendmailTransport(path: path, times: times, isStopping: isStopping)
        }
    }
}
