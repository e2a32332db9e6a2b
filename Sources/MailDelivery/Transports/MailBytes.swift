import CMailTransfer
import Provisioning

/// The whole bytes of a mail, as SMTP would have carried them.
enum MailBytes {
    /// Header and parts with CR LF at the end of each line.
    /// - Throws: a halt with status 74 if libcurl is missing or cannot make them.
    static func make(_ mail: PreparedMail) throws(RunHalt) -> [UInt8] {
        try CurlLibrary.load()
        let bytes = mail.withPlainMail { plain -> [UInt8]? in
            var start: UnsafePointer<CChar>?
            var length = 0
            var owner: UnsafeMutableRawPointer?
            guard mt_render(plain, &start, &length, &owner), let start else { return nil }
            defer { mt_free_rendered(owner) }
            return Array(UnsafeRawBufferPointer(start: start, count: length))
        }
        guard let bytes else {
            throw RunHalt(
                .inputOutput, .mailTransportFailed, "libcurl cannot make a mail",
                advice: "It needs memory, and a socket within this process (AF_UNIX).")
        }
        return bytes
    }
}
