import Glibc
package import Provisioning

extension MailTemplates {
    /// Writes the built-in files into a new folder, as a start for templates of one's own.
    ///
    /// - Throws: a halt with status 73 if the folder is there already, or cannot be made; what was
    ///   written until then stays.
    package static func write(to folder: String) throws(RunHalt) {
        try makeFolder(folder)
        try write(BuiltInTemplates.layout, to: "\(folder)/layout.html")
        for language in BuiltInTemplates.languages {
            try makeFolder("\(folder)/\(language)")
            for kind in MailKind.allCases {
                let pair = BuiltInTemplates.pair(kind, language)
                let path = "\(folder)/\(language)/\(kind.word)"
                if let text = pair.text { try write(text, to: "\(path).txt") }
                if let html = pair.html { try write(html, to: "\(path).html") }
            }
        }
    }

    private static func makeFolder(_ path: String) throws(RunHalt) {
        if mkdir(path, 0o755) == 0 { return }
        guard errno == EEXIST else { throw failure(path, errno) }
        throw RunHalt(
            .cannotCreate, .runOutputUncreatable,
            "\(MessageText.path(path)) is there already, and is never overwritten",
            advice: "Name a new folder.")
    }

    private static func write(_ file: TemplateFile, to path: String) throws(RunHalt) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path, errno) }
        var rest = Array(file.text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                close(descriptor)
                throw failure(path, reason)
            }
            rest = rest.dropFirst(count)
        }
        guard close(descriptor) == 0 else { throw failure(path, errno) }
    }

    private static func failure(_ path: String, _ reason: Int32) -> RunHalt {
        RunHalt(
            .cannotCreate, .runOutputUncreatable,
            "cannot create \(MessageText.path(path)): \(String(cString: strerror(reason)))",
            advice: "Check that the folder around it exists and that you may write in it.")
    }
}
