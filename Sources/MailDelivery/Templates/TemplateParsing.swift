import Mustache
import Provisioning

/// Turns template files into templates, and collects what is wrong with them.
struct TemplateParsing {
    private(set) var faults: [TemplateFault] = []
    private var library = MustacheLibrary()
    private let layoutName: String
    private let layoutIsBuiltIn: Bool
    private var layoutBlocks: Set<String> = []

    /// A file's text with a line before it that keeps Mustache from escaping values, which escape
    /// themselves. Each file has it: what a page says does not hold in the layout.
    ///
    /// Mustache takes a lone brace at the very end for an unfinished tag, hence the last line feed.
    private func verbatim(_ text: String) -> String {
        "{{% CONTENT_TYPE:TEXT}}\n\(text)\(text.hasSuffix("\n") ? "" : "\n")"
    }

    /// Parses the layout, which pages need.
    init(layout: TemplateFile) {
        layoutName = layout.name
        layoutIsBuiltIn = layout.isBuiltIn
        let tags = check(
            layout.text, of: layout, role: .layout, variables: MailVariable.allCases, firstLine: 1)
        layoutBlocks = Set(tags.blocks.keys)
        guard tags.faults.isEmpty else { return }
        if let template = parse(verbatim(layout.text), of: layout, lineOffset: -1) {
            library.register(template, named: "layout")
        }
    }

    /// Parses a text, and the HTML beside it if there is one; nil after faults.
    mutating func template(
        _ kind: MailKind, language: String, text: TemplateFile, html: TemplateFile?
    ) -> MailTemplate? {
        let before = faults.count
        let variables = MailVariable.known(to: kind)
        guard let (subjectText, body) = split(text) else { return nil }
        let tags =
            check(subjectText, of: text, role: .text, variables: variables, firstLine: 1).faults
            + check(body, of: text, role: .text, variables: variables, firstLine: 3).faults
        var page: MustacheTemplate?
        if let html {
            let tags = check(html.text, of: html, role: .page, variables: variables, firstLine: 1)
            checkBlocks(tags, of: html)
            if tags.faults.isEmpty {
                page = parse(verbatim(html.text), of: html, lineOffset: -1)
            }
        }
        guard tags.isEmpty,
            let subject = parse(verbatim(subjectText), of: text, lineOffset: -1),
            let plain = parse(verbatim(body), of: text, lineOffset: 1),
            faults.count == before
        else { return nil }
        let template = MailTemplate(
            kind: kind, language: language, subject: subject, text: plain, html: page,
            library: library)
        checkMail(template, kind, text: text, html: html)
        return template
    }

    /// The subject's template and the body.
    private mutating func split(_ file: TemplateFile) -> (subject: String, body: String)? {
        let lines = file.text.split(
            separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        let prefix = "Subject:"
        guard let first = lines.first, first.hasPrefix(prefix) else {
            report(file, 1, "has no subject: the first line is to begin with \"Subject:\"")
            return nil
        }
        let subject = String(first.dropFirst(prefix.count)).onOneLine
        guard !subject.isEmpty else {
            report(file, 1, "has an empty subject")
            return nil
        }
        guard lines.count > 1, lines[1].allSatisfy(\.isWhitespace) else {
            report(file, 2, "is to have an empty line after the subject")
            return nil
        }
        guard lines.count > 2, !lines[2].allSatisfy(\.isWhitespace) else {
            report(file, 3, "has no text after the subject")
            return nil
        }
        return (subject, String(lines[2]))
    }

    private mutating func check(
        _ text: String, of file: TemplateFile, role: TemplateTags.Role,
        variables: [MailVariable], firstLine: Int
    ) -> TemplateTags {
        let tags = TemplateTags(
            text, file: file.name, role: role, variables: variables, firstLine: firstLine)
        faults += tags.faults
        return tags
    }

    /// What a page puts into a block that the layout has not would show nowhere.
    private mutating func checkBlocks(_ tags: TemplateTags, of file: TemplateFile) {
        let known = layoutBlocks.sorted()
        for (name, line) in tags.blocks.sorted(by: { $0.value < $1.value })
        where !layoutBlocks.contains(name) {
            if file.isBuiltIn, !layoutIsBuiltIn {
                let fault = TemplateFault(
                    file: layoutName, line: nil,
                    finding: "has no block {{$\(name)}}, which built-in templates fill")
                if !faults.contains(fault) { faults.append(fault) }
                continue
            }
            let proposal = SpellingProposal.clause(for: name, among: known)
            report(
                file, line,
                "{{$\(name)}} is no block of the layout\(proposal); it has "
                    + known.joined(separator: ", "))
        }
    }

    private mutating func parse(
        _ text: String, of file: TemplateFile, lineOffset: Int
    ) -> MustacheTemplate? {
        do {
            return try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            let line = max(1, error.context.lineNumber + lineOffset)
            report(file, line, "is not Mustache: \(error.error)")
        } catch {
            report(file, nil, "is not Mustache: \(error)")
        }
        return nil
    }

    /// Renders the barest mail, to see that it has a subject, and its link where it needs one.
    private mutating func checkMail(
        _ template: MailTemplate, _ kind: MailKind, text: TemplateFile, html: TemplateFile?
    ) {
        let link = "https://probe.example/?a=b&c=d"
        var variables = MailVariables(username: "probe", email: "probe@probe.example")
        if kind.hasLink { variables.link = link }
        let mail = template.render(variables)
        if mail.subject.isEmpty {
            report(text, 1, "has a subject that is empty where optional variables are")
        }
        guard kind.hasLink else { return }
        let finding = "never shows {{link}}, without which the mail is of no use"
        if !mail.text.contains(link) { report(text, nil, finding) }
        if let html, let page = mail.html, !page.contains(link.escapedForHTML) {
            let isLayout = !html.text.contains("{{link}}") && !layoutIsBuiltIn
            if isLayout, html.isBuiltIn {
                let fault = TemplateFault(file: layoutName, line: nil, finding: finding)
                if !faults.contains(fault) { faults.append(fault) }
            } else {
                report(html, nil, finding)
            }
        }
    }

    private mutating func report(_ file: TemplateFile, _ line: Int?, _ finding: String) {
        faults.append(TemplateFault(file: file.name, line: line, finding: finding))
    }
}
