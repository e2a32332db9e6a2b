import Glibc
import Provisioning

/// The template files that are in force: the built-in ones, and over them those of a folder.
struct TemplateCollection {
    struct Pair {
        var text: TemplateFile?
        var html: TemplateFile?
    }

    /// By language tag in lower case.
    private(set) var languages: [String: [MailKind: Pair]] = [:]
    private(set) var layout: TemplateFile
    private(set) var faults: [TemplateFault] = []

    /// The built-in files.
    init() {
        layout = BuiltInTemplates.layout
        for language in BuiltInTemplates.languages {
            for kind in MailKind.allCases {
                languages[language, default: [:]][kind] = BuiltInTemplates.pair(kind, language)
            }
        }
    }

    /// The built-in files, and over them those of an administrator.
    init(folder: String) {
        self.init()
        for name in names(in: folder) {
            let path = "\(folder)/\(name)"
            if name == "layout.html" {
                if let file = read(path) { layout = file }
            } else if Self.isFolder(path) {
                readLanguage(name, path)
            } else {
                report(
                    path, "is no template: the folder holds layout.html and folders of languages")
            }
        }
    }

    private var seen: [String: String] = [:]

    private mutating func readLanguage(_ name: String, _ path: String) {
        guard let tag = LanguageTag(name) else {
            report(path, "is not named after a language, as in de or pt-BR")
            return
        }
        if let other = seen.updateValue(path, forKey: tag.key) {
            report(path, "is the same language as \(MessageText.quoted(other))")
            return
        }
        var own: [MailKind: Pair] = [:]
        for name in names(in: path) {
            let filePath = "\(path)/\(name)"
            guard let (kind, isHTML) = Self.meaning(of: name) else {
                reportUnknown(name, filePath)
                continue
            }
            guard let file = read(filePath) else { continue }
            if isHTML {
                own[kind, default: Pair()].html = file
            } else {
                own[kind, default: Pair()].text = file
            }
        }
        for (kind, pair) in own { replace(kind, in: tag, by: pair) }
    }

    /// An own text has no built-in HTML beside it, which would say something else.
    private mutating func replace(_ kind: MailKind, in tag: LanguageTag, by pair: Pair) {
        var pair = pair
        if pair.text == nil { pair.text = languages[tag.key]?[kind]?.text }
        if pair.text == nil, let html = pair.html {
            report(
                html.name,
                "has no \(kind.word).txt beside it: the subject and the plain text stand there")
            return
        }
        languages[tag.key, default: [:]][kind] = pair
    }

    private static func meaning(of name: String) -> (kind: MailKind, isHTML: Bool)? {
        for kind in MailKind.allCases {
            if name == "\(kind.word).txt" { return (kind, false) }
            if name == "\(kind.word).html" { return (kind, true) }
        }
        return nil
    }

    private mutating func reportUnknown(_ name: String, _ path: String) {
        let known = MailKind.allCases.flatMap { ["\($0.word).txt", "\($0.word).html"] }
        let proposal = SpellingProposal.clause(for: name, among: known)
        let kinds = MailKind.allCases.map(\.word).joined(separator: ", ")
        report(
            path,
            "is no kind of mail\(proposal); files are KIND.txt and KIND.html, and kinds are "
                + kinds)
    }

    private mutating func read(_ path: String) -> TemplateFile? {
        do throws(TemplateFileFault) {
            return try TemplateFile(reading: path)
        } catch {
            faults.append(TemplateFault(file: path, line: error.line, finding: error.finding))
            return nil
        }
    }

    private mutating func report(_ path: String, _ finding: String) {
        faults.append(TemplateFault(file: path, line: nil, finding: finding))
    }

    /// Whether an editor has left such a file behind.
    private static func isLeftover(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasPrefix("#") || name.hasSuffix("~") || name.hasSuffix(".bak")
            || name.hasSuffix(".orig")
    }

    /// Names in a folder, sorted, without hidden ones and what editors leave behind.
    private mutating func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else {
            report(folder, "is not a folder that can be read: \(String(cString: strerror(errno)))")
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !Self.isLeftover(name) { names.append(name) }
        }
        return names.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
