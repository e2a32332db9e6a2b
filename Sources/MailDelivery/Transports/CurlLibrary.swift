import CMailTransfer
import Glibc
import Provisioning

/// libcurl, which is loaded when mail is sent for the first time.
enum CurlLibrary {
    /// - Throws: a halt with status 74 that names what to install.
    static func load() throws(RunHalt) {
        switch mt_load() {
        case MT_LIBRARY_USABLE: return
        case MT_LIBRARY_TOO_OLD:
            throw RunHalt(
                .inputOutput, .mailTransportFailed,
                "the installed libcurl is too old for mail; version 7.80 or later is needed",
                advice: "Install the package libcurl4 of Debian 12 or later.")
        default:
            throw RunHalt(
                .inputOutput, .mailTransportFailed,
                "libcurl, which sends mail, is not installed (libcurl.so.4)",
                advice: "Install it: apt-get install libcurl4.")
        }
    }
}

/// Texts as C wants them, for as long as this lives.
final class CTexts {
    private var pointers: [UnsafeMutablePointer<CChar>] = []

    func pointer(_ text: String) -> UnsafePointer<CChar> {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        bytes.withUnsafeBufferPointer { source in
            for index in 0..<source.count { copy[index] = source[index] }
        }
        pointers.append(copy)
        return UnsafePointer(copy)
    }

    deinit {
        for pointer in pointers {
            // Passwords are among them.
            explicit_bzero(pointer, strlen(pointer))
            pointer.deallocate()
        }
    }
}

extension PreparedMail {
    /// Calls `body` with the mail as the C shim takes it.
    func withPlainMail<R>(_ body: (UnsafePointer<mt_mail>) -> R) -> R {
        let texts = CTexts()
        let headers: [UnsafePointer<CChar>?] = headers.map(texts.pointer)
        // One buffer for all bodies: pointers into it are good within this call.
        let bodies = parts.flatMap(\.bytes)
        return bodies.withUnsafeBytes { bytes in
            var start = 0
            let plainParts = parts.map { part -> mt_part in
                var plain = mt_part()
                plain.bytes = bytes.baseAddress.map {
                    ($0 + start).assumingMemoryBound(to: CChar.self)
                }
                plain.length = part.bytes.count
                plain.type = texts.pointer(part.contentType)
                plain.encoder = texts.pointer(part.encoder)
                start += part.bytes.count
                return plain
            }
            return headers.withUnsafeBufferPointer { headers in
                plainParts.withUnsafeBufferPointer { parts in
                    var mail = mt_mail()
                    mail.from = texts.pointer(from.text)
                    mail.to = texts.pointer(to.text)
                    mail.needs_utf8 = needsUTF8
                    mail.headers = headers.baseAddress
                    mail.header_count = headers.count
                    mail.parts = parts.baseAddress
                    mail.part_count = parts.count
                    return withExtendedLifetime(texts) { body(&mail) }
                }
            }
        }
    }
}
